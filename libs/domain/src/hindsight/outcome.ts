import { decimal, type Decimal, fromLastPlaces, inLastPlaces } from '#libs/kernel';

/** What one account came to over a window, in last places. */
export interface ArrOver {
  /** At the close of the day before the window. */
  readonly opening: bigint;
  /** At the close of its last day. */
  readonly closing: bigint;
  /** Revenue of twelve months, where the account has no ARR. */
  readonly standsIn: boolean;
}

/** What some accounts came to over their windows, in last places. */
export interface Sums {
  readonly n: number;
  readonly opening: bigint;
  readonly closing: bigint;
  /** Accounts with nothing left at the end. */
  readonly churned: number;
  readonly churnedOpening: bigint;
  readonly standIns: number;
}

export const nothing: Sums = {
  ...{ n: 0, opening: 0n, closing: 0n, churned: 0, churnedOpening: 0n, standIns: 0 },
};

export const sumOf = ({ opening, closing, standsIn }: ArrOver): Sums => {
  const isChurned = closing <= 0n;
  return {
    ...{ n: 1, opening, closing },
    churned: isChurned ? 1 : 0,
    churnedOpening: isChurned ? opening : 0n,
    standIns: standsIn ? 1 : 0,
  };
};

/** Sums that one account after the other is added to, without a copy for each. */
export class GrowingSums implements Sums {
  n = 0;
  opening = 0n;
  closing = 0n;
  churned = 0;
  churnedOpening = 0n;
  standIns = 0;

  take({ opening, closing, standsIn }: ArrOver): void {
    this.n += 1;
    this.opening += opening;
    this.closing += closing;
    if (standsIn) this.standIns += 1;
    if (closing > 0n) return;
    this.churned += 1;
    this.churnedOpening += opening;
  }
}

export const add = (a: Sums, b: Sums): Sums => ({
  n: a.n + b.n,
  opening: a.opening + b.opening,
  closing: a.closing + b.closing,
  churned: a.churned + b.churned,
  churnedOpening: a.churnedOpening + b.churnedOpening,
  standIns: a.standIns + b.standIns,
});

/** Fewer than these tell of people, not of a practice: their rates are hidden. */
export const leastShown = 5;

/** What some accounts came to, as it is printed; with `hidden`, only how many they are. */
export interface Outcome {
  readonly n: number;
  readonly hidden: boolean;
  readonly opening: Decimal | null;
  readonly closing: Decimal | null;
  /** Closing by opening. */
  readonly nrr: Decimal | null;
  /** Of the accounts. */
  readonly logoChurn: Decimal | null;
  /** Of the opening ARR. */
  readonly revenueChurn: Decimal | null;
  /** For how many accounts revenue of twelve months stands in. */
  readonly standIns: number;
}

export const outcomeOf = ({ n, opening, closing, churned, churnedOpening, standIns }: Sums): Outcome => {
  const hidden = n < leastShown;
  const shown = <T>(value: T): T | null => (hidden ? null : value);
  return {
    ...{ n, hidden, standIns },
    opening: shown(fromLastPlaces(opening)),
    closing: shown(fromLastPlaces(closing)),
    nrr: shown(ratio(closing, opening)),
    logoChurn: shown(ratio(BigInt(churned), BigInt(n))),
    revenueChurn: shown(ratio(churnedOpening, opening)),
  };
};

/** How much more of their ARR the one kept than the other; null where either is hidden. Rounded once. */
export const nrrDifference = (one: Sums, other: Sums): Decimal | null =>
  one.n < leastShown || other.n < leastShown
    ? null
    : ratio(one.closing * other.opening - other.closing * one.opening, one.opening * other.opening);

const million = 1_000_000n;

/** A quotient with six places, ties away from zero; null by nothing. */
export const ratio = (part: bigint, whole: bigint): Decimal | null => {
  if (whole === 0n) return null;
  const isNegative = part < 0n !== whole < 0n;
  const [p, w] = [part < 0n ? -part : part, whole < 0n ? -whole : whole];
  const rounded = (2n * p * million + w) / (2n * w);
  const digits = String(rounded).padStart(7, '0');
  const sign = isNegative && rounded > 0n ? '-' : '';
  return decimal(`${sign}${digits.slice(0, -6)}.${digits.slice(-6)}`);
};

/** Where bands of opening ARR begin: accounts of one size are set beside each other. */
const bandEdges = ['10000', '50000', '250000', '1000000'].map((edge) => inLastPlaces(decimal(edge)));

/** The band of an opening ARR, 0 being the lowest; an edge belongs to the band over it. */
export const bandOf = (opening: bigint): number => {
  const over = bandEdges.findIndex((edge) => opening < edge);
  return over < 0 ? bandEdges.length : over;
};
