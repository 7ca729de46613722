import { aggregate, canonicalJson, type Day, type Outcome, type Refusal, refuse } from '#libs/kernel';
import type { ExternalId } from '../vocabulary';
import {
  AccountChanged,
  type AccountEvent,
  accountEvents,
  AccountOnboarded,
  FactsRecorded,
  type InputFact,
  type Profile,
  type RevenueFact,
  RevenueRecorded,
} from './account.events';
import { type CorrectFact, correctFact } from './correction';
import { type Lineage, type LineageCommand, lineageDecisions, withLineage, withoutLineage } from './lineage';
import { vouchedFor } from './provenance';
import { contentOf, type RecordedFact, sift } from './recorded-facts';

// ── State: only what a decision needs ───────────────────────────────────────
export interface Account {
  /** Null until the account is onboarded. */
  readonly profile: Profile | null;
  readonly facts: Map<InputFact['factId'], RecordedFact>;
  /** The account whose split it came from; null for one that came in by itself. */
  readonly partOf: { readonly externalId: ExternalId; readonly on: Day } | null;
  /** Mergers and splits that stand; a merger at most once. */
  readonly lineage: readonly Lineage[];
}

// ── Commands ────────────────────────────────────────────────────────────────
/** Onboards an account, or changes what is known of it beside its facts. */
export interface PutAccount {
  readonly type: 'PutAccount';
  readonly externalId: ExternalId;
  readonly profile: Profile;
}

export interface RecordFacts {
  readonly type: 'RecordFacts';
  readonly externalId: ExternalId;
  readonly facts: readonly InputFact[];
}

export interface RecordRevenue {
  readonly type: 'RecordRevenue';
  readonly externalId: ExternalId;
  readonly facts: readonly RevenueFact[];
}

export type AccountCommand = PutAccount | RecordFacts | RecordRevenue | CorrectFact | LineageCommand;

// ── Decisions ───────────────────────────────────────────────────────────────
const put = ({ externalId, profile }: PutAccount, { profile: before }: Account): Outcome<AccountEvent> => {
  if (before === null) return [AccountOnboarded({ externalId, profile })];
  if (canonicalJson(profile) === canonicalJson(before)) return [];
  return [AccountChanged({ externalId, before, after: profile })];
};

/** Records what is new of the facts; a taken id that would say something else refuses them all. */
const record =
  <Fact extends InputFact | RevenueFact>(recorded: (externalId: ExternalId, facts: Fact[]) => AccountEvent) =>
  (
    { externalId, facts }: { externalId: ExternalId; facts: readonly Fact[] },
    account: Account,
  ): Outcome<AccountEvent> => {
    const { profile } = account;
    if (profile === null) return unknownAccount(externalId);
    const { fresh, conflicts } = sift(account, facts);
    if (conflicts.length > 0) return conflicting(conflicts);
    const told = fresh.map((fact) => vouchedFor(fact, profile));
    return told.length === 0 ? [] : [recorded(externalId, told)];
  };

const correct = (command: CorrectFact, account: Account): Outcome<AccountEvent> =>
  account.profile === null ? unknownAccount(command.externalId) : correctFact(command, account.facts);

const unknownAccount = (externalId: ExternalId): Refusal =>
  refuse('unknown', 'NOT_FOUND', `There is no account ${externalId}; onboard it first.`);

const conflicting = (conflicts: readonly { factId: string }[]): Refusal =>
  refuse(
    'out-of-order',
    'FACT_CONFLICT',
    `Fact ${conflicts[0]!.factId} is recorded with other content; correct it, or give the new fact its own id.`,
    { factIds: conflicts.map(({ factId }) => factId) },
  );

// ── Evolutions ──────────────────────────────────────────────────────────────
const add = (account: Account, facts: readonly (InputFact | RevenueFact)[]): Account => {
  for (const fact of facts) {
    const content = contentOf(fact);
    account.facts.set(fact.factId, { first: content, now: content, retracted: false });
  }
  return account;
};

const revise = (
  account: Account,
  factId: InputFact['factId'],
  change: (fact: RecordedFact) => RecordedFact,
) => {
  const fact = account.facts.get(factId);
  if (fact) account.facts.set(factId, change(fact));
  return account;
};

// ── The aggregate ───────────────────────────────────────────────────────────
/** An account of the business: who it is, and every fact told of it. */
export const account = aggregate<Account, AccountCommand, AccountEvent>({
  category: 'account',
  idOf: ({ externalId }) => externalId,
  events: accountEvents,
  initialState: () => ({ profile: null, facts: new Map(), partOf: null, lineage: [] }),
  decide: {
    PutAccount: put,
    RecordFacts: record<InputFact>((externalId, facts) => FactsRecorded({ externalId, facts })),
    RecordRevenue: record<RevenueFact>((externalId, facts) => RevenueRecorded({ externalId, facts })),
    CorrectFact: correct,
    ...lineageDecisions,
  },
  evolve: {
    AccountOnboarded: (state, { profile, splitFrom }) => ({ ...state, profile, partOf: splitFrom ?? null }),
    AccountChanged: (state, { after }) => ({ ...state, profile: after }),
    FactsRecorded: (state, { facts }) => add(state, facts),
    RevenueRecorded: (state, { facts }) => add(state, facts),
    FactCorrected: (state, { factId, after }) =>
      revise(state, factId, (fact) => ({
        ...fact,
        now: { ...fact.now, value: after.value, day: after.day },
        retracted: false,
      })),
    FactRetracted: (state, { factId }) => revise(state, factId, (fact) => ({ ...fact, retracted: true })),
    AccountMerged: (state, { on, into }) => withLineage(state, { kind: 'merge', on, into: [into] }),
    AccountSplit: (state, { on, into }) =>
      withLineage(state, { kind: 'split', on, into: into.map(({ externalId }) => externalId) }),
    LineageUndone: withoutLineage,
    AccountWithdrawn: (state) => ({ ...state, profile: null, partOf: null }),
  },
});
