import { type Decimal, decimal, fromLastPlaces, inLastPlaces, roundDecimal } from '#libs/kernel';
import type { TierDefinition } from '../policy/policy-document';
import type { TierCode } from '../vocabulary';
import { type CoverageModel, treatmentOf } from './treatment';

/** People that are there on a day, of one tier or of a role that serves several. */
export interface AvailablePeople {
  readonly tier: string | null;
  readonly role: string | null;
  readonly available: Decimal;
}

/** How far the people who are there go for the accounts of a tier. */
export interface TierCoverage {
  readonly tier: TierCode;
  readonly accounts: number;
  readonly coverage: CoverageModel | null;
  readonly accountsPerRole: Decimal | null;
  /** People that the accounts need, whole ones; null where the treatment does not say how many one takes. */
  readonly rolesNeeded: number | null;
  /** People left for this tier: its own, or those of its role that better tiers do not need. */
  readonly available: Decimal | null;
  /** Accounts that those people take. */
  readonly places: number | null;
  /** Accounts for each place, to six places behind the point; null without one. */
  readonly utilisation: Decimal | null;
}

const one = inLastPlaces(decimal('1'));

/**
 * What a policy's tiers need and have. People of a role go to the better tier first; those of a tier are its own.
 * @param tiers the best first
 */
export const coverageOf = (
  tiers: readonly TierDefinition[],
  accountsOf: ReadonlyMap<string, number>,
  people: readonly AvailablePeople[],
): TierCoverage[] => {
  const left = new Map(
    people.filter(({ role }) => role !== null).map((some) => [some.role!, some.available]),
  );
  return tiers.map((tier) => {
    const accounts = accountsOf.get(tier.code) ?? 0;
    const coverage = treatmentOf(tier).coverage ?? null;
    const each = coverage?.accountsPerRole === undefined ? null : decimal(String(coverage.accountsPerRole));
    const rolesNeeded = each === null ? null : peopleFor(accounts, each);
    const own = people.find((some) => some.tier === tier.code);
    const available = own?.available ?? left.get(coverage?.role ?? '') ?? null;
    if (!own && available !== null && coverage?.role)
      left.set(coverage.role, rest(available, rolesNeeded ?? 0));
    const places = available === null || each === null ? null : placesOf(available, each);
    const utilisation = places === null ? null : ratio(accounts, available!, each!);
    return {
      tier: tier.code,
      accounts,
      coverage,
      accountsPerRole: each,
      rolesNeeded,
      available,
      places,
      utilisation,
    };
  });
};

const peopleFor = (accounts: number, each: Decimal): number => {
  const [all, per] = [BigInt(accounts) * one, inLastPlaces(each)];
  return per <= 0n ? 0 : Number((all + per - 1n) / per);
};

const placesOf = (available: Decimal, each: Decimal): number =>
  Number((inLastPlaces(available) * inLastPlaces(each)) / (one * one));

const rest = (available: Decimal, needed: number): Decimal => {
  const left = inLastPlaces(available) - BigInt(needed) * one;
  return fromLastPlaces(left < 0n ? 0n : left);
};

/** Accounts over what the people take, who may take no whole number. */
const ratio = (accounts: number, available: Decimal, each: Decimal): Decimal | null => {
  const takes = (inLastPlaces(available) * inLastPlaces(each)) / one;
  return takes <= 0n ? null : roundDecimal(fromLastPlaces((BigInt(accounts) * one * one) / takes), 6);
};
