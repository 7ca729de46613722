import { type Day, type Refusal, refuse } from '#libs/kernel';
import type { OverrideId } from '../vocabulary';
import { type OnDays, othersInARow } from './in-a-row';
import type { Approved, Override, Overrides } from './override-life';
import type { OverrideRules } from './rules/override-rules';
import type { Wanted } from './override-type';
import { endingOf, isLive } from './status-on';

/** A request as far as it is a renewal. */
export interface Renewal {
  readonly wanted: Wanted;
  readonly renews: OverrideId;
  readonly justification: string;
  readonly evidence: readonly { readonly sha256: string }[];
}

/** How many renewals in a row a request makes, whether or not it calls itself one; 0 when it goes on with nothing. */
export const renewalNumber = (
  { renews, ...request }: OnDays & { readonly renews?: OverrideId | undefined },
  overrides: Overrides,
  today: Day,
): number => {
  const said = renews === undefined ? 0 : (overrides.get(renews)?.renewal ?? 0) + 1;
  return Math.max(said, othersInARow(request, overrides, today));
};

/** Renewed as often as that, it is no exception any more: the policy is what is to be changed. */
export const isPolicyCandidate = ({ renewal }: Override, { maxRenewals }: OverrideRules): boolean =>
  renewal > 0 && renewal >= maxRenewals;

/** Why a renewal cannot be asked for; undefined when it can. */
export const whyNoRenewal = (
  request: Renewal,
  overrides: Overrides,
  rules: OverrideRules,
  today: Day,
): Refusal | undefined => {
  const renewed = overrides.get(request.renews);
  if (!renewed)
    return refuse('unknown', 'NOT_FOUND', `There is no override ${request.renews} here to renew.`);
  return (
    whyTooLate(renewed, today) ??
    whyAnother(request, renewed) ??
    whyTooOften(renewed, rules) ??
    whyNothingNew(request, renewed)
  );
};

/** A renewal is approved while what it renews stands. */
export const whyTooLate = (renewed: Override, today: Day): Refusal | undefined =>
  isLive(renewed, today)
    ? undefined
    : refuse(
        'out-of-order',
        'RENEWAL_TOO_LATE',
        `${lastDayOf(renewed, today)}A renewal is approved while the override that it renews stands: ask for a new override.`,
      );

const lastDayOf = (renewed: Override, today: Day): string => {
  const on = renewed.status === 'approved' ? endingOf(renewed, today).on : null;
  return on === null ? '' : `It ended on ${on}. `;
};

const whyAnother = ({ wanted }: Renewal, renewed: Override): Refusal | undefined =>
  wanted.kind === renewed.kind && wanted.tier === renewed.tier
    ? undefined
    : refuse(
        'against-policy',
        'RENEWAL_OF_ANOTHER',
        `A renewal goes on with what it renews, ${renewed.kind}${renewed.tier === null ? '' : ` ${renewed.tier}`}: ask for something else without \`renews\`.`,
      );

const whyTooOften = ({ renewal }: Override, { maxRenewals }: OverrideRules): Refusal | undefined =>
  renewal < maxRenewals
    ? undefined
    : refuse(
        'against-policy',
        'POLICY_CANDIDATE',
        `It has been renewed ${renewal} times in a row, so it is no exception any more: propose a policy that gives this tier.`,
        { renewals: renewal },
      );

const whyNothingNew = (
  { justification, evidence }: Renewal,
  renewed: Pick<Approved, 'justification' | 'evidence'>,
): Refusal | undefined => {
  if (justification.trim() === renewed.justification.trim())
    return refuse(
      'against-policy',
      'RENEWAL_NEEDS_JUSTIFICATION',
      'Say afresh why it is needed: the justification is that of the override it renews.',
    );
  if (evidence.some(({ sha256 }) => !renewed.evidence.has(sha256))) return undefined;
  return refuse(
    'against-policy',
    'RENEWAL_NEEDS_EVIDENCE',
    'Add at least one piece of evidence that none of the overrides it goes on with has had.',
  );
};
