import { addDays, compareDecimals, type Day, type Decimal, decimal, sumDecimals } from '#libs/kernel';
import type { OverrideId } from '../vocabulary';
import type { QuotaLimits } from './quota-limits';

/** What an override has taken of the quota, or keeps of it. */
export interface QuotaEntry {
  readonly overrideId: OverrideId;
  readonly state: 'reserved' | 'consumed';
  readonly kind: 'request' | 'renewal' | 'emergency';
  readonly arr: Decimal;
  readonly reservedOn: Day;
  readonly lapsesOn: Day;
  readonly exceeds: boolean;
}

/** What a seat has, has given away and has left in a quarter, with every entry that counts. */
export interface QuotaLedger {
  readonly limits: QuotaLimits;
  /** The smaller of the limits in overrides; null where none is set. */
  readonly limit: number | null;
  readonly reserved: number;
  readonly consumed: number;
  /** Never below zero; null without a limit. */
  readonly left: number | null;
  /** Of all entries that count; a negative one counts as nothing. */
  readonly arr: Decimal;
  readonly entries: readonly QuotaEntry[];
}

/** A reservation is held through the day on which the time to approve has passed, and a day more. */
export const isHeld = ({ state, lapsesOn }: QuotaEntry, on: Day): boolean =>
  state === 'consumed' || on < addDays(lapsesOn, 1);

/** What stands on a day; stale reservations are released by being left out. */
export const ledgerOf = (entries: Iterable<QuotaEntry>, limits: QuotaLimits, on: Day): QuotaLedger => {
  const held = [...entries].filter((entry) => isHeld(entry, on));
  const limit = smallest(limits);
  return {
    limits,
    limit,
    reserved: held.filter(({ state }) => state === 'reserved').length,
    consumed: held.filter(({ state }) => state === 'consumed').length,
    left: limit === null ? null : Math.max(0, limit - held.length),
    arr: arrTaken(held),
    entries: held,
  };
};

/** What an account owes more than it pays makes no room for another. */
const countedOf = (arr: Decimal): Decimal => (compareDecimals(arr, nothing) < 0 ? nothing : arr);
const nothing = decimal('0');

/** What entries come to under a cap in money. */
export const arrTaken = (entries: readonly Pick<QuotaEntry, 'arr'>[]): Decimal =>
  sumDecimals(entries.map(({ arr }) => countedOf(arr)));

const smallest = ({ count, percentOfBook }: QuotaLimits): number | null => {
  const set = [count, percentOfBook].filter((limit) => limit !== null);
  return set.length === 0 ? null : Math.min(...set);
};

/** Whether one more override, of an account with this revenue, fits under every limit that is set. */
export const hasRoomFor = ({ limits, left, arr: taken }: QuotaLedger, arr: Decimal): boolean =>
  (left === null || left > 0) &&
  (limits.arrCap === null || compareDecimals(sumDecimals([taken, countedOf(arr)]), limits.arrCap) <= 0);
