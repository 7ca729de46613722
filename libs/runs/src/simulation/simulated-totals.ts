import { coverageOf, judgeOf, type PolicyDocument } from '#libs/domain';
import { addDecimals, type Day, decimal, type Decimal, fromLastPlaces, inLastPlaces } from '#libs/kernel';
import { addToMatrix, inTierOrder, type MatrixCell } from './migration-matrix';
import type { Simulated } from './simulated-account';
import { addLines, type LineTotals, linesTold, noLines } from './simulated-lines';
import { moveKind } from './simulated-tiers';
import {
  type MoveCounts,
  type SimulatedMove,
  type SimulationResult,
  type TierCapacity,
  type TierFigures,
} from './simulation';

type Counts = Record<SimulatedMove, number>;
type Sums = Omit<TierFigures, 'arpa'>;

/** What the accounts so far come to; small, so that an interrupted simulation goes on from it. */
export interface SimulatedTotals {
  readonly accounts: number;
  readonly moves: MoveCounts & { readonly unchanged: number };
  readonly matrix: readonly MatrixCell[];
  readonly days: Readonly<Record<string, MoveCounts>>;
  readonly arrMoved: Decimal;
  readonly facts: number;
  readonly revenues: number;
  readonly arrUnknown: number;
  readonly now: ByTier;
  readonly then: ByTier;
  /** Absent where no plan declares service lines. */
  readonly lines?: LineTotals;
}

/** In pairs, since a tier may be called anything and the totals are stored as JSON. */
type ByTier = readonly (readonly [tier: string, sums: Sums])[];

/** How an account without a tier is counted. */
export const noTier = 'NONE';

const noMoves = (): Counts => ({ enter: 0, promotion: 0, demotion: 0, lateral: 0, exit: 0 });
const zero = decimal('0');

export const emptyTotals = (withLines = false): SimulatedTotals => ({
  accounts: 0,
  moves: { ...noMoves(), unchanged: 0 },
  matrix: [],
  days: {},
  arrMoved: zero,
  facts: 0,
  revenues: 0,
  arrUnknown: 0,
  now: [],
  then: [],
  ...(withLines && { lines: noLines }),
});

/** The totals with some more accounts. */
export const addAccounts = (
  before: SimulatedTotals,
  accounts: readonly Simulated[],
  document: PolicyDocument,
): SimulatedTotals => {
  const judge = judgeOf(document);
  const moves = { ...before.moves };
  const days: Record<string, Counts> = Object.fromEntries(
    Object.entries(before.days).map(([day, counts]) => [day, { ...counts }]),
  );
  for (const { fromTier, toTier, changes } of accounts) {
    moves[moveKind(fromTier, toTier, judge) ?? 'unchanged'] += 1;
    for (const { day, kind } of changes) (days[day] ??= noMoves())[kind] += 1;
  }
  const moved = accounts.filter(({ fromTier, toTier }) => fromTier !== toTier);
  const ofFacts = accounts.filter(({ arrBasis }) => arrBasis === 'ARR_FACT').length;
  return {
    accounts: before.accounts + accounts.length,
    moves,
    matrix: addToMatrix(
      before.matrix,
      accounts.map(({ fromTier, toTier, arr }) => ({ from: fromTier ?? noTier, to: toTier ?? noTier, arr })),
    ),
    days,
    arrMoved: moved.reduce((sum, { arr }) => addDecimals(sum, arr ?? zero), before.arrMoved),
    facts: before.facts + ofFacts,
    revenues: before.revenues + accounts.length - ofFacts,
    arrUnknown: before.arrUnknown + accounts.filter(({ arr }) => arr === null).length,
    now: addFigures(before.now, accounts, ({ fromTier }) => fromTier),
    then: addFigures(before.then, accounts, ({ toTier }) => toTier),
    ...(before.lines && {
      lines: addLines(
        before.lines,
        accounts.flatMap(({ lines }) => lines),
        document,
        noTier,
      ),
    }),
  };
};

const addFigures = (
  before: ByTier,
  accounts: readonly Simulated[],
  tierOf: (account: Simulated) => string | null,
): ByTier => {
  const figures = new Map(before);
  for (const account of accounts) {
    const tier = tierOf(account) ?? noTier;
    const { accounts: count, arr, revenueTrailing12 } = figures.get(tier) ?? none;
    figures.set(tier, {
      accounts: count + 1,
      arr: addDecimals(arr, account.arr ?? zero),
      revenueTrailing12: addDecimals(revenueTrailing12, account.revenueTrailing12 ?? zero),
    });
  }
  return [...figures];
};

