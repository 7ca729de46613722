import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Recorded } from '#libs/event-store';
import { type Day, dayIn } from '#libs/kernel';
import { handoverName } from '../settling';
import { alone } from '../standing/alone';
import { mayPass } from '../standing/may-pass';
import { StandingCheckpoint } from '../standing/standing-checkpoint';
import { readSettings } from '../tenant-settings';
import { DayMark, DayNotTold } from './day-mark';
import { HandoverWork, type HandoverWorkParts } from './handover-work';

export interface HandoversParts extends Omit<HandoverWorkParts, 'checkpoint' | 'days'> {
  readonly pool: Pool;
  readonly report?: (sentence: string) => void;
}

const restMs = 500;
const batch = 2_000;
/** How often it is looked whether a day has come; a clock that is set may be set by another process. */
const lookMs = { simulated: 250, real: 30_000 };
/** How long a new day may take to be told of. */
const patienceMs = 60_000;

/**
 * The standing reaction to changes of the effective tier: it sees to it that whoever looks after an account is told
 * where it stands. It follows the log page by page, and looks for new days. One process at a time does it.
 */
export class Handovers {
  private readonly ending = new AbortController();
  private readonly checkpoint: StandingCheckpoint;
  private readonly days: DayMark;
  private running: Promise<void> | undefined;
  /** Ends the pause before the next look at the clock. */
  private look = new AbortController();

  constructor(private readonly parts: HandoversParts) {
    this.checkpoint = new StandingCheckpoint(parts.pool, parts.progress, handoverName);
    this.days = new DayMark(parts.pool);
  }

  /** Begins, or stands by while another process does it. */
  async start(): Promise<void> {
    this.running ??= this.run();
  }

  /** Ends after the page in hand. */
  async close(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  /** Goes on at the event that stopped it, once an operator has mended the cause. */
  resume(): Promise<void> {
    return this.checkpoint.resume();
  }

  /**
   * Waits until the changes that today itself brings have been told, by whichever process does it. Where none has
   * ever begun there is nothing to wait for.
   * @throws StaleRead when that does not happen in time
   */
  async dayHasCome(): Promise<void> {
    const { store, clock, progress } = this.parts;
    const { governanceTimeZone } = await readSettings(store);
    const today = dayIn(await clock.now(), governanceTimeZone);
    const deadline = Date.now() + patienceMs;
    this.look.abort();
    while (!(await this.isTold(today))) {
      const { version, state, checkpoint } = await progress.of(handoverName);
      if (version === 0) return;
      if (state === 'stopped' || Date.now() > deadline) throw new DayNotTold(today, checkpoint.commit);
      await pause(20);
    }
  }

  private async isTold(today: Day): Promise<boolean> {
    const told = await this.days.read();
    return told !== null && told >= today;
  }

  private get over(): boolean {
    return this.ending.signal.aborted;
  }

  private async run(): Promise<void> {
    while (!this.over) {
      try {
        await alone(this.parts.pool, 'handover', this.ending.signal, (signal) => this.react(signal));
      } catch (error) {
        if (!this.over) this.report(`The hand-over waits: ${(error as Error).message}`);
      }
      this.checkpoint.leave();
      if (!this.over) await pause(restMs, undefined, { signal: this.ending.signal }).catch(() => {});
    }
  }

  /** Where one of the two ends, the other does. */
  private async react(signal: AbortSignal): Promise<void> {
    const stands = await this.checkpoint.begin(await this.parts.store.head());
    if (stands.state === 'stopped') return;
    const leaving = new AbortController();
    const both = AbortSignal.any([signal, leaving.signal]);
    const { checkpoint, days } = this;
    const work = new HandoverWork({ ...this.parts, checkpoint, days }, both);
    const ways = [this.followLog(work, both), this.lookForDays(work, both)];
    const ended = ways.map((way) => way.finally(() => leaving.abort()));
    const failed = (await Promise.allSettled(ended)).find((way) => way.status === 'rejected');
    if (failed && !signal.aborted) throw failed.reason;
  }

  private async followLog(work: HandoverWork, signal: AbortSignal): Promise<void> {
    const { checkpoint } = await this.parts.progress.of(handoverName);
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
    work: HandoverWork,
    events: readonly Recorded[],
    signal: AbortSignal,
  ): Promise<boolean> {
    for (const event of events) {
      try {
        await work.page([event]);
      } catch (error) {
        if (signal.aborted || mayPass(error)) throw error;
        const { message } = error as Error;
        this.report(
          `The hand-over has stopped at position ${event.position} (${event.event.type}): ${message}`,
        );
        await this.checkpoint.stop(error as Error, event.position);
        return false;
      }
    }
    return true;
  }

  private async lookForDays(work: HandoverWork, signal: AbortSignal): Promise<void> {
    const every = this.parts.clock.simulated ? lookMs.simulated : lookMs.real;
    while (!signal.aborted) {
      this.look = new AbortController();
      await work.newDay();
      const woken = AbortSignal.any([signal, this.look.signal]);
      await pause(every, undefined, { signal: woken }).catch(() => {});
    }
  }

  private report(sentence: string): void {
    this.parts.report?.(sentence);
  }
}
