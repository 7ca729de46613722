import {
  type DelegationEvent,
  orgKnown,
  type OrgKnown,
  type OverrideEvent,
  type PackCoordinates,
  type PackInputs,
  type QuotaEvent,
  scheme as aScheme,
  type SchemeEvent,
  type SeatEvent,
  settings as theSettings,
  type SettingsEvent,
} from '#libs/domain';
import type { EventStore, Position } from '#libs/event-store';
import type { ReviewPackRows } from '#libs/views';
import { eventsOf, eventsOfMany } from './events-of';

/** Where streams are found and read, and up to which position. */
export interface TellingParts {
  readonly rows: ReviewPackRows;
  readonly store: EventStore;
  readonly at: Position;
}

/** What the log itself tells of a pack, beside the views. */
export type Told = Pick<PackInputs, 'settings' | 'scheme' | 'overrides' | 'quotas' | 'org'>;

export const toldAt = async (telling: TellingParts, coordinates: PackCoordinates): Promise<Told> => {
  const [settings, scheme, overrides, quotas, org] = await Promise.all([
    settingsAt(telling),
    schemeAt(telling, coordinates.scheme),
    overridesAt(telling, coordinates.scheme),
    quotasAt(telling, coordinates),
    orgAt(telling),
  ]);
  return { settings, scheme, overrides, quotas, org };
};

const settingsAt = async ({ store, at }: TellingParts): Promise<PackInputs['settings']> =>
  // The settings' stream holds the settings aggregate's events alone.
  (await eventsOf(store, 'settings-tenant', at))
    .map(({ event }) => event as SettingsEvent)
    .reduce((state, event) => theSettings.evolve(state, event), theSettings.initialState());

const schemeAt = async ({ store, at }: TellingParts, scheme: string): Promise<PackInputs['scheme']> =>
  // A scheme's stream holds the scheme aggregate's events alone.
  (await eventsOf(store, `${aScheme.category}-${scheme}`, at)).map(({ event }) => event as SchemeEvent);

/** Everything said of the overrides of a scheme, each timeline's in the order of the log. */
const overridesAt = async (
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
const quotasAt = async (
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
const orgAt = async ({ rows, store, at }: TellingParts): Promise<OrgKnown> => {
  const streams = await rows.streamsOf(['SeatFilled', 'DelegationGranted', 'DelegationRevoked'], at);
  const told = (await eventsOfMany(store, streams, at)).flat();
  // These streams hold the events of seats and delegations alone.
  return orgKnown(
    told
      .sort((a, b) => (a.position < b.position ? -1 : 1))
      .map(({ event }) => event as SeatEvent | DelegationEvent),
  );
};
