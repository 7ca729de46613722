import { type Day, type Decimal, type Outcome, type Refusal, refuse } from '#libs/kernel';
import type { ExternalId, FactId, FactValue, RetroKind } from '../vocabulary';
import { type AccountEvent, FactCorrected, FactRetracted } from './account.events';
import { type RecordedFact, type RecordedFacts, sameValue } from './recorded-facts';

/** Says what a fact should have said, or that it never was. Whatever is left out stays as it is. */
export interface CorrectFact {
  readonly type: 'CorrectFact';
  readonly externalId: ExternalId;
  readonly factId: FactId;
  readonly retroKind: RetroKind;
  readonly reason: string;
  /** Of an input fact. */
  readonly value?: FactValue;
  readonly validFrom?: Day;
  /** Of a revenue fact. */
  readonly amount?: Decimal;
  readonly occurredOn?: Day;
  /** The fact never was: takes neither value nor day. */
  readonly retract?: boolean;
}

/** What a correction leads to, for an account that is known. */
export const correctFact = (command: CorrectFact, facts: RecordedFacts): Outcome<AccountEvent> => {
  if (command.retroKind === 'RETRO_DECISION') return decidesBackwards;
  const fact = facts.get(command.factId);
  if (!fact) return unknownFact(command);
  const misfit = misfitOf(command, fact);
  if (misfit) return refuse('against-policy', 'CORRECTION_DOES_NOT_FIT', misfit);
  return command.retract ? retract(command, fact) : replace(command, fact);
};

const decidesBackwards = refuse(
  'against-policy',
  'RETRO_DECISION_IS_NO_CORRECTION',
  'A correction says what a fact should have said: name it LATE_FACT or ERROR_CORRECTION. To treat an account differently, ask for an override.',
);

const unknownFact = ({ factId, externalId }: CorrectFact): Refusal =>
  refuse('unknown', 'NOT_FOUND', `Account ${externalId} has no fact ${factId}; record it first.`);

const misfitOf = (command: CorrectFact, { now }: RecordedFact): string | undefined => {
  const { value, validFrom, amount, occurredOn } = command;
  if (command.retract && [value, validFrom, amount, occurredOn].some((given) => given !== undefined))
    return 'A fact that is retracted takes neither a value nor a day: leave them out, or leave out `retract`.';
  if (now.kind === 'input' && (amount !== undefined || occurredOn !== undefined))
    return `${command.factId} is an input fact: correct its \`value\` or \`validFrom\`.`;
  if (now.kind === 'revenue' && (value !== undefined || validFrom !== undefined))
    return `${command.factId} is a revenue fact: correct its \`amount\` or \`occurredOn\`.`;
  return undefined;
};

const retract = (command: CorrectFact, fact: RecordedFact): Outcome<AccountEvent> =>
  fact.retracted ? [] : [FactRetracted(aboutFact(command, fact))];

const replace = (command: CorrectFact, fact: RecordedFact): Outcome<AccountEvent> => {
  const after = {
    value: command.value ?? command.amount ?? fact.now.value,
    day: command.validFrom ?? command.occurredOn ?? fact.now.day,
  };
  const changes = after.day !== fact.now.day || !sameValue(after.value, fact.now.value);
  return changes || fact.retracted ? [FactCorrected({ ...aboutFact(command, fact), after })] : [];
};

const aboutFact = ({ externalId, factId, retroKind, reason }: CorrectFact, { now }: RecordedFact) => ({
  externalId,
  factId,
  kind: now.kind,
  measure: now.kind === 'input' ? now.measure : null,
  before: { value: now.value, day: now.day },
  retroKind,
  reason,
});
