import { Decimal } from 'decimal.js';
import type { OrderLine, Superstore } from '#apps/cli/src/demo/superstore';
import { addMonths, type Day } from '#libs/kernel';

/** What twelve months of one customer come to, added up the plain way. */
export interface Year {
  readonly sales: Decimal;
  readonly profit: Decimal;
  readonly orders: number;
  readonly breadth: number;
  readonly marginPct: Decimal;
}

/** Every customer who bought before the day, by the lines of the year before it; of one category when one is named. */
export const yearsBefore = ({ lines }: Superstore, on: Day, category?: string): ReadonlyMap<string, Year> => {
  const known = lines.filter(
    (line) => line.orderedOn < on && (category === undefined || line.category === category),
  );
  const byCustomer = new Map<string, OrderLine[]>();
  for (const line of known)
    byCustomer.set(line.customerId, [...(byCustomer.get(line.customerId) ?? []), line]);
  return new Map([...byCustomer].map(([id, all]) => [id, yearOf(all, addMonths(on, -12))]));
};

const yearOf = (all: readonly OrderLine[], from: Day): Year => {
  const lines = all.filter(({ orderedOn }) => orderedOn >= from);
  const sum = (values: readonly string[]) =>
    values.reduce((total, value) => total.plus(value), new Decimal(0));
  const [sales, profit] = [sum(lines.map((one) => one.sales)), sum(lines.map((one) => one.profit))];
  return {
    sales,
    profit,
    orders: lines.length,
    breadth: new Set(lines.map(({ subCategory }) => subCategory)).size,
    marginPct: sales.isZero() ? new Decimal(0) : profit.times(100).dividedBy(sales),
  };
};

export const playOf = ({ sales, orders, marginPct }: Year): string => {
  if (orders < 3) return 'MONITOR';
  if (sales.gte(1500) && marginPct.gte(10)) return 'GROW';
  return sales.gte(500) && sales.lt(1500) && orders >= 6 ? 'GROW' : 'DEFEND';
};

export const cornerOf = ({ breadth, orders }: Year): string => {
  if (breadth >= 5) return orders >= 6 ? 'TRANSFORM' : 'EDUCATE';
  return orders >= 6 ? 'MODERNIZE' : 'SUSTAIN';
};

export const bandOf = ({ sales }: Year): string =>
  sales.gte(1500) ? 'HIGH' : sales.gte(250) ? 'MEDIUM' : 'LOW';

/** The score that ranks a customer; null for who bought nothing and is out of the programme. */
export const scoreOf = ({ sales, orders, marginPct }: Year): Decimal | null => {
  if (orders < 1) return null;
  const share = (value: Decimal, low: number, high: number) =>
    Decimal.max(0, Decimal.min(1, value.minus(low).dividedBy(high - low)));
  return share(sales, 0, 5000)
    .times(40)
    .plus(share(new Decimal(orders), 0, 20).times(30))
    .plus(share(sales.dividedBy(orders), 0, 500).times(20))
    .plus(share(marginPct, -20, 40).times(10));
};

/** Tiers by rank: the top tenth, the top 40 per cent, the others; ties at a cut are in. */
export const rankedTiers = (years: ReadonlyMap<string, Year>): ReadonlyMap<string, string> => {
  const scores = [...years].flatMap(([id, year]) => {
    const score = scoreOf(year)?.toDecimalPlaces(8);
    return score ? [{ id, score }] : [];
  });
  const ranked = scores.map(({ score }) => score).sort((a, b) => b.cmp(a));
  const cut = (percent: number) => ranked[Math.ceil((percent * ranked.length) / 100) - 1]!;
  const tierOf = (score: Decimal) =>
    score.gte(cut(10)) ? 'TIER-1' : score.gte(cut(40)) ? 'TIER-2' : 'TIER-3';
  return new Map(scores.map(({ id, score }) => [id, tierOf(score)]));
};

const ladder = ['BRONZE', 'SILVER', 'GOLD', 'PLATINUM'];
const edges = [500, 1500, 5000];

/** Sales with a margin gate, review after review: ten per cent of dead band, two confirmations, one step down. */
export const steadied = (superstore: Superstore): ReadonlyMap<string, string> => {
  const standing = new Map<string, { place: number; seen: number }>();
  for (const { until } of superstore.quarters) {
    for (const [id, year] of yearsBefore(superstore, until)) {
      const cap = year.marginPct.lt(5) ? 1 : 3;
      const read = (edgesNow: readonly number[]) =>
        Math.min(cap, edgesNow.filter((edge) => year.sales.gte(edge)).length);
      const before = standing.get(id);
      const indicated = read(edges);
      if (!before || indicated >= before.place) {
        standing.set(id, { place: indicated, seen: 0 });
        continue;
      }
      const kept = read(edges.map((edge, index) => (index < before.place ? edge * 0.9 : edge)));
      if (kept >= before.place) standing.set(id, { place: before.place, seen: 0 });
      else if (before.seen === 0) standing.set(id, { place: before.place, seen: 1 });
      else standing.set(id, { place: Math.max(indicated, before.place - 1), seen: 0 });
    }
  }
  return new Map([...standing].map(([id, { place }]) => [id, ladder[place]!]));
};