const none: Sums = { accounts: 0, arr: zero, revenueTrailing12: zero };

/** The documents whose tiers are compared: of the plan as it stands on the last day, where there is one, and of the version. */
export interface Compared {
  readonly now: PolicyDocument | undefined;
  readonly then: PolicyDocument;
}

type Told = Omit<SimulationResult, 'hash' | 'scheme' | 'version' | 'from' | 'to' | 'position'>;

/** What the totals tell, tiers from the best to the lowest, those without one last. */
export const told = (totals: SimulatedTotals, { now, then }: Compared): Told => {
  const best = (document: PolicyDocument | undefined) =>
    document ? judgeOf(document).tiers.toReversed() : [];
  const tiers: string[] = [...new Set<string>([...best(then), ...best(now)])];
  const met = [...tiers, ...namesBeside(tiers, totals)];
  const [before, after] = [new Map(totals.now), new Map(totals.then)];
  return {
    accounts: totals.accounts,
    moves: totals.moves,
    moved: totals.accounts - totals.moves.unchanged,
    matrix: inTierOrder(totals.matrix, met),
    days: Object.entries(totals.days)
      .map(([day, counts]) => ({ day: day as Day, ...counts }))
      .sort((a, b) => (a.day < b.day ? -1 : 1)),
    arrMoved: totals.arrMoved,
    arrBasis: totals.facts === 0 ? 'TRAILING_12_REVENUE' : totals.revenues === 0 ? 'ARR_FACT' : 'MIXED',
    arrUnknown: totals.arrUnknown,
    kpiRecast: met.map((tier) => ({
      tier,
      now: figured(before.get(tier)),
      then: figured(after.get(tier)),
    })),
    capacity: capacityOf(tiers, totals, { now, then }),
    ...(totals.lines && { serviceLines: linesTold(totals.lines, [...met, noTier]) }),
  };
};

/** Tiers of versions before, and `NONE`, where accounts stand there. */
const namesBeside = (tiers: readonly string[], { now, then }: SimulatedTotals): string[] => {
  const names = new Set([...now, ...then].map(([tier]) => tier));
  const beside = [...names].filter((name) => !tiers.includes(name) && name !== noTier).sort();
  return names.has(noTier) ? [...beside, noTier] : beside;
};

const figured = (sums: Sums = none): TierFigures => ({
  ...sums,
  arpa: sums.accounts === 0 ? null : eachToTheCent(sums.revenueTrailing12, BigInt(sums.accounts)),
});

const cent = inLastPlaces(decimal('0.01'));

/** Ties away from zero. */
const eachToTheCent = (sum: Decimal, accounts: bigint): Decimal => {
  const whole = inLastPlaces(sum);
  const [magnitude, divisor] = [whole < 0n ? -whole : whole, accounts * cent];
  const cents = (magnitude * 2n + divisor) / (divisor * 2n);
  return fromLastPlaces((whole < 0n ? -cents : cents) * cent);
};

const capacityOf = (
  tiers: readonly string[],
  totals: SimulatedTotals,
  { now, then }: Compared,
): TierCapacity[] => {
  const [before, after] = [needed(now, totals.now), needed(then, totals.then)];
  const [countsNow, countsThen] = [new Map(totals.now), new Map(totals.then)];
  return tiers.map((tier) => ({
    tier,
    accountsNow: countsNow.get(tier)?.accounts ?? 0,
    accountsThen: countsThen.get(tier)?.accounts ?? 0,
    rolesNow: before.get(tier) ?? null,
    rolesThen: after.get(tier) ?? null,
  }));
};

/** People that each tier needs by its treatment. */
const needed = (document: PolicyDocument | undefined, sums: ByTier): ReadonlyMap<string, number | null> => {
  const accounts = new Map(sums.map(([tier, one]) => [tier, one.accounts]));
  return new Map(
    coverageOf(document?.tiers ?? [], accounts, []).map(({ tier, rolesNeeded }) => [tier, rolesNeeded]),
  );
};
