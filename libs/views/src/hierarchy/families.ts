import type { Pool } from 'pg';
import { KinshipInTime, type RevenueKnown, together } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { linksUnder } from './kin';

/** Accounts with all that stand under them, on one day or on any. */
export interface Families {
  /** Everybody, each once. */
  readonly externalIds: readonly string[];
  /** What a family brings in, by what each of its accounts does. */
  revenue(of: (externalId: string) => RevenueKnown): (externalId: string) => (on: Day) => RevenueKnown;
}

/** The families of some accounts as known at a position: for any day, or for one alone. */
export const familiesOf = async (
  pool: Pool,
  externalIds: readonly string[],
  at: Position,
  on: Day | null,
): Promise<Families> => {
  const links = await linksUnder(pool, externalIds, at, on);
  const kin = new KinshipInTime(links);
  return {
    externalIds: [...new Set([...externalIds, ...links.map(({ child }) => child)])],
    revenue: (of) => {
      const each = remembered(of);
      return (externalId) => (day) => {
        const members = kin.on(day).membersOf(externalId);
        return together([externalId, ...members.map((member) => member.externalId)].map(each));
      };
    },
  };
};

/** An account is a member of many families, on many days. */
const remembered = <Value>(make: (key: string) => Value): ((key: string) => Value) => {
  const made = new Map<string, Value>();
  return (key) => {
    const before = made.get(key);
    if (before !== undefined) return before;
    const value = make(key);
    made.set(key, value);
    return value;
  };
};
