import type { Recorded } from '#libs/event-store';
import type { StandingLock } from './alone';
import type { DayMark } from './day-mark';
import type { StandingCheckpoint } from './standing-checkpoint';

/** What follows from the log and from the days that come. */
export interface DailyWork {
  /** Draws the consequences of events together; again of the same ones it adds nothing. */
  page(events: readonly Recorded[]): Promise<void>;
  /** Draws those of the days that have come since it was last looked. */
  newDay(): Promise<void>;
}

/** One standing work among others. */
export interface DailyWorkNamed {
  /** Among the checkpoints. */
  readonly name: string;
  readonly lock: StandingLock;
  readonly days: ConstructorParameters<typeof DayMark>[1];
  /** In sentences: "The hand-over". */
  readonly called: string;
  /** "The changes of treatment". */
  readonly tells: string;
  readonly open: (
    kept: { readonly checkpoint: StandingCheckpoint; readonly days: DayMark },
    signal: AbortSignal,
  ) => DailyWork;
}
