import { type Day, daysBetween } from '#libs/kernel';
import { factOn, inputsOn, type Points, pointsOf } from '../placement/inputs';
import type { AccountKnowledge } from '../placement/knowledge';
import type { Input } from '../placement/placement.events';
import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument } from '../policy/policy-document';
import type { FactId, Measure } from '../vocabulary';
import type { InputEntry } from './input.events';

/** An input of a policy as it stands for an account on a day. */
export interface InputState {
  /** As the policy calls it. */
  readonly measure: Measure;
  /** The measure of the facts that give it; null where revenue or other measures do. */
  readonly fact: Measure | null;
  readonly value: string | null;
  /** Why there is no value. */
  readonly problem: string | null;
  readonly factId: FactId | null;
  readonly validFrom: Day | null;
  /** Days since the fact became true. */
  readonly ageDays: number | null;
  readonly freshnessDays: number | null;
  readonly window: NonNullable<Input['window']> | null;
  /** Whether the policy reads it, or the catalogue alone asks for it. */
  readonly readByPolicy: boolean;
}

/** A measure that the catalogue asks for, with the days after which its fact is stale. */
export type Required = Pick<InputEntry, 'freshnessDays'> & { readonly measure: Measure };

/** What a policy reads of an account on a day, then what the catalogue asks for beside that. */
export const inputStatesOn = (
  on: Day,
  document: PolicyDocument,
  account: AccountKnowledge,
  required: readonly Required[] = [],
): InputState[] => {
  const points = pointsOf(account.inputs);
  const read = judgeOf(document).reads.map(({ definition }) => definition);
  const states = inputsOn(on, document, account, points).map((input, index) => {
    const definition = read[index]!;
    const isFact = 'fact' in definition;
    return {
      ...stateOf(input, on),
      fact: isFact ? definition.fact : null,
      freshnessDays: (isFact ? definition.freshnessDays : undefined) ?? null,
      readByPolicy: true,
    };
  });
  return [...states, ...besides(required, factsRead(document)).map((one) => requiredOn(on, one, points))];
};

/** The measures of the facts that a policy reads. */
const factsRead = (document: PolicyDocument): ReadonlySet<Measure> =>
  new Set(
    judgeOf(document).reads.flatMap(({ definition }) => ('fact' in definition ? [definition.fact] : [])),
  );

const besides = (required: readonly Required[], read: ReadonlySet<Measure>): readonly Required[] =>
  required.filter(({ measure }) => !read.has(measure));

const requiredOn = (on: Day, { measure, freshnessDays }: Required, points: Points): InputState => {
  const fact = factOn(points, measure, on);
  const about = { fact: measure, freshnessDays, readByPolicy: false };
  if (!fact) return { ...stateOf({ measure, value: null, problem: 'MISSING' }, on), ...about };
  const { factId, validFrom, value } = fact;
  const isStale = freshnessDays !== null && daysBetween(validFrom, on) > freshnessDays;
  const told: Input = isStale
    ? { measure, value: null, problem: 'STALE', factId, validFrom }
    : { measure, value, factId, validFrom };
  return { ...stateOf(told, on), ...about };
};

const stateOf = ({ measure, value, problem, factId, validFrom, window }: Input, on: Day) => ({
  measure,
  value,
  problem: problem ?? null,
  factId: factId ?? null,
  validFrom: validFrom ?? null,
  ageDays: validFrom === undefined ? null : daysBetween(validFrom, on),
  window: window ?? null,
});
