import type { OverrideEvent, PlacementEvent } from '#libs/domain';
import type { Context, Recorded } from '#libs/event-store';
import type { TimelineKey } from '#libs/views';

export const handoverActor = 'system:handover';

/** A timeline whose effective tier may be another, and what may have made it so. */
export interface Touched extends TimelineKey {
  /** Null where only the day has come. */
  readonly eventId: string | null;
  readonly context: Context;
}

/**
 * The timeline that an event may have moved; undefined where it cannot have. Whatever else comes to have a part in
 * the effective tier is to be named here, and only here: where the account stands is asked of the tier history.
 */
export const touchedBy = (recorded: Recorded): Touched | undefined => {
  if (recorded.unreadable !== undefined || !ofTimelines.test(recorded.stream)) return undefined;
  // These streams hold the events of their aggregates alone.
  const { type, data } = recorded.event as PlacementEvent | OverrideEvent;
  if (!moves.has(type)) return undefined;
  const { scheme, view, externalId } = data;
  return { scheme, view, externalId, eventId: recorded.id, context: contextOf(recorded) };
};

/** Ids of consequences derive from the event that led to them. */
const contextOf = ({ id, context }: Recorded): Context => ({
  actor: handoverActor,
  commandId: id,
  correlationId: context.correlationId,
  causationId: id,
});

const ofTimelines = /^(placement|override)-/;

/** The others leave the tier as it was, or open a timeline without one. */
const moves: ReadonlySet<string> = new Set<PlacementEvent['type'] | OverrideEvent['type']>([
  'TierAssigned',
  'TierPromoted',
  'TierDemoted',
  'TierMoved',
  'TierWithheld',
  'TierRestated',
  'TimelineClosed',
  'OverrideApproved',
  'OverrideRejected',
  'OverrideRevoked',
  'OverrideSuperseded',
  'OverrideReattested',
  'EmergencyOverrideTaken',
  'OverrideRatified',
  'OverrideReviewAwaited',
  'OverrideReviewed',
  'OverrideActivated',
  'OverrideExpired',
  'OverrideLapsed',
  'BasisDrifted',
  'BasisDriftCleared',
]);
