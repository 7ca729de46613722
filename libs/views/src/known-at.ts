import type { Pool } from 'pg';
import type { Clock, EventStore, Position } from '#libs/event-store';
import type { Instant } from '#libs/kernel';
import { coalesced } from './coalesced';
import { DayBegun } from './day-begun';
import type { Progress } from './progress';

/**
 * The moment whose knowledge an answer uses, and the position it stands for. What has lapsed because a day has passed
 * is told by the moment: no position tells it.
 */
export interface Known {
  readonly position: Position;
  readonly knownAt: Instant;
}

export interface KnownAtQuestion {
  /** Absent: what the views know by now, and that the present day has come. */
  readonly knownAt?: Instant;
  /** Waits until the views have this position and what followed from it. */
  readonly minPosition?: Position;
  /** The views that the answer reads. */
  readonly view: string | readonly string[];
}

/** Nobody knows yet what will be known then. */
export class KnownAtInFuture extends Error {
  override readonly name = 'KnownAtInFuture';
  readonly code = 'KNOWN_AT_IN_FUTURE';

  constructor(
    readonly knownAt: Instant,
    readonly now: Instant,
  ) {
    super(`${knownAt} lies in the future: ask for knowledge of ${now} or earlier.`);
  }
}

/** The view that knows which position was recorded when. */
const log = 'audit-trail';

/** Up to this moment nothing can be recorded any more, and what was ends at this position. */
interface Seal {
  readonly upTo: Instant;
  readonly head: Position;
}

/** A moment that lies behind a seal keeps its position for ever; so many of them are remembered. */
const remembered = 1_000;

/** Turns a moment into the position it stands for, so that the answer as known then can never change later. */
export class KnownAt {
  private seal: Seal | undefined;
  private today: { readonly begun: Instant; readonly head: Position } | undefined;
  private readonly positions = new Map<Instant, Position>();
  private readonly dayBegun: DayBegun;
  /** Moments of one tick are looked up together. */
  private readonly lastRecordedBy = coalesced((moments: readonly Instant[]) =>
    lastRecordedBy(this.pool, moments),
  );

  constructor(
    private readonly pool: Pool,
    private readonly store: EventStore,
    private readonly clock: Clock,
    private readonly progress: Progress,
  ) {
    this.dayBegun = new DayBegun(store, clock);
  }

  /** @throws KnownAtInFuture, StaleRead */
  async resolve({ knownAt, minPosition, view }: KnownAtQuestion): Promise<Known> {
    const views = typeof view === 'string' ? [view] : view;
    if (minPosition !== undefined)
      await Promise.all(views.map((one) => this.progress.settle(one, minPosition)));
    if (knownAt === undefined) return this.byNow(views);
    const position = this.positions.get(knownAt) ?? (await this.finalPosition(knownAt));
    await Promise.all(views.map((one) => this.progress.reach(one, position)));
    return { position, knownAt };
  }

  private async byNow(views: readonly string[]): Promise<Known> {
    const all = await Promise.all(views.map((view) => this.progress.of(view)));
    const slowest = all.reduce((last, view) =>
      view.checkpoint.commit < last.checkpoint.commit ? view : last,
    );
    const { commit: position } = slowest.checkpoint;
    return { position, knownAt: await this.momentOf(position, slowest.lastRecordedAt) };
  }

  /** That the present day has come is told only where everything is that was recorded before it: asked again with the moment, the answer is the same. */
  private async momentOf(position: Position, lastRecordedAt: Instant | null): Promise<Instant> {
    const begun = await this.dayBegun.at();
    if (lastRecordedAt === null) return begun;
    const isBehind = lastRecordedAt < begun && position < (await this.headOn(begun));
    return isBehind ? lastRecordedAt : laterOf(begun, lastRecordedAt);
  }

  /** Where the log stood when a day was first asked about: what is recorded behind it was not recorded before the day. */
  private async headOn(begun: Instant): Promise<Position> {
    if (this.today?.begun !== begun) {
      if (!this.clock.simulated) await this.clock.seal(begun);
      this.today = { begun, head: await this.store.head() };
    }
    return this.today.head;
  }

  private async finalPosition(knownAt: Instant): Promise<Position> {
    const { lastRecordedAt } = await this.progress.of(log);
    // Where the trail has an event that was recorded later, nothing can be missing up to the moment.
    if (lastRecordedAt === null || lastRecordedAt <= knownAt) await this.makeFinal(knownAt, lastRecordedAt);
    const position = await this.lastRecordedBy(knownAt);
    if (this.positions.size >= remembered) this.positions.clear();
    this.positions.set(knownAt, position);
    return position;
  }

  /** Sees to it that whatever is ever recorded up to the moment stands in the log, and that the trail has it. */
  private async makeFinal(knownAt: Instant, lastRecordedAt: Instant | null): Promise<void> {
    if (!this.seal || this.seal.upTo < knownAt) this.seal = await this.sealed(knownAt, lastRecordedAt);
    await this.progress.reach(log, this.seal.head);
  }

  private async sealed(knownAt: Instant, lastRecordedAt: Instant | null): Promise<Seal> {
    const now = laterOf(await this.clock.now(), lastRecordedAt);
    if (knownAt > now) throw new KnownAtInFuture(knownAt, now);
    // While a simulated clock stands still, what follows from an event is recorded at the event's own moment.
    if (this.clock.simulated && knownAt === now) await this.progress.settle(log, await this.store.head());
    // A real clock is sealed up to now: it costs nothing, and spares the next question the effort.
    const upTo = this.clock.simulated ? knownAt : now;
    await this.clock.seal(upTo);
    return { upTo, head: await this.store.head() };
  }
}

/** The last position recorded by each moment; 0 where nothing was. */
const lastRecordedBy = async (pool: Pool, moments: readonly Instant[]): Promise<Position[]> => {
  const { rows } = await pool.query<{ position: string }>({
    name: 'known-at-positions',
    text: `select coalesce(last.position, 0) as position
           from unnest($1::timestamptz[]) with ordinality as asked (moment, n)
           left join lateral (
             select position from audit_trail where recorded_at <= asked.moment
             order by recorded_at desc, position desc limit 1) last on true
           order by asked.n`,
    values: [moments],
  });
  return rows.map(({ position }) => BigInt(position));
};

/** What has been recorded is no future, though the store's clock runs ahead of ours. */
const laterOf = (now: Instant, lastRecordedAt: Instant | null): Instant =>
  lastRecordedAt !== null && lastRecordedAt > now ? lastRecordedAt : now;
