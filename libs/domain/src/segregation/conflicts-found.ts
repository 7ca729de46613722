import type { Day } from '#libs/kernel';
import type { OrgChart } from '../org/org-chart';
import { SodFinding } from '../override/sod-finding';
import type { Decider, KeptAccount, Matter } from './matter';
import { conflictsOf } from './segregation';

/** A decision that is on record. */
export interface DecisionTaken {
  readonly matter: Omit<Matter, 'account'>;
  readonly decider: Decider;
  readonly on: Day;
}

/** The organisation, and who keeps the account, by what was known at one position. */
export interface OrgThen {
  readonly chart: OrgChart;
  readonly account: KeptAccount;
}

/** One rule that speaks against a decision on record, by what was known when it was taken, by what is known now, or by both. */
export interface ConflictFound extends SodFinding {
  readonly asKnownThen: boolean;
  readonly asKnownNow: boolean;
}

/** Every rule once, in their order; in the words of what is known now where it speaks against the decision now. */
export const conflictsFound = (
  taken: DecisionTaken,
  known: { readonly then: OrgThen; readonly now: OrgThen },
): ConflictFound[] => {
  const [then, now] = [detailsOf(taken, known.then), detailsOf(taken, known.now)];
  return SodFinding.shape.rule.options.flatMap((rule) => {
    const detail = now.get(rule) ?? then.get(rule);
    return detail === undefined
      ? []
      : [{ rule, detail, asKnownThen: then.has(rule), asKnownNow: now.has(rule) }];
  });
};

/** Of each rule the first finding. */
const detailsOf = (
  { matter, ...taken }: DecisionTaken,
  { chart, account }: OrgThen,
): ReadonlyMap<SodFinding['rule'], string> =>
  new Map(
    conflictsOf({ ...taken, chart, matter: { ...matter, account } })
      .toReversed()
      .map(({ rule, detail }) => [rule, detail]),
  );
