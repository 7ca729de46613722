import {
  type Decimal,
  fromLastPlaces,
  inLastPlaces,
  type Pausing,
  pausingEach,
  percentageOf,
  ratioOf,
  stabilityIndex,
  sumDecimals,
} from '#libs/kernel';
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

/** A quarter's matrix of everybody who stands in the scheme on its closing day. */
export function* matrixOf(
  quarter: string,
  passages: readonly Passage[],
  ladder: Ladder | undefined,
): Pausing<Matrix> {
  const { cells, churned } = yield* talliesOf(passages, orderOf(ladder?.tiers ?? []));
  const arrOf = (of: 'openingArr' | 'closingArr') => sumDecimals(cells.map((cell) => cell[of]));
  return {
    quarter,
    cells,
    churned,
    totals: { accounts: passages.length, openingArr: arrOf('openingArr'), closingArr: arrOf('closingArr') },
    ...ratiosOf(cells, churned, ladder),
  };
}

/** What is counted of the accounts that came from and to the same places. */
interface Tally extends Pick<MigrationCell, 'from' | 'to'> {
  accounts: number;
  opening: bigint;
  closing: bigint;
}

type Order = ReturnType<typeof orderOf>;

function* talliesOf(
  passages: readonly Passage[],
  order: Order,
): Pausing<{ readonly cells: MigrationCell[]; readonly churned: ChurnedCell[] }> {
  const [cells, stands] = [new Map<string, Tally>(), new Map<string, Tally>()];
  yield* pausingEach(passages, (passage) => {
    count(cells, passage, passage.to);
    if (passage.to === churned) count(stands, passage, passage.standsAt);
  });
  return {
    cells: cellsOf([...cells.values()]).sort((a, b) => order(a.from, b.from) || order(a.to, b.to)),
    churned: [...stands.values()]
      .map(({ from, to: standsAt, accounts }) => ({ from, standsAt, accounts }))
      .sort((a, b) => order(a.from, b.from) || order(a.standsAt, b.standsAt)),
  };
}

const count = (tallies: Map<string, Tally>, { from, openingArr, closingArr }: Passage, to: string): void => {
  // No name of a tier has a line break.
  const key = `${from}\n${to}`;
  const tally = tallies.get(key) ?? { from, to, accounts: 0, opening: 0n, closing: 0n };
  tallies.set(key, tally);
  tally.accounts += 1;
  tally.opening += inLastPlaces(openingArr);
  tally.closing += inLastPlaces(closingArr);
};

const cellsOf = (tallies: readonly Tally[]): MigrationCell[] => {
  const rows = new Map<string, number>();
  for (const { from, accounts } of tallies) rows.set(from, (rows.get(from) ?? 0) + accounts);
  return tallies.map(({ from, to, accounts, opening, closing }) => ({
    ...{ from, to, accounts },
    openingArr: fromLastPlaces(opening),
    closingArr: fromLastPlaces(closing),
    rowPercent: percentageOf(accounts, rows.get(from)!)!,
  }));
};

const ratiosOf = (
  cells: readonly MigrationCell[],
  churnedCells: readonly ChurnedCell[],
  ladder: Ladder | undefined,
): MigrationRatios => {
  const tiered = cells.filter(({ from }) => !without.includes(from));
  const accountsOf = (some: readonly MigrationCell[]) =>
    some.reduce((sum, { accounts }) => sum + accounts, 0);
  const [upgrades, downgrades] = (['promotion', 'demotion'] as const).map((kind) =>
    accountsOf(
      tiered.filter(({ from, to }) => !without.includes(to) && ladder?.between(from, to).kind === kind),
    ),
  ) as [number, number];
  const psi = stabilityIndex(sharesOf(cells, churnedCells));
  return {
    upgrades,
    downgrades,
    upgradeToDowngrade: ratioOf(upgrades, downgrades),
    stability: ratioOf(accountsOf(tiered.filter(({ from, to }) => from === to)), accountsOf(tiered)),
    psi,
    psiSays: psi === null ? null : readingOf(psi),
  };
};

/** Where timelines stand, churned or not; who is part of another is counted there. */
const sharesOf = (cells: readonly MigrationCell[], churnedCells: readonly ChurnedCell[]) => {
  const shares = new Map<string, { before: number; after: number }>();
  const count = (group: string, time: 'before' | 'after', accounts: number) => {
    if (group === newcomer || group === mergedInto) return;
    const share = shares.get(group) ?? { before: 0, after: 0 };
    share[time] += accounts;
    shares.set(group, share);
  };
  for (const { from, to, accounts } of cells) {
    count(from, 'before', accounts);
    if (to !== churned) count(to, 'after', accounts);
  }
  for (const { standsAt, accounts } of churnedCells) count(standsAt, 'after', accounts);
  // In a fixed order: what is added in another order may differ in its last place.
  return [...shares].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, share]) => share);
};

const readingOf = (psi: Decimal): NonNullable<Matrix['psiSays']> =>
  Number(psi) > actOver ? 'ACT' : Number(psi) > watchOver ? 'WATCH' : 'STEADY';
