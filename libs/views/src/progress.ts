import type { Pool } from 'pg';
import type { Position } from '#libs/event-store';
import { notBegun, readCheckpoints, type ViewProgress } from './checkpoint';
import { mayPass } from './transaction';

/** With the distance to the log's end: positions, which are events where the log is dense. */
export interface ViewLag extends ViewProgress {
  readonly lag: bigint;
}

/** The view has not come as far as the question asks, and did not in the time given: ask again. */
export class StaleRead extends Error {
  override readonly name = 'StaleRead';
  readonly code = 'STALE_READ';

  constructor(
    readonly view: string,
    readonly wanted: Position,
    readonly at: Position,
    /** Seconds to wait before asking again. */
    readonly retryAfter = 1,
  ) {
    super(`View ${view} stands at position ${at} and not at ${wanted} yet: ask again in ${retryAfter} s.`);
  }
}

/** What follows the log and adds to it by itself. */
export interface StandingReaction {
  readonly name: string;
  /** The views that show what it records; every view when absent. */
  readonly feeds?: readonly string[];
}

export interface ProgressOptions {
  /** The reactions whose own events `settle` waits for, each one behind those that it reacts to. */
  readonly reactions?: readonly StandingReaction[];
}

const onlyReassessment: readonly StandingReaction[] = [{ name: 'reassessment' }];

/** How often a view that is kept by another process is looked at while somebody waits for it. */
const pollMs = 20;
/** The same for one kept here, whose every step is announced. */
const slowPollMs = 250;

/** How far each view has come, and how to wait for it. */
export class Progress {
  private readonly kept = new Map<string, ViewProgress>();
  private readonly waiting = new Set<() => void>();
  private reading: Promise<Map<string, ViewProgress>> | undefined;

  constructor(
    private readonly pool: Pool,
    private readonly options: ProgressOptions = {},
    /** Milliseconds of a wait for which nothing else is said; as the REST contract promises them unless told. */
    readonly patienceMs = 5_000,
  ) {}

  /** Where a view stands; before the first event when it never ran. */
  async of(view: string): Promise<ViewProgress> {
    return this.kept.get(view) ?? (await this.read()).get(view) ?? notBegun(view);
  }

  /** Every view with its distance to the log's end. */
  async all(head: Position): Promise<ViewLag[]> {
    const views = [...(await readCheckpoints(this.pool)).values()];
    return views
      .map((view) => ({ ...view, lag: head > view.checkpoint.commit ? head - view.checkpoint.commit : 0n }))
      .sort((a, b) => (a.view < b.view ? -1 : 1));
  }

  /** Waits until a view has reached a position. @throws StaleRead */
  reach(view: string, position: Position, withinMs = this.patienceMs): Promise<ViewProgress> {
    return this.reachBy(view, position, Date.now() + withinMs);
  }

  /**
   * Waits until the standing reactions have drawn their consequences from a position, and the view has them.
   * @throws StaleRead
   */
  async settle(view: string, position: Position, withinMs = this.patienceMs): Promise<ViewProgress> {
    const deadline = Date.now() + withinMs;
    let wanted = position;
    for (const { name, feeds } of this.options.reactions ?? onlyReassessment) {
      if (feeds && !feeds.includes(view)) continue;
      const { produced } = await this.reachBy(name, wanted, deadline);
      if (produced > wanted) wanted = produced;
    }
    return this.reachBy(view, wanted, deadline);
  }

  /** Tells those who wait in this process that a view (or the reaction) kept here has committed a checkpoint. */
  announce(progress: ViewProgress): void {
    this.kept.set(progress.view, progress);
    for (const wake of [...this.waiting]) wake();
  }

  /** A view is no longer kept by this process: from now on the database is asked. */
  retire(view: string): void {
    this.kept.delete(view);
  }

  private async reachBy(view: string, position: Position, deadline: number): Promise<ViewProgress> {
    for (;;) {
      const moved = this.moved();
      try {
        const progress = await this.lookedUp(view, deadline);
        if (progress.checkpoint.commit >= position) return progress;
        const left = deadline - Date.now();
        if (left <= 0) throw new StaleRead(view, position, progress.checkpoint.commit);
        await moved.within(Math.min(left, this.kept.has(view) ? slowPollMs : pollMs));
      } finally {
        moved.forget();
      }
    }
  }

  /** While there is time left, a database that does not answer is a view that has not come so far. */
  private async lookedUp(view: string, deadline: number): Promise<ViewProgress> {
    try {
      return await this.of(view);
    } catch (error) {
      if (!mayPass(error) || Date.now() >= deadline) throw error;
      return notBegun(view);
    }
  }

  /** A step that is announced from now on ends the wait, also when it comes before the wait begins. */
  private moved(): { within(ms: number): Promise<void>; forget(): void } {
    let wake = () => {};
    const step = new Promise<void>((resolve) => (wake = resolve));
    this.waiting.add(wake);
    let timer: NodeJS.Timeout | undefined;
    return {
      within: (ms) => Promise.race([step, new Promise<void>((done) => (timer = setTimeout(done, ms)))]),
      forget: () => {
        this.waiting.delete(wake);
        clearTimeout(timer);
      },
    };
  }

  /** Everybody who asks while the database is being asked shares its answer, so a crowd costs one statement. */
  private read(): Promise<Map<string, ViewProgress>> {
    this.reading ??= readCheckpoints(this.pool).finally(() => (this.reading = undefined));
    return this.reading;
  }
}
