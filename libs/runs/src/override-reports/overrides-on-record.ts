import {
  type ExternalId,
  type Jump,
  type Override,
  override,
  type OverrideEvent,
  type OverrideId,
  type Overrides,
  type SchemeCode,
  type Seat,
  settings,
  type SettingsEvent,
} from '#libs/domain';
import type { EventStore, Position, Recorded } from '#libs/event-store';
import { compositeId, type Day, type FiscalCalendar } from '#libs/kernel';
import type { OfTimelines } from '#libs/views';

/** How an override began. */
export interface AskedOnRecord {
  readonly scheme: SchemeCode;
  readonly externalId: ExternalId;
  readonly overrideId: OverrideId;
  readonly seat: Seat;
  /** Null of an emergency, which names an incident. */
  readonly reasonCode: string | null;
  readonly requestedOn: Day;
  readonly position: Position;
}

/** A yes, and where it stands in the log. */
export interface YesOnRecord {
  readonly data: Extract<OverrideEvent, { type: 'OverrideApprovalGiven' | 'OverrideRatified' }>['data'];
  readonly position: Position;
}

/** An override as its stream told it up to a position. */
export interface OverrideOnRecord {
  readonly life: Override;
  readonly asked: AskedOnRecord;
  /** As it was last told. */
  readonly jump: Jump;
  readonly yeses: readonly YesOnRecord[];
}

/** All overrides of one timeline, in the order in which they were asked for. */
export interface TimelineOnRecord {
  readonly externalId: ExternalId;
  readonly lives: Overrides;
  readonly overrides: readonly OverrideOnRecord[];
}

/** Streams read at a time. */
const streamsARead = 500;

/** The overrides of some accounts' timelines, as the log tells them up to a position. */
export async function* overridesOnRecord(
  store: EventStore,
  { scheme, view, at }: OfTimelines,
  externalIds: readonly ExternalId[],
): AsyncIterable<TimelineOnRecord> {
  for (const ids of inParts(externalIds, streamsARead)) {
    const streams = ids.map((id) => `${override.category}-${compositeId(scheme, view, id)}`);
    const told = await store.readMany(streams);
    for (const [index, stream] of streams.entries())
      yield timelineOf(
        ids[index]!,
        (told.get(stream) ?? []).filter(({ position }) => position <= at),
      );
  }
}

interface Told extends Omit<OverrideOnRecord, 'life' | 'jump'> {
  jump: Jump;
  readonly yeses: YesOnRecord[];
}

const timelineOf = (externalId: ExternalId, events: readonly Recorded[]): TimelineOnRecord => {
  let lives = override.initialState();
  const told = new Map<OverrideId, Told>();
  for (const { event: stored, position } of events) {
    // The stream holds the override aggregate's events alone.
    const event = stored as OverrideEvent;
    lives = override.evolve(lives, event);
    take(told, event, position);
  }
  const overrides = [...told].flatMap(([id, one]) => {
    const life = lives.get(id);
    return life ? [{ life, ...one }] : [];
  });
  return { externalId, lives, overrides };
};

const take = (told: Map<OverrideId, Told>, { type, data }: OverrideEvent, position: Position): void => {
  const { scheme, externalId, overrideId } = data;
  if (type === 'OverrideRequested' || type === 'EmergencyOverrideTaken') {
    const { seat, jump } = data;
    const [reasonCode, requestedOn] =
      type === 'OverrideRequested' ? [data.reasonCode, data.requestedOn] : [null, data.from];
    const asked = { scheme, externalId, overrideId, seat, reasonCode, requestedOn, position };
    told.set(overrideId, { asked, jump, yeses: [] });
    return;
  }
  const one = told.get(overrideId);
  if (one && 'jump' in data) one.jump = data.jump;
  if (type === 'OverrideApprovalGiven' || type === 'OverrideApproved' || type === 'OverrideRatified')
    one?.yeses.push({ data, position });
};

/** The calendar by which quarters were told at a position. */
export const calendarAt = async (store: EventStore, at: Position): Promise<FiscalCalendar> => {
  let state = settings.initialState();
  for await (const { event, position } of store.read('settings-tenant')) {
    if (position > at) break;
    // The settings' stream holds the settings aggregate's events alone.
    state = settings.evolve(state, event as SettingsEvent);
  }
  return state.fiscalCalendar;
};

/** A list in parts of so many. */
export function* inParts<T>(list: readonly T[], size: number): Iterable<readonly T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}
