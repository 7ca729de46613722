import { type ExternalId, QuotaConsumed, QuotaReserved, SchemeCode, Seat, View } from '#libs/domain';
import { Conflict } from '#libs/event-store';
import { compositeId, day, decimal, type Event } from '#libs/kernel';
import type { Instance } from '#libs/platform';
import { approved, requested } from '../../libs/testing/src/override-events';
import { nth } from '../../libs/testing/src/overrides';
import { context } from './figures/fact';
import { accountId, scheme } from './portfolio';

/** Leaders among whom the overrides are spread. */
export const seats = 500;
export const seatOf = (number: number): Seat => Seat.parse(`seat-${number % seats}`);

export const quarter = '2026-Q1';
const approvedOn = '2026-01-02';
const chunk = 2_000;
/** The day of the run, on which the others are asked for: they can still be decided. */
export const runDay = day(new Date().toISOString().slice(0, 10));

/** One in ten of each seat waits. */
const isOpen = (number: number): boolean => Math.floor(number / seats) % 10 === 0;

/** One override on every account: most of them approved and standing, the others waiting for RevOps. */
export const overrideAll = async ({ store }: Instance, accounts: number): Promise<void> => {
  for (let first = 0; first < accounts; first += chunk) {
    const numbers = Array.from({ length: Math.min(chunk, accounts - first) }, (_, index) => first + index);
    const outcomes = await store.appendMany(numbers.map(overrideOf));
    const conflict = outcomes.find((outcome) => outcome instanceof Conflict);
    if (conflict) throw conflict;
  }
};

const overrideOf = (number: number) => {
  const key = {
    scheme: SchemeCode.parse(scheme),
    view: View.parse('ACCOUNT'),
    externalId: accountId(number) as ExternalId,
  };
  const text = `PIN ${number % 2 ? 'growth' : 'core'} 2026-01-02 2027-12-31`;
  const events: Event[] = isOpen(number)
    ? [requested(number + 1, text, runDay, key)]
    : approved(number + 1, text, approvedOn, key);
  return {
    stream: `override-${compositeId(key.scheme, key.view, key.externalId)}`,
    expected: 'none' as const,
    events: events.map((one) =>
      one.type === 'OverrideRequested'
        ? { ...one, data: { ...(one.data as object), seat: seatOf(number) } }
        : one,
    ),
    context: context(),
  };
};

/** The quota that each override of a seat has taken a unit of. */
export const quotasTaken = async ({ store }: Instance, accounts: number): Promise<void> => {
  const outcomes = await store.appendMany(
    Array.from({ length: seats }, (_, seat) => ({
      stream: `quota-${compositeId(scheme, quarter, seatOf(seat))}`,
      expected: 'none' as const,
      events: unitsOf(seat, accounts),
      context: context(),
    })),
  );
  const conflict = outcomes.find((outcome) => outcome instanceof Conflict);
  if (conflict) throw conflict;
};

const unitsOf = (seat: number, accounts: number): Event[] =>
  Array.from({ length: Math.ceil((accounts - seat) / seats) }, (_, index) => {
    const number = seat + index * seats;
    const of = { scheme: SchemeCode.parse(scheme), quarter, seat: seatOf(seat), overrideId: nth(number + 1) };
    const [reservedOn, lapsesOn] = [day(approvedOn), day('2026-02-01')];
    const reserved = QuotaReserved({ ...of, kind: 'request', arr: decimal('100000'), reservedOn, lapsesOn });
    return isOpen(number) ? [reserved] : [reserved, QuotaConsumed({ ...of, consumedOn: reservedOn })];
  }).flat();
