import { judgeOf, rollUp, SchemeCode, TierCode, viewOfLine } from '#libs/domain';
import { type Day, decimal } from '#libs/kernel';
import type { Instance } from '#libs/platform';
import { type Known, untiered } from '#libs/views';
import { allSchemes } from './schemes';

const scheme = SchemeCode.parse('by-category');

/** The categories of a customer, each with its own tier, and what they come to together. */
export interface Lines {
  readonly tiers: readonly (readonly [name: string, tier: string])[];
  readonly rolledUp: string;
  readonly from: readonly string[];
}

export const linesOfCustomer = async (
  { facts, tierHistory }: Instance,
  externalId: string,
  asOf: Day,
  at: Known,
): Promise<Lines> => {
  const names = (await facts.serviceLinesOf([externalId], at.position)).get(externalId) ?? [];
  const answers = await tierHistory.answers(
    names.map((name) => ({ scheme, view: viewOfLine(name), externalId, asOf, at, today: asOf })),
  );
  const tiers = names.map((name, index) => [name, answers[index]?.effective ?? untiered] as const);
  const { document } = allSchemes.find((one) => one.scheme === scheme)!;
  const standings = tiers.map(([name, tier]) => ({
    ...{ name, tier: tier === untiered ? null : TierCode.parse(tier) },
    revenue: { sum: decimal('0'), lines: 0, currencies: [] },
  }));
  const { tier, from } = rollUp(document.serviceLines!.rollUp, standings, judgeOf(document).tiers);
  return { tiers, rolledUp: tier ?? untiered, from };
};
