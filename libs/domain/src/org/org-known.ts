import type { Day } from '#libs/kernel';
import type { PersonId, Seat } from '../vocabulary';
import { type DelegationEvent, type DelegationId, type DelegationScope } from './delegation.events';
import type { SeatEvent, VariablePay } from './seat.events';

/** What was said of a seat: it holds from its day until the next day that something was said of. */
export interface SeatFilling {
  readonly seat: Seat;
  readonly holder: PersonId | null;
  readonly reportsTo: Seat | null;
  readonly validFrom: Day;
  /** `none` when absent. */
  readonly variablePay?: VariablePay | undefined;
}

/** A delegation as it stands: on the days `[from, until)`. */
export interface KnownDelegation {
  readonly delegationId: DelegationId;
  readonly principal: PersonId;
  readonly delegate: PersonId;
  readonly scope: DelegationScope;
  readonly from: Day;
  readonly until: Day;
}

/** What the log tells of the organisation at a position. */
export interface OrgKnown {
  /** Each seat and day once, in any order. */
  readonly seats: readonly SeatFilling[];
  readonly delegations: readonly KnownDelegation[];
}

/** What events up to a position tell: of two words on one day of a seat, the later recorded. */
export const orgKnown = (events: Iterable<SeatEvent | DelegationEvent>): OrgKnown => {
  const seats = new Map<string, SeatFilling>();
  const delegations = new Map<DelegationId, KnownDelegation>();
  for (const { type, data } of events) {
    if (type === 'SeatFilled') seats.set(JSON.stringify([data.seat, data.validFrom]), data);
    else if (type === 'DelegationGranted') delegations.set(data.delegationId, data);
    else {
      const granted = delegations.get(data.delegationId);
      if (granted) delegations.set(data.delegationId, { ...granted, until: data.until });
    }
  }
  return { seats: [...seats.values()], delegations: [...delegations.values()] };
};
