import {
  compareDecimals,
  type Day,
  decimal,
  earliest,
  firstRefusal,
  type Outcome,
  type Refusal,
  refuse,
  type Rule,
  sumDecimals,
} from '#libs/kernel';
import type { ExternalId } from '../vocabulary';
import type { Account } from './account';
import {
  type AccountEvent,
  AccountMerged,
  AccountOnboarded,
  AccountSplit,
  AccountWithdrawn,
  LineageUndone,
  type Profile,
  type SplitPart,
} from './account.events';

// ── State: only what a decision needs ───────────────────────────────────────
/** A merger or a split as it stands; `into` names the survivor, or the parts. */
export interface Lineage {
  readonly kind: 'merge' | 'split';
  readonly on: Day;
  readonly into: readonly ExternalId[];
}

// ── Commands ────────────────────────────────────────────────────────────────
/** The account becomes part of another from a day on. */
export interface MergeAccount {
  readonly type: 'MergeAccount';
  readonly externalId: ExternalId;
  readonly into: ExternalId;
  readonly on: Day;
  readonly reason: string;
}

/** Parts of the account become accounts of their own from a day on. */
export interface SplitAccount {
  readonly type: 'SplitAccount';
  readonly externalId: ExternalId;
  readonly into: readonly SplitPart[];
  readonly on: Day;
  readonly reason: string;
}

/** Onboards an account that a split brings about. */
export interface OnboardPart {
  readonly type: 'OnboardPart';
  readonly externalId: ExternalId;
  readonly profile: Profile;
  readonly splitFrom: { readonly externalId: ExternalId; readonly on: Day };
}

/** A merger or a split never was. */
export interface UndoLineage extends Lineage {
  readonly type: 'UndoLineage';
  readonly externalId: ExternalId;
  /** The event that told of it. */
  readonly eventId: string;
  readonly reason: string;
}

/** Takes an account back that a split had brought about. */
export interface WithdrawPart {
  readonly type: 'WithdrawPart';
  readonly externalId: ExternalId;
  readonly splitFrom: { readonly externalId: ExternalId; readonly on: Day };
  readonly reason: string;
}

export type LineageCommand = MergeAccount | SplitAccount | OnboardPart | UndoLineage | WithdrawPart;

// ── Rules ───────────────────────────────────────────────────────────────────
const theAccountIsKnown: Rule<LineageCommand, Account> = ({ externalId }, { profile }) =>
  profile === null
    ? refuse('unknown', 'NOT_FOUND', `There is no account ${externalId}; onboard it first.`)
    : undefined;

const itHasNotBeenMerged: Rule<MergeAccount | SplitAccount, Account> = (
  { externalId, on, type },
  account,
) => {
  const merger = mergerOf(account);
  if (!merger || (type === 'SplitAccount' && on < merger.on)) return undefined;
  return refuse(
    'out-of-order',
    'ALREADY_MERGED',
    `${externalId} was merged into ${merger.into[0]} on ${merger.on}; undo that first if it is wrong.`,
  );
};

const itHasBegunByThen: Rule<MergeAccount | SplitAccount, Account> = ({ externalId, on }, account) => {
  const begun = begunOn(account);
  if (begun !== null && begun <= on) return undefined;
  return refuse(
    'against-policy',
    'BEFORE_ONBOARDING',
    begun === null
      ? `${externalId} is not onboarded yet: it has neither a day nor a fact.`
      : `${externalId} is onboarded on ${begun}: name that day or a later one.`,
  );
};

const nothingBecomesPartOfItself: Rule<MergeAccount, Account> = ({ externalId, into }) =>
  into === externalId
    ? refuse(
        'against-policy',
        'MERGE_INTO_ITSELF',
        `${externalId} cannot be merged into itself: name another.`,
      )
    : undefined;

const thePartsAreOthers: Rule<SplitAccount, Account> = ({ externalId, into }) => {
  const ids = into.map((part) => part.externalId);
  return new Set([externalId, ...ids]).size === ids.length + 1
    ? undefined
    : refuse(
        'against-policy',
        'SPLIT_INTO_ITSELF',
        'Each part of a split is a new account with an id of its own.',
      );
};

