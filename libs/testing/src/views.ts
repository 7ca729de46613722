import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { allEvents, overrideEvents } from '#libs/domain';
import { Catalogue, MemoryClock, MemoryEventStore } from '#libs/event-store';
import { compositeId, type Event, instant } from '#libs/kernel';
import {
  AuditTrail,
  Decisions,
  Facts,
  KnownAt,
  Portfolio,
  Progress,
  type Projection,
  Projector,
  Schemes,
  TierHistory,
  views as allViews,
} from '#libs/views';
import { type FreshDatabase, freshDatabase } from './database';

const catalogue = new Catalogue(allEvents);

/** A log in memory with its views in a database of their own; nothing runs beside them. */
export interface Views {
  readonly database: FreshDatabase;
  readonly pool: Pool;
  readonly store: MemoryEventStore;
  readonly clock: MemoryClock;
  readonly progress: Progress;
  readonly knownAt: KnownAt;
  readonly tierHistory: TierHistory;
  readonly decisions: Decisions;
  readonly facts: Facts;
  readonly portfolio: Portfolio;
  readonly schemes: Schemes;
  readonly auditTrail: AuditTrail;
  readonly reports: string[];
  readonly projector: Projector;
  /** Records events as they happen at a moment; each in the stream it belongs to. */
  record(at: string, ...events: readonly Event[]): Promise<void>;
  /** Waits until these views, or all that run, have everything. */
  settled(...names: readonly string[]): Promise<void>;
  /** Another projector over the same log and database, as another process or a restart would have it. */
  project(options?: { views?: readonly Projection[]; batch?: number }): Projector;
  close(): Promise<void>;
}

export interface ViewsOptions {
  readonly views?: readonly Projection[];
  readonly batch?: number;
  /** Not started: the test starts it itself. */
  readonly idle?: boolean;
  readonly catalogue?: Catalogue;
}

export const openViews = async (options: ViewsOptions = {}): Promise<Views> => {
  const database = await freshDatabase();
  const pool = new Pool({ ...database.connection, max: 24 });
  pool.on('error', () => undefined);
  const clock = new MemoryClock(instant('2025-01-01T00:00:00Z'));
  const store = new MemoryEventStore(options.catalogue ?? catalogue, clock);
  const progress = new Progress(pool, { reactions: [] }, 60_000);
  const reports: string[] = [];
  const projectors: Projector[] = [];
  const views = options.views ?? allViews;
  const project = (other: { views?: readonly Projection[]; batch?: number } = {}) => {
    const projector = new Projector(pool, store, progress, other.views ?? views, {
      batch: other.batch ?? options.batch,
      report: (sentence) => void reports.push(sentence),
      watchMs: 50,
    });
    projectors.push(projector);
    return projector;
  };
  const projector = project();
  if (!options.idle) await projector.start();
  return {
    database,
    pool,
    store,
    clock,
    progress,
    knownAt: new KnownAt(pool, store, clock, progress),
    tierHistory: new TierHistory(pool),
    decisions: new Decisions(pool),
    facts: new Facts(pool),
    portfolio: new Portfolio(pool),
    schemes: new Schemes(pool),
    auditTrail: new AuditTrail(pool),
    reports,
    projector,
    project,
    record: async (at, ...events) => {
      const moment = instant(at.length === 10 ? `${at}T12:00:00Z` : at);
      if (moment > (await clock.now())) await clock.moveTo(moment);
      for (const event of events) await append(store, event);
    },
    settled: async (...names) => {
      const head = await store.head();
      await Promise.all(
        (names.length > 0 ? names : views.map(({ name }) => name)).map((name) =>
          progress.reach(name, head, 280_000),
        ),
      );
    },
    close: async () => {
      for (const one of projectors) await one.stop();
      await store.close();
      await pool.end();
      await database.drop();
    },
  };
};

const ofOverrides: ReadonlySet<string> = new Set(overrideEvents.map(({ type }) => type));
const revisions = new WeakMap<MemoryEventStore, Map<string, number>>();

/** Appends an event to its stream, wherever that stands. */
const append = async (store: MemoryEventStore, event: Event): Promise<void> => {
  const stream = streamOf(event);
  const known = revisions.get(store) ?? new Map<string, number>();
  revisions.set(store, known);
  const expected = known.get(stream) ?? 'none';
  const commandId = randomUUID();
  const context = { actor: 'ana', commandId, correlationId: commandId };
  await store.append({ stream, events: [event], expected, context });
  known.set(stream, expected === 'none' ? 0 : expected + 1);
};

export const streamOf = ({ type, data }: Event): string => {
  const { scheme, view, externalId } = data as { scheme?: string; view?: string; externalId?: string };
  if (scheme && view && externalId)
    return `${ofOverrides.has(type) ? 'override' : 'placement'}-${compositeId(scheme, view, externalId)}`;
  if (externalId) return `account-${externalId}`;
  return scheme ? `scheme-${scheme}` : 'settings-tenant';
};

/**
 * A story in one line: what was learnt on which day, and then the question what the tier was on a day, as known
 * on another.
 */
export const learnt = async (
  views: Views,
  ...story: readonly (readonly [on: string, event: Event])[]
): Promise<(asOf: string, knownOn: string) => Promise<string>> => {
  for (const [on, event] of story) await views.record(on, event);
  return async (asOf, knownOn) => {
    const knownAt = knownOn.length === 10 ? instant(`${knownOn}T23:00:00Z`) : instant(knownOn);
    const at = await views.knownAt.resolve({ knownAt, view: 'tier-history' });
    const question = { ...acme, asOf: asOf as never, at, today: '2025-07-10' as never };
    return (await views.tierHistory.answer(question))?.effective ?? 'NOT_ONBOARDED';
  };
};

export const acme = { scheme: 'contract-value', view: 'ACCOUNT', externalId: 'ACME' } as const;
