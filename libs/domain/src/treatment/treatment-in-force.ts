import type { Day } from '#libs/kernel';
import type { PolicyInForce, SchemeKnowledge } from '../placement/knowledge';
import type { TierCode } from '../vocabulary';
import type { Attributes } from './treatment';

/** How a tier is treated, and which policy version says so; null where no version knows the tier. */
export interface TreatmentInForce {
  readonly policyVersion: number | null;
  readonly attributes: Attributes;
}

/**
 * How a tier is treated on a day: as the policy in force says. Where that does not know the tier, as the last one
 * before it that did, or the first one behind. No tier is no treatment.
 */
export const treatmentOn = (
  { policies }: Pick<SchemeKnowledge, 'policies'>,
  tier: TierCode | null,
  on: Day,
): TreatmentInForce => {
  const said = policies.flatMap((policy) => saidOf(policy, tier));
  const { version, attributes } = said.findLast(({ from }) => from <= on) ?? said[0] ?? nothing;
  return { policyVersion: version, attributes };
};

const nothing = { version: null, attributes: {} };

const saidOf = ({ from, version, document }: PolicyInForce, tier: TierCode | null) =>
  document.tiers
    .filter(({ code }) => code === tier)
    .map(({ treatment }) => ({ from, version, attributes: treatment }));

/** Whether any version says anything of how its tiers are treated. */
export const treatsTiers = ({ policies }: Pick<SchemeKnowledge, 'policies'>): boolean =>
  policies.some(({ document }) => document.tiers.some(({ treatment }) => Object.keys(treatment).length > 0));
