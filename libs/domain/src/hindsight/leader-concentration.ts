import { compareDecimals, type Decimal, fromLastPlaces, inLastPlaces } from '#libs/kernel';
import type { ExternalId, Seat } from '../vocabulary';
import { leastShown, ratio } from './outcome';

/** An override that was approved, as far as it tells of the seat that asked for it. */
export interface LedOverride {
  readonly seat: Seat;
  readonly externalId: ExternalId;
  readonly direction: 'up' | 'down' | null;
  readonly arr: Decimal | null;
}

/** What a seat has: accounts in its book, and its quota of the quarter. */
export interface SeatHoldings {
  readonly book: number;
  readonly quotaUsed: number;
  /** Null without a limit in overrides. */
  readonly quotaLimit: number | null;
}

/** One seat's part in the overrides of a scheme. Shares are of all seats together. */
export interface SeatConcentration extends SeatHoldings {
  readonly seat: Seat;
  readonly overrides: number;
  readonly share: Decimal | null;
  readonly accounts: number;
  /** Of the accounts, each by its last override. */
  readonly arr: Decimal;
  readonly arrShare: Decimal | null;
  /** The accounts by the accounts of its book; null without a book. */
  readonly bookShare: Decimal | null;
  readonly up: number;
  readonly down: number;
  /** Without a direction: where tiers have no order, or nothing moved. */
  readonly level: number;
  /** More than the stated share, of overrides enough to tell. */
  readonly concentrated: boolean;
}

export interface LeaderConcentration {
  readonly seats: readonly SeatConcentration[];
  readonly overrides: number;
  readonly arr: Decimal;
  /** The sum of the squared shares of overrides: 1 where one seat has them all; null without any. */
  readonly hhi: Decimal | null;
  readonly hhiOfArr: Decimal | null;
}

interface Tally {
  readonly seat: Seat;
  readonly n: number;
  readonly arr: bigint;
  readonly row: Omit<SeatConcentration, 'share' | 'arrShare' | 'concentrated'>;
}

/** Which seats ask for the overrides of a scheme, those with the most first. */
export const leaderConcentration = (
  overrides: readonly LedOverride[],
  holdings: ReadonlyMap<Seat, SeatHoldings>,
  flagOver: Decimal,
): LeaderConcentration => {
  const seats = [...new Set(overrides.map(({ seat }) => seat))].sort();
  const tallies = seats.map((seat) =>
    tallyOf(
      seat,
      overrides.filter((one) => one.seat === seat),
      holdings.get(seat) ?? without,
    ),
  );
  const [n, arr] = [overrides.length, tallies.reduce((sum, one) => sum + one.arr, 0n)];
  const rows = tallies.map((tally): SeatConcentration => {
    const share = ratio(BigInt(tally.n), BigInt(n));
    const isOver = share !== null && compareDecimals(share, flagOver) > 0;
    const concentrated = isOver && n >= leastShown;
    return { ...tally.row, share, arrShare: ratio(tally.arr, arr), concentrated };
  });
  return {
    seats: rows.sort((a, b) => b.overrides - a.overrides || (a.seat < b.seat ? -1 : 1)),
    ...{ overrides: n, arr: fromLastPlaces(arr) },
    hhi: hhiOf(tallies.map((one) => BigInt(one.n))),
    hhiOfArr: hhiOf(tallies.map((one) => one.arr)),
  };
};

const without: SeatHoldings = { book: 0, quotaUsed: 0, quotaLimit: null };

const tallyOf = (seat: Seat, overrides: readonly LedOverride[], holdings: SeatHoldings): Tally => {
  const arrs = new Map(overrides.map(({ externalId, arr }) => [externalId, arr]));
  const arr = [...arrs.values()].reduce((sum, one) => sum + (one === null ? 0n : inLastPlaces(one)), 0n);
  const going = (direction: LedOverride['direction']) =>
    overrides.filter((one) => one.direction === direction).length;
  const row = {
    ...{ seat, overrides: overrides.length, accounts: arrs.size, arr: fromLastPlaces(arr), ...holdings },
    bookShare: ratio(BigInt(arrs.size), BigInt(holdings.book)),
    ...{ up: going('up'), down: going('down'), level: going(null) },
  };
  return { seat, n: overrides.length, arr, row };
};

const hhiOf = (parts: readonly bigint[]): Decimal | null => {
  const whole = parts.reduce((sum, part) => sum + part, 0n);
  return ratio(
    parts.reduce((sum, part) => sum + part * part, 0n),
    whole * whole,
  );
};
