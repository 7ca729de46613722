import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Clock, EventStore, Recorded } from '#libs/event-store';
import { type Day, dayIn } from '#libs/kernel';
import type { Progress } from '#libs/views';
import { readSettings } from '../tenant-settings';
import type { DailyWork, DailyWorkNamed } from './daily-work';
import { DayMark, DayNotTold } from './day-mark';
import { mayPass } from './may-pass';
import { StandingCheckpoint } from './standing-checkpoint';
import { StandingWork } from './standing-work';

export interface DayByDayParts {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly report?: (sentence: string) => void;
}

const batch = 2_000;
/** How often it is looked whether a day has come; a clock that is set may be set by another process. */
const lookMs = { simulated: 250, real: 30_000 };
/** How long a new day may take to be told of. */
const patienceMs = 60_000;

/** Follows the log page by page, and looks for new days: one process at a time does it, others stand by. */
export class DayByDay {
  private readonly checkpoint: StandingCheckpoint;
  private readonly days: DayMark;
  private readonly standing: StandingWork;
  /** Ends the pause before the next look at the clock. */
  private look = new AbortController();

  constructor(
    private readonly parts: DayByDayParts,
    private readonly work: DailyWorkNamed,
  ) {
    this.checkpoint = new StandingCheckpoint(parts.pool, parts.progress, work.name);
    this.days = new DayMark(parts.pool, work.days);
    this.standing = new StandingWork({
      pool: parts.pool,
      lock: work.lock,
      work: (signal) => this.react(signal),
      leave: () => this.checkpoint.leave(),
      waits: (reason) => this.report(`waits: ${reason}`),
    });
  }

  /** Begins, or stands by while another process does it. */
  async start(): Promise<void> {
    this.standing.start();
  }

  /** Ends after the page in hand. */
  close(): Promise<void> {
    return this.standing.close();
  }

  /** It was closed in this process. */
  get over(): boolean {
    return this.standing.over;
  }

  /** Goes on at the event that stopped it, once an operator has mended the cause. */
  resume(): Promise<void> {
    return this.checkpoint.resume();
  }

  /**
   * Waits until what today itself brings has been told, by whichever process does it. Where none has ever begun there
   * is nothing to wait for.
   * @throws StaleRead when that does not happen in time
   */
  async dayHasCome(): Promise<void> {
    const { store, clock, progress } = this.parts;
    const { governanceTimeZone } = await readSettings(store);
    const today = dayIn(await clock.now(), governanceTimeZone);
    const deadline = Date.now() + patienceMs;
    this.look.abort();
    while (!(await this.isTold(today))) {
      const { name, tells } = this.work;
      const { version, state, checkpoint } = await progress.of(name);
      if (version === 0) return;
      if (state === 'stopped' || Date.now() > deadline)
        throw new DayNotTold(tells, name, today, checkpoint.commit);
      await pause(20);
    }
  }

  private async isTold(today: Day): Promise<boolean> {
    const told = await this.days.read();
    return told !== null && told >= today;
  }

  /** Where one of the two ends, the other does. */
  private async react(signal: AbortSignal): Promise<void> {
    const stands = await this.checkpoint.begin(await this.parts.store.head());
    if (stands.state === 'stopped') return;
    const leaving = new AbortController();
    const both = AbortSignal.any([signal, leaving.signal]);
    const { checkpoint, days } = this;
    const work = this.work.open({ checkpoint, days }, both);
    const ways = [this.followLog(work, both), this.lookForDays(work, both)];
    const ended = ways.map((way) => way.finally(() => leaving.abort()));
    const failed = (await Promise.allSettled(ended)).find((way) => way.status === 'rejected');
    if (failed && !signal.aborted) throw failed.reason;
  }

  private async followLog(work: DailyWork, signal: AbortSignal): Promise<void> {
    const { checkpoint } = await this.parts.progress.of(this.work.name);
    for await (const events of this.parts.store.follow(checkpoint, { signal, batch })) {
      if (signal.aborted) return;
      try {
        await work.page(events);
      } catch (error) {
        if (signal.aborted || mayPass(error)) throw error;
        if (!(await this.findPoison(work, events, signal))) return;
      }
    }
  }

  /** What failed together is drawn event by event; false where one cannot be drawn, and the work has stopped there. */
  private async findPoison(
    work: DailyWork,
    events: readonly Recorded[],
    signal: AbortSignal,
  ): Promise<boolean> {
    for (const event of events) {
      try {
        await work.page([event]);
      } catch (error) {
        if (signal.aborted || mayPass(error)) throw error;
        const { message } = error as Error;
        this.report(`has stopped at position ${event.position} (${event.event.type}): ${message}`);
        await this.checkpoint.stop(error as Error, event.position);
        return false;
      }
    }
    return true;
  }

  private async lookForDays(work: DailyWork, signal: AbortSignal): Promise<void> {
    const every = this.parts.clock.simulated ? lookMs.simulated : lookMs.real;
    while (!signal.aborted) {
      this.look = new AbortController();
      await work.newDay();
      const woken = AbortSignal.any([signal, this.look.signal]);
      await pause(every, undefined, { signal: woken }).catch(() => {});
    }
  }

  private report(what: string): void {
    this.parts.report?.(`${this.work.called} ${what}`);
  }
}
