import { randomUUID } from 'node:crypto';
import type {
  OverrideId,
  PolicyDocument,
  Quota,
  QuotaEntry,
  QuotaLimits,
  SchemeCode,
  Seat,
} from '#libs/domain';
import { quota, type QuotaEvent } from '#libs/domain';
import type { Context, EventStore, Revision } from '#libs/event-store';
import { compositeId, type Day, type Decimal } from '#libs/kernel';

/** Whose quota, of which fiscal quarter. */
export interface QuotaKey {
  readonly scheme: SchemeCode;
  readonly quarter: string;
  readonly seat: Seat;
}

/** A unit that somebody wants of a quota. */
export interface UnitWanted extends QuotaKey {
  readonly overrideId: OverrideId;
  readonly kind: QuotaEntry['kind'];
  /** Nothing counts against a cap in money where it is not known. */
  readonly arr: Decimal;
  readonly lapsesOn: Day;
  readonly today: Day;
  readonly document: PolicyDocument;
}

/** The key alone, of whatever carries it. */
export const keyOf = ({ scheme, quarter, seat }: QuotaKey): QuotaKey => ({ scheme, quarter, seat });

/** What is spent was within the limits when it was kept. */
export const unlimited: QuotaLimits = { count: null, percentOfBook: null, arrCap: null };

/**
 * A command of its own. What it does for an override is done once, whatever it is called; were it known by the command
 * that it belongs to, a unit that was given back would not be kept again when that is sent again.
 */
export const apart = (context: Context): Context => ({ ...context, commandId: randomUUID() });

/** A quota as the log tells it at this moment. */
export const readQuota = async (
  store: EventStore,
  { scheme, quarter, seat }: QuotaKey,
): Promise<{ state: Quota; revision: Revision }> => {
  let [state, revision]: [Quota, Revision] = [quota.initialState(), 'none'];
  const stream = `${quota.category}-${compositeId(scheme, quarter, seat)}`;
  // The stream holds the quota aggregate's events alone.
  for await (const recorded of store.read(stream)) {
    state = quota.evolve(state, recorded.event as QuotaEvent);
    revision = recorded.revision;
  }
  return { state, revision };
};
