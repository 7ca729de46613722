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
import { ClosedReviews, type Facts, type OverrideDues, type Progress } from '#libs/views';
import { announcementsName } from '../settling';
import type { DailyWork } from '../standing/daily-work';
import type { DayMark } from '../standing/day-mark';
import type { StandingCheckpoint } from '../standing/standing-checkpoint';
import { Turns } from '../standing/turns';
import { readSettings } from '../tenant-settings';
import { Announcer } from './announcer';
import { AskedAgain } from './asked-again';
import { Drifts } from './drifts';
import { occasionsIn, mattersTo, ofDay } from './occasion';

export interface AnnouncementWorkParts {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly facts: Facts;
  readonly overrideDues: OverrideDues;
  readonly checkpoint: StandingCheckpoint;
  readonly days: DayMark;
}

/** What is to be announced after events, and on new days, one after the other. */
export class AnnouncementWork implements DailyWork {
  private readonly turns: Turns;
  private readonly announcer: Announcer;
  private readonly drifts: Drifts;
  private readonly asked: AskedAgain;

  constructor(
    private readonly parts: AnnouncementWorkParts,
    signal: AbortSignal,
  ) {
    this.turns = new Turns(signal);
    this.announcer = new Announcer(parts);
    this.drifts = new Drifts(parts);
    this.asked = new AskedAgain({ ...parts, closedReviews: new ClosedReviews(parts.pool) });
  }

  page(events: readonly Recorded[]): Promise<void> {
    return this.turns.take(async () => {
      const last = events.at(-1)!;
      const { produced } = this;
      this.announcer.learn(events);
      await this.asked.after(events, () => this.today());
      if (events.some(mattersTo)) {
        await this.turns.reached(this.parts.progress, 'override-dues', last.position);
        const today = await this.today();
        await this.drifts.noted(events, today);
        await this.announcer.announce(occasionsIn(events), today);
      }
      // Only where something was announced, and it is not kept yet that it was.
      if (this.produced > produced) failpoint('in-the-middle-of-an-announcement');
      await this.parts.checkpoint.move(last, this.produced);
    });
  }

  newDay(): Promise<void> {
    return this.turns.take(async () => {
      const { days, checkpoint, progress } = this.parts;
      const [since, today] = [await days.read(), await this.today()];
      if (since !== null && since >= today) return;
      const { checkpoint: stands } = await progress.of(announcementsName);
      await this.asked.closed(since, today);
      // What comes behind it in the log is announced with its page.
      await this.turns.reached(progress, 'override-dues', later(stands.commit, this.asked.produced));
      await this.announcer.announceDue(today, ofDay());
      failpoint('in-the-middle-of-an-announcement');
      await checkpoint.produce(this.produced);
      await days.move(today);
    });
  }

  private get produced(): Position {
    return later(this.asked.produced, this.announcer.produced);
  }

  private async today(): Promise<Day> {
    const { governanceTimeZone } = await readSettings(this.parts.store);
    return dayIn(await this.parts.clock.now(), governanceTimeZone);
  }
}

const later = (a: Position, b: Position): Position => (a > b ? a : b);
