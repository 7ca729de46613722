import { compareDecimals, type Day, decimal, earliest, refuse, type Rule, sumDecimals } from '#libs/kernel';
import type { Account } from './account';
import type { Lineage, LineageCommand, MergeAccount, SplitAccount } from './lineage';

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

/** What stands against a merger, in the order in which it is said. */
export const mergeRules = [
  theAccountIsKnown,
  nothingBecomesPartOfItself,
  itHasNotBeenMerged,
  itHasBegunByThen,
];
/** What stands against a split. */
export const splitRules = [
  theAccountIsKnown,
  thePartsAreOthers,
  theSharesAreParts,
  itHasNotBeenMerged,
  itHasBegunByThen,
];

const mergerOf = ({ lineage }: Account): Lineage | undefined => lineage.find(({ kind }) => kind === 'merge');

/** As declared, or the day of the earliest fact that counts. */
const begunOn = ({ profile, facts }: Account): Day | null => {
  if (profile?.onboardedOn) return profile.onboardedOn;
  let first: Day | null = null;
  for (const { now, retracted } of facts.values())
    if (!retracted) first = first === null ? now.day : earliest(first, now.day);
  return first;
};
