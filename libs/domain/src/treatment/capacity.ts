import {
  aggregate,
  compareDecimals,
  compositeId,
  type Day,
  decimal,
  type Decimal,
  type Outcome,
  refuse,
} from '#libs/kernel';
import type { PersonId, SchemeCode, TierCode } from '../vocabulary';
import { type CapacityEvent, capacityEvents, CapacitySet } from './capacity.events';

/** What is available from each day on, until the next. */
export type Capacity = ReadonlyMap<Day, Decimal>;

/** Whose people are counted: those of one tier, or those of a role. */
export type CapacityOf =
  { readonly tier: TierCode; readonly role: null } | { readonly tier: null; readonly role: string };

export interface SetCapacity {
  readonly type: 'SetCapacity';
  readonly scheme: SchemeCode;
  readonly of: CapacityOf;
  readonly available: Decimal;
  readonly validFrom: Day;
  readonly by: PersonId;
}

const set = (
  { scheme, of, available, validFrom, by }: SetCapacity,
  capacity: Capacity,
): Outcome<CapacityEvent> => {
  if (compareDecimals(available, decimal('0')) < 0)
    return refuse(
      'against-policy',
      'CAPACITY_BELOW_ZERO',
      `There are no ${available} people: say 0 or more.`,
    );
  const standing = capacity.get(validFrom);
  if (standing !== undefined && compareDecimals(standing, available) === 0) return [];
  return [CapacitySet({ scheme, ...of, available, validFrom, setBy: by })];
};

/** How many people are there, by the day from which that holds; what is said of a day again replaces it. */
export const capacity = aggregate<Capacity, SetCapacity, CapacityEvent>({
  category: 'capacity',
  idOf: ({ scheme, of }) =>
    of.tier === null ? compositeId(scheme, 'role', of.role) : compositeId(scheme, 'tier', of.tier),
  events: capacityEvents,
  initialState: () => new Map(),
  decide: { SetCapacity: set },
  evolve: {
    CapacitySet: (standing, { validFrom, available }) => new Map([...standing, [validFrom, available]]),
  },
});
