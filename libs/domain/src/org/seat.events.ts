import { z } from 'zod';
import { Day, event } from '#libs/kernel';
import { PersonId, Seat } from '../vocabulary';

// These names and shapes are the storage format. Add a new event or a new optional field;
// never rename, retype or remove one. See docs/decisions/0004-event-versioning.md.

/** Whose tiers a holder's pay hangs on: nobody's, those of the seat's own book, or everybody's. */
export const VariablePay = z.enum(['none', 'book', 'all']);
export type VariablePay = z.infer<typeof VariablePay>;

/** From a day on a seat is held by somebody and reports to another seat; what is said of a day again replaces it. */
export const SeatFilled = event('SeatFilled', {
  seat: Seat,
  /** Null: nobody holds it. */
  holder: PersonId.nullable(),
  reportsTo: Seat.nullable(),
  validFrom: Day,
  /** `none` when absent. */
  variablePay: VariablePay.optional(),
  attributes: z.record(z.string().max(128), z.string().max(2000)).optional(),
  filledBy: PersonId,
});

export const seatEvents = [SeatFilled] as const;
export type SeatEvent = ReturnType<(typeof seatEvents)[number]>;