const theSharesAreParts: Rule<SplitAccount, Account> = ({ into }) => {
  const shares = into.map(({ share }) => share);
  const sound = shares.every((share) => compareDecimals(share, decimal('0')) >= 0);
  return sound && compareDecimals(sumDecimals(shares), decimal('1')) <= 0
    ? undefined
    : refuse(
        'against-policy',
        'SHARES_DO_NOT_FIT',
        'Shares are parts of 1: none is negative, and together at most 1.',
      );
};

const mergeRules = [theAccountIsKnown, nothingBecomesPartOfItself, itHasNotBeenMerged, itHasBegunByThen];
const splitRules = [
  theAccountIsKnown,
  thePartsAreOthers,
  theSharesAreParts,
  itHasNotBeenMerged,
  itHasBegunByThen,
];

// ── Decisions ───────────────────────────────────────────────────────────────
const merge = (command: MergeAccount, account: Account): Outcome<AccountEvent> => {
  const { externalId, into, on, reason } = command;
  if (standing(account, { kind: 'merge', on, into: [into] })) return [];
  return firstRefusal(mergeRules, command, account) ?? [AccountMerged({ externalId, into, on, reason })];
};

const split = (command: SplitAccount, account: Account): Outcome<AccountEvent> => {
  const { externalId, into, on, reason } = command;
  if (standing(account, { kind: 'split', on, into: into.map((part) => part.externalId) })) return [];
  return (
    firstRefusal(splitRules, command, account) ?? [AccountSplit({ externalId, into: [...into], on, reason })]
  );
};

const onboardPart = (
  { externalId, profile, splitFrom }: OnboardPart,
  account: Account,
): Outcome<AccountEvent> => {
  if (account.profile === null) return [AccountOnboarded({ externalId, profile, splitFrom })];
  return isPartOf(splitFrom, account) ? [] : alreadyThere(externalId);
};

const undo = (command: UndoLineage, account: Account): Outcome<AccountEvent> => {
  const { externalId, eventId, kind, on, into, reason } = command;
  if (!standing(account, command)) return [];
  const what = { externalId, eventId, kind, on, into: [...into] };
  return [LineageUndone({ ...what, retroKind: 'ERROR_CORRECTION', reason })];
};

const withdraw = (
  { externalId, splitFrom, reason }: WithdrawPart,
  account: Account,
): Outcome<AccountEvent> =>
  isPartOf(splitFrom, account)
    ? [AccountWithdrawn({ externalId, splitFrom, retroKind: 'ERROR_CORRECTION', reason })]
    : [];

/** What each of the commands leads to. */
export const lineageDecisions = {
  MergeAccount: merge,
  SplitAccount: split,
  OnboardPart: onboardPart,
  UndoLineage: undo,
  WithdrawPart: withdraw,
};

/** The no to a split that would bring about an account which is there already. */
const alreadyThere = (externalId: string): Refusal =>
  refuse(
    'out-of-order',
    'ACCOUNT_EXISTS',
    `There is an account ${externalId} already: a split brings about new accounts.`,
  );

const mergerOf = ({ lineage }: Account): Lineage | undefined => lineage.find(({ kind }) => kind === 'merge');

const standing = ({ lineage }: Account, wanted: Lineage): boolean =>
  lineage.some((one) => sameLineage(one, wanted));

const sameLineage = (a: Lineage, b: Lineage): boolean =>
  a.kind === b.kind &&
  a.on === b.on &&
  a.into.length === b.into.length &&
  a.into.every((one) => b.into.includes(one));

const isPartOf = (splitFrom: OnboardPart['splitFrom'], { profile, partOf }: Account): boolean =>
  profile !== null && partOf?.externalId === splitFrom.externalId && partOf.on === splitFrom.on;

/** As declared, or the day of the earliest fact that counts. */
const begunOn = ({ profile, facts }: Account): Day | null => {
  if (profile?.onboardedOn) return profile.onboardedOn;
  let first: Day | null = null;
  for (const { now, retracted } of facts.values())
    if (!retracted) first = first === null ? now.day : earliest(first, now.day);
  return first;
};

// ── Evolutions ──────────────────────────────────────────────────────────────
/** With one more merger or split. */
export const withLineage = (account: Account, lineage: Lineage): Account => ({
  ...account,
  lineage: [...account.lineage, lineage],
});

/** Without one that never was. */
export const withoutLineage = (account: Account, undone: Lineage): Account => ({
  ...account,
  lineage: account.lineage.filter((one) => !sameLineage(one, undone)),
});
