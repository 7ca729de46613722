import {
  type DecidingRole,
  DelegationGranted,
  DelegationId,
  DelegationRevoked,
  OrgChart,
  orgKnown,
  PersonId,
  SchemeCode,
  Seat,
  SeatFilled,
  type VariablePay,
} from '#libs/domain';
import { addDays, type Day, day } from '#libs/kernel';

export const person = (name: string): PersonId => PersonId.parse(name);
export const scheme = SchemeCode.parse('cv');
export const start = day('2025-01-01');

interface Filling {
  readonly under?: string | null;
  readonly from?: Day;
  readonly pay?: VariablePay;
}

/** `ana` sits in a seat from a day on: under another, or under none. */
export const seated = (seat: string, holder: string | null, filling: Filling = {}) =>
  SeatFilled({
    seat: Seat.parse(seat),
    holder: holder === null ? null : person(holder),
    reportsTo: filling.under ? Seat.parse(filling.under) : null,
    validFrom: filling.from ?? start,
    ...(filling.pay && { variablePay: filling.pay }),
    filledBy: person('hr'),
  });

export const delegationId = (n: number): DelegationId =>
  DelegationId.parse(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);

interface Granting {
  readonly n?: number;
  readonly roles?: readonly DecidingRole[];
  readonly schemes?: readonly SchemeCode[];
  readonly from?: Day;
  readonly until?: Day;
}

/** `ana` lets `ben` decide for her, for thirty days from the start unless something else is said. */
export const delegated = (principal: string, delegate: string, granting: Granting = {}) => {
  const from = granting.from ?? start;
  return DelegationGranted({
    delegationId: delegationId(granting.n ?? 1),
    principal: person(principal),
    delegate: person(delegate),
    scope: { roles: [...(granting.roles ?? ['revops'])], schemes: [...(granting.schemes ?? [scheme])] },
    from,
    until: granting.until ?? addDays(from, 30),
  });
};

export const revoked = (until: Day, by: string, n = 1) =>
  DelegationRevoked({ delegationId: delegationId(n), until, revokedBy: person(by) });

/** The chart that these events, in this order, make known. */
export const chartOf = (...events: Parameters<typeof orgKnown>[0] extends Iterable<infer E> ? E[] : never) =>
  new OrgChart(orgKnown(events));
