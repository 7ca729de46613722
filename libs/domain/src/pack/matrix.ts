import { type Decimal, percentageOf, ratioOf, stabilityIndex, sumDecimals } from '#libs/kernel';
import { excluded } from '../override/composition/effect';
import type { Ladder } from './ladders';
import type { ChurnedCell, Matrix, MigrationCell, MigrationRatios } from './migration-section';
import { mergedInto } from './segments';
import { churned, newcomer, type Passage, untiered } from './standing-at';

/** Above these the population has shifted so far that it is to be watched, or acted upon. */
const watchOver = 0.1;
const actOver = 0.25;

const without: readonly string[] = [newcomer, untiered, excluded, mergedInto, churned];

/** Rows and columns in order: the tiers, those that no tier of the policy is, then what is no tier. */
export const orderOf = (tiers: readonly string[]) => {
  const place = (name: string): number => {
    const [asTier, other] = [tiers.indexOf(name), without.indexOf(name)];
    return asTier >= 0 ? asTier : tiers.length + 1 + other;
  };
  return (a: string, b: string): number => place(a) - place(b) || (a < b ? -1 : a > b ? 1 : 0);
};

const groupsOf = <Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[][] => {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
};

/** A quarter's matrix of everybody who stands in the scheme on its closing day. */
export const matrixOf = (
  quarter: string,
  passages: readonly Passage[],
  ladder: Ladder | undefined,
): Matrix => {
  const cells = cellsOf(passages, orderOf(ladder?.tiers ?? []));
  const arrOf = (of: 'openingArr' | 'closingArr') => sumDecimals(cells.map((cell) => cell[of]));
  return {
    quarter,
    cells,
    churned: churnedOf(passages, orderOf(ladder?.tiers ?? [])),
    totals: { accounts: passages.length, openingArr: arrOf('openingArr'), closingArr: arrOf('closingArr') },
    ...ratiosOf(passages, ladder),
  };
};

type Order = ReturnType<typeof orderOf>;

const cellsOf = (passages: readonly Passage[], order: Order): MigrationCell[] => {
  const rows = new Map<string, number>();
  for (const { from } of passages) rows.set(from, (rows.get(from) ?? 0) + 1);
  return groupsOf(passages, ({ from, to }) => JSON.stringify([from, to]))
    .map((group) => {
      const { from, to } = group[0]!;
      return {
        from,
        to,
        accounts: group.length,
        openingArr: sumDecimals(group.map(({ openingArr }) => openingArr)),
        closingArr: sumDecimals(group.map(({ closingArr }) => closingArr)),
        rowPercent: percentageOf(group.length, rows.get(from)!)!,
      };
    })
    .sort((a, b) => order(a.from, b.from) || order(a.to, b.to));
};

const churnedOf = (passages: readonly Passage[], order: Order): ChurnedCell[] =>
  groupsOf(
    passages.filter(({ to }) => to === churned),
    ({ from, standsAt }) => JSON.stringify([from, standsAt]),
  )
    .map((group) => ({ from: group[0]!.from, standsAt: group[0]!.standsAt, accounts: group.length }))
    .sort((a, b) => order(a.from, b.from) || order(a.standsAt, b.standsAt));

const ratiosOf = (passages: readonly Passage[], ladder: Ladder | undefined): MigrationRatios => {
  const tiered = passages.filter(({ from }) => !without.includes(from));
  const steps = tiered
    .filter(({ to }) => !without.includes(to))
    .map(({ from, to }) => ladder?.between(from, to).kind);
  const [upgrades, downgrades] = (['promotion', 'demotion'] as const).map(
    (kind) => steps.filter((step) => step === kind).length,
  ) as [number, number];
  const psi = stabilityIndex(sharesOf(passages));
  return {
    upgrades,
    downgrades,
    upgradeToDowngrade: ratioOf(upgrades, downgrades),
    stability: ratioOf(tiered.filter(({ from, to }) => from === to).length, tiered.length),
    psi,
    psiSays: psi === null ? null : readingOf(psi),
  };
};

/** Where timelines stand, churned or not; who is part of another is counted there. */
const sharesOf = (passages: readonly Passage[]) => {
  const shares = new Map<string, { before: number; after: number }>();
  const count = (group: string, time: 'before' | 'after') => {
    if (group === newcomer || group === mergedInto) return;
    const share = shares.get(group) ?? { before: 0, after: 0 };
    share[time] += 1;
    shares.set(group, share);
  };
  for (const { from, standsAt } of passages) {
    count(from, 'before');
    count(standsAt, 'after');
  }
  // In a fixed order: what is added in another order may differ in its last place.
  return [...shares].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, share]) => share);
};

const readingOf = (psi: Decimal): NonNullable<Matrix['psiSays']> =>
  Number(psi) > actOver ? 'ACT' : Number(psi) > watchOver ? 'WATCH' : 'STEADY';
