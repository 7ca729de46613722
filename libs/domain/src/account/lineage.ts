import { type Day, firstRefusal, type Outcome, type Refusal, refuse } from '#libs/kernel';
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
import { mergeRules, splitRules } from './lineage-rules';

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

const standing = ({ lineage }: Account, wanted: Lineage): boolean =>
  lineage.some((one) => sameLineage(one, wanted));

const sameLineage = (a: Lineage, b: Lineage): boolean =>
  a.kind === b.kind &&
  a.on === b.on &&
  a.into.length === b.into.length &&
  a.into.every((one) => b.into.includes(one));

const isPartOf = (splitFrom: OnboardPart['splitFrom'], { profile, partOf }: Account): boolean =>
  profile !== null && partOf?.externalId === splitFrom.externalId && partOf.on === splitFrom.on;

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
