import {
  type Clock,
  type EventStore,
  type ExecuteHandler,
  failpoint,
  type Position,
  type Recorded,
} from '#libs/event-store';
import { dayIn, startOf } from '#libs/kernel';
import type { Known, Progress, TierHistory } from '#libs/views';
import { handoverName } from '../settling';
import type { DailyWork } from '../standing/daily-work';
import type { DayMark } from '../standing/day-mark';
import type { StandingCheckpoint } from '../standing/standing-checkpoint';
import { Turns } from '../standing/turns';
import { readSettings } from '../tenant-settings';
import { tellOfNewDays } from './new-day';
import { Teller, type TellingTime } from './teller';
import { type Touched, touchedBy } from './touched';

export interface HandoverWorkParts {
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly tierHistory: TierHistory;
  readonly checkpoint: StandingCheckpoint;
  readonly days: DayMark;
}

/** How far back a change is still handed over, unless the settings say otherwise. */
const usualHistoryDays = 90;

/** What follows from pages of the log and from new days, one after the other, for as long as a signal lasts. */
export class HandoverWork implements DailyWork {
  private readonly teller: Teller;
  private readonly turns: Turns;
  /** Read again when the settings have changed. */
  private settings: ReturnType<typeof readSettings> | undefined;

  constructor(
    private readonly parts: HandoverWorkParts,
    signal: AbortSignal,
  ) {
    this.turns = new Turns(signal);
    this.teller = new Teller(parts);
  }

  /** Draws the consequences of events together, by what was known at the last of them. */
  page(events: readonly Recorded[]): Promise<void> {
    return this.turns.take(async () => {
      if (events.some(({ stream }) => stream.startsWith('settings-'))) this.settings = undefined;
      this.teller.learn(events);
      const last = events.at(-1)!;
      const touched = touchedOnce(events);
      const { produced } = this.teller;
      if (touched.length > 0) {
        await this.reached(last.position);
        const time = await this.time();
        const at = knownToday({ position: last.position, knownAt: last.recordedAt }, time);
        await this.teller.tell(touched, at, time);
      }
      // Only where somebody was told, and it is not kept yet that they were.
      if (this.teller.produced > produced) failpoint('in-the-middle-of-a-handover');
      await this.parts.checkpoint.move(last, this.teller.produced);
    });
  }

  /** Draws the consequences of the days that have come since it was last looked. */
  newDay(): Promise<void> {
    return this.turns.take(async () => {
      const { days, checkpoint, progress, tierHistory } = this.parts;
      const [since, time] = [await days.read(), await this.time()];
      if (since !== null && since >= time.today) return;
      const { checkpoint: stands, lastRecordedAt } = await progress.of(handoverName);
      if (since !== null && lastRecordedAt !== null) {
        await this.reached(stands.commit);
        const at = knownToday({ position: stands.commit, knownAt: lastRecordedAt }, time);
        await tellOfNewDays(tierHistory, this.teller, { since, at, time });
        await checkpoint.produce(this.teller.produced);
      }
      await days.move(time.today);
    });
  }

  private async time(): Promise<TellingTime> {
    this.settings ??= readSettings(this.parts.store);
    const { governanceTimeZone, handOverWithinDays = usualHistoryDays } = await this.settings;
    const today = dayIn(await this.parts.clock.now(), governanceTimeZone);
    return { today, begun: startOf(today, governanceTimeZone), historyDays: handOverWithinDays };
  }

  private reached(position: Position): Promise<void> {
    return this.turns.reached(this.parts.progress, 'tier-history', position);
  }
}

/** What has lapsed because a day has passed is known, though nothing was recorded since. */
const knownToday = ({ position, knownAt }: Known, { begun }: TellingTime): Known => ({
  position,
  knownAt: knownAt > begun ? knownAt : begun,
});

/** Each timeline once, with the last event that touched it. */
const touchedOnce = (events: readonly Recorded[]): Touched[] => {
  const touched = new Map<string, Touched>();
  for (const recorded of events) {
    const one = touchedBy(recorded);
    if (one) touched.set(recorded.stream, one);
  }
  return [...touched.values()];
};
