import type { Pool } from 'pg';
import {
  type Clock,
  type EventStore,
  type ExecuteHandler,
  failpoint,
  type Position,
  type Recorded,
} from '#libs/event-store';
import { type Day, dayIn } from '#libs/kernel';
import { type Facts, Hierarchy, knowledgeViews, type Portfolio, type Progress, StaleRead } from '#libs/views';
import { mayPass } from '../standing/may-pass';
import { StandingWork } from '../standing/standing-work';
import { readSettings } from '../tenant-settings';
import { ReassessmentCheckpoint } from './checkpoint';
import { Reaction } from './reaction';

export interface ReassessmentParts {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly facts: Facts;
  readonly portfolio: Portfolio;
  readonly report?: (sentence: string) => void;
}

const batch = 2_000;

/**
 * The standing reaction: whatever becomes known of an account or a scheme is folded into its timelines,
 * event by event in log order, so that every belief is on record. One process at a time does it.
 */
export class Reassessment {
  private readonly checkpoint: ReassessmentCheckpoint;
  private readonly standing: StandingWork;
  /** Read again when the settings have changed. */
  private timeZone: string | undefined;

  constructor(private readonly parts: ReassessmentParts) {
    this.checkpoint = new ReassessmentCheckpoint(parts.pool, parts.progress);
    this.standing = new StandingWork({
      pool: parts.pool,
      lock: 'reassessment',
      work: (signal) => this.react(signal),
      leave: () => this.checkpoint.leave(),
      waits: (reason) => this.report(`The reassessment waits: ${reason}`),
    });
  }

  /** Begins, or stands by while another process does it. */
  async start(): Promise<void> {
    this.standing.start();
  }

  /** Ends after the batch in hand. */
  close(): Promise<void> {
    return this.standing.close();
  }

  /** Goes on at the event that stopped it, once an operator has mended the cause. */
  resume(): Promise<void> {
    return this.checkpoint.resume();
  }

  private async react(signal: AbortSignal): Promise<void> {
    const stands = await this.checkpoint.begin(await this.parts.store.head());
    if (stands.state === 'stopped') return;
    let reaction: Reaction | null = await this.reactionAt(stands.checkpoint.commit, signal);
    for await (const events of this.parts.store.follow(stands.checkpoint, { signal, batch })) {
      if (signal.aborted) return;
      reaction = await this.draw(reaction, events, signal);
      if (reaction === null) return;
    }
  }

  /** Null when it had to stop. What failed together is drawn event by event, to find the one that cannot be. */
  private async draw(
    reaction: Reaction,
    events: readonly Recorded[],
    signal: AbortSignal,
  ): Promise<Reaction | null> {
    try {
      await this.step(reaction, events);
      return reaction;
    } catch (error) {
      if (signal.aborted || mayPass(error)) throw error;
    }
    const { checkpoint } = await this.checkpoint.announce();
    const again = await this.reactionAt(checkpoint.commit, signal);
    for (const event of events) {
      try {
        await this.step(again, [event]);
      } catch (error) {
        if (signal.aborted || mayPass(error)) throw error;
        await this.stopAt(event, error as Error);
        return null;
      }
    }
    return again;
  }

  private async step(reaction: Reaction, events: readonly Recorded[]): Promise<void> {
    if (events.some(({ stream }) => stream.startsWith('settings-'))) this.timeZone = undefined;
    await reaction.draw(events);
    failpoint('in-the-middle-of-a-reaction');
    await this.checkpoint.moveAndMeet(events.at(-1)!, reaction.produced, reaction.schemes);
  }

  private async stopAt({ position, event }: Recorded, error: Error): Promise<void> {
    this.report(`The reassessment has stopped at position ${position} (${event.type}): ${error.message}`);
    await this.checkpoint.stop(error, position);
  }

  private async reactionAt(position: Position, signal: AbortSignal): Promise<Reaction> {
    const { store, execute, facts, portfolio } = this.parts;
    const hierarchy = new Hierarchy(this.parts.pool);
    const reached = (wanted: Position) => this.reached(wanted, signal);
    const today = () => this.today();
    const reaction = new Reaction({ store, execute, facts, portfolio, hierarchy, reached, today });
    await reaction.learn(await this.checkpoint.schemes(), position);
    return reaction;
  }

  private async reached(position: Position, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      try {
        for (const view of knowledgeViews) await this.parts.progress.reach(view, position);
        return;
      } catch (error) {
        if (!(error instanceof StaleRead)) throw error;
      }
    }
  }

  private async today(): Promise<Day> {
    this.timeZone ??= (await readSettings(this.parts.store)).governanceTimeZone;
    return dayIn(await this.parts.clock.now(), this.timeZone);
  }

  private report(sentence: string): void {
    this.parts.report?.(sentence);
  }
}
