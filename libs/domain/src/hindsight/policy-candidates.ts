import { type Decimal, fromLastPlaces, inLastPlaces, sumDecimals } from '#libs/kernel';
import type { ExternalId, Seat, TierCode } from '../vocabulary';
import type { NextBoundary } from './next-boundary';

/** An override that was approved, and the move that it was asked for. */
export interface RecurringOverride {
  readonly externalId: ExternalId;
  readonly seat: Seat;
  readonly quarter: string;
  readonly reasonCode: string;
  /** Computed on its first day; null is UNTIERED. */
  readonly fromTier: TierCode | null;
  /** Null for an EXCLUDE. */
  readonly toTier: TierCode | null;
  /** How many renewals in a row it made. */
  readonly renewal: number;
  readonly arr: Decimal | null;
  /** The edge between the two tiers to which the account stood nearest when it was decided; null without one. */
  readonly boundary: NextBoundary | null;
}

/** From when on a reason is no exception any more: asked for so often by so many seats, or renewed so often in a row. */
export interface Recurrence {
  readonly minOverrides: number;
  readonly minSeats: number;
  readonly minRenewals: number;
}

/** A reason that keeps giving the same move: the policy is what is to be changed. */
export interface PolicyCandidate extends Pick<RecurringOverride, 'reasonCode' | 'fromTier' | 'toTier'> {
  readonly code: 'POLICY_CANDIDATE';
  readonly because: readonly ('RECURS' | 'RENEWED')[];
  readonly overrides: number;
  readonly accounts: number;
  readonly seats: number;
  readonly quarters: number;
  readonly renewals: number;
  /** Of the accounts, each by its last override; those whose ARR is not known are counted apart. */
  readonly arr: Decimal;
  readonly arrUnknown: number;
  readonly boundary: BoundaryShared | null;
}

/** The edge that most of them stand next to. */
export interface BoundaryShared extends Pick<NextBoundary, 'pointer' | 'subject' | 'enter'> {
  readonly overrides: number;
  /** What is missing to the edge; negative where it is passed. */
  readonly nearest: Decimal;
  readonly farthest: Decimal;
}

/** The candidates among the overrides of a period, those with the most overrides first. */
export const policyCandidates = (
  overrides: readonly RecurringOverride[],
  recurrence: Recurrence,
): PolicyCandidate[] => {
  const moves = groupedBy(overrides, ({ reasonCode, fromTier, toTier }) => [reasonCode, fromTier, toTier]);
  return [...moves.entries()]
    .sort(([a, these], [b, those]) => those.length - these.length || (a < b ? -1 : 1))
    .flatMap(([, group]) => candidateOf(group, recurrence));
};

const candidateOf = (
  group: readonly RecurringOverride[],
  { minOverrides, minSeats, minRenewals }: Recurrence,
): PolicyCandidate[] => {
  const { reasonCode, fromTier, toTier } = group[0]!;
  const seats = new Set(group.map(({ seat }) => seat)).size;
  const renewals = Math.max(...group.map(({ renewal }) => renewal));
  const because = [
    ...(group.length >= minOverrides && seats >= minSeats ? (['RECURS'] as const) : []),
    ...(renewals >= minRenewals ? (['RENEWED'] as const) : []),
  ];
  if (because.length === 0) return [];
  const arrs = [...new Map(group.map(({ externalId, arr }) => [externalId, arr])).values()];
  return [
    {
      ...{ code: 'POLICY_CANDIDATE', reasonCode, fromTier, toTier, because },
      ...{ overrides: group.length, accounts: arrs.length, seats, renewals },
      quarters: new Set(group.map(({ quarter }) => quarter)).size,
      arr: sumDecimals(arrs.filter((arr) => arr !== null)),
      arrUnknown: arrs.filter((arr) => arr === null).length,
      boundary: sharedBy(group),
    },
  ];
};

const sharedBy = (group: readonly RecurringOverride[]): BoundaryShared | null => {
  const told = group.flatMap(({ boundary }) => boundary ?? []);
  const edges = [...groupedBy(told, ({ pointer, subject, enter }) => [pointer, subject, enter]).values()];
  const most = edges.reduce<NextBoundary[]>((best, edge) => (edge.length > best.length ? edge : best), []);
  const [first] = most;
  if (!first) return null;
  const { pointer, subject, enter } = first;
  const missing = most.map((one) => inLastPlaces(one.missing)).sort((a, b) => sizeOf(a) - sizeOf(b));
  const edgeAt = (at: number) => fromLastPlaces(missing.at(at)!);
  return { pointer, subject, enter, overrides: most.length, nearest: edgeAt(0), farthest: edgeAt(-1) };
};

const sizeOf = (value: bigint): number => Number(value < 0n ? -value : value);

const groupedBy = <T>(things: readonly T[], keyOf: (thing: T) => readonly unknown[]): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = JSON.stringify(keyOf(thing));
    groups.set(key, [...(groups.get(key) ?? []), thing]);
  }
  return groups;
};
