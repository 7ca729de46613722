import { Seat } from '#libs/domain';
import { Refused } from '#libs/event-store';
import { type Day, refuse } from '#libs/kernel';
import type { Caller } from './duties';
import type { OrgBook } from './org-book';

/** The seat that the token names, else the first in which the caller sits. @throws Refused SEAT_NEEDED */
export const seatOf = async (
  { person, seat }: Caller,
  on: Day,
  org: OrgBook,
  otherwise: string | null = null,
): Promise<Seat> => {
  const { chart } = await org.now();
  const found = seat ?? chart.seatsOf(person, on)[0] ?? otherwise;
  if (found) return Seat.parse(found);
  throw new Refused(
    refuse(
      'against-policy',
      'SEAT_NEEDED',
      `An override counts in the quota of a seat, and ${person} has none: PUT /v1/seats/{seat} names its holder.`,
    ),
  );
};
