import {
  type DelegationEvent,
  orgKnown,
  type OrgKnown,
  type OverrideEvent,
  type PackCoordinates,
  type PackInputs,
  type QuotaEvent,
  type SeatEvent,
} from '#libs/domain';
import type { EventStore, Position } from '#libs/event-store';
import type { ReviewPackRows } from '#libs/views';
import { eventsOfMany } from './events-of';

/** Where streams are found and read, and up to which position. */
export interface TellingParts {
  readonly rows: ReviewPackRows;
  readonly store: EventStore;
  readonly at: Position;
}

/** Everything said of the overrides of a scheme, each timeline's in the order of the log. */
export const overridesAt = async (
  { rows, store, at }: TellingParts,
  scheme: string,
): Promise<PackInputs['overrides']> => {
  const streams = await rows.streamsOf(['OverrideRequested', 'EmergencyOverrideTaken'], at, scheme);
  const told = await eventsOfMany(store, streams, at);
  // These streams hold the override aggregate's events alone.
  return told.map((events) =>
    events.map(({ event, recordedAt }) => ({ event: event as OverrideEvent, recordedAt })),
  );
};

/** What was taken of the quotas of a scheme's quarter, seat by seat. */
export const quotasAt = async (
  { rows, store, at }: TellingParts,
  { scheme, quarter }: PackCoordinates,
): Promise<PackInputs['quotas']> => {
  const streams = await rows.streamsOf(['QuotaReserved'], at, scheme);
  const told = await eventsOfMany(store, streams, at);
  // These streams hold the quota aggregate's events alone.
  return told
    .map((events) => events.map(({ event }) => event as QuotaEvent))
    .filter(([first]) => first?.data.quarter === quarter);
};

/** The organisation: of two words about one day the one that was recorded later holds. */
export const orgAt = async ({ rows, store, at }: TellingParts): Promise<OrgKnown> => {
  const streams = await rows.streamsOf(['SeatFilled', 'DelegationGranted', 'DelegationRevoked'], at);
  const told = (await eventsOfMany(store, streams, at)).flat();
  // These streams hold the events of seats and delegations alone.
  return orgKnown(
    told
      .sort((a, b) => (a.position < b.position ? -1 : 1))
      .map(({ event }) => event as SeatEvent | DelegationEvent),
  );
};
