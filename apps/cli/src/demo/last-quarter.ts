import { accountView } from '#libs/domain';
import { addDecimals, type Day, decimal, type Decimal } from '#libs/kernel';
import type { Instance } from '#libs/platform';
import type { Known, TierQuestion } from '#libs/views';
import { customerValue } from './customer-value';
import { linesOf, type OrderLine, type Quarter, type Superstore } from './superstore';

/** Sales by the tier in force on each line's own day; lines of customers without a tier then are `none`. */
export type SalesByTier = ReadonlyMap<string, Decimal>;

const questionsAtOnce = 1_000;

/** Asks, for each order line of a quarter, which tier its customer stood at on the very day. */
export const salesByTier = async (
  { tierHistory }: Instance,
  superstore: Superstore,
  quarter: Quarter,
  at: Known,
): Promise<SalesByTier> => {
  const lines = linesOf(superstore, quarter);
  const sums = new Map<string, Decimal>();
  for (let from = 0; from < lines.length; from += questionsAtOnce) {
    const some = lines.slice(from, from + questionsAtOnce);
    const answers = await tierHistory.answers(some.map((line) => questionOf(line, at, quarter.until)));
    some.forEach(({ sales }, index) => {
      const effective = answers[index]?.effective ?? 'UNTIERED';
      const tier = effective === 'UNTIERED' ? 'none' : effective;
      sums.set(tier, addDecimals(sums.get(tier) ?? decimal('0'), sales));
    });
  }
  return sums;
};

const questionOf = ({ customerId, orderedOn }: OrderLine, at: Known, today: Day): TierQuestion => ({
  scheme: customerValue,
  view: accountView,
  externalId: customerId,
  asOf: orderedOn,
  at,
  today,
});
