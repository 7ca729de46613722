import type { Instant } from '#libs/kernel';
import { justAfter, later } from '../clock';
import type { Checkpoint, Recorded } from '../store';

/**
 * The moments of a log as it is read on: `max(previous, stamp)`, and later than what is sealed before. They follow
 * from the log alone, so that every reader is told the same, wherever it begins.
 */
export class RecordedTime {
  private latest: Instant | undefined;

  constructor({ recordedAt }: Checkpoint) {
    this.latest = recordedAt;
  }

  /** Everything from here on is told to be recorded later than this. */
  seal(upTo: Instant): void {
    this.notBefore(justAfter(upTo));
  }

  tell(recorded: Recorded): Recorded {
    const recordedAt = this.notBefore(recorded.recordedAt);
    return { ...recorded, recordedAt, checkpoint: { ...recorded.checkpoint, recordedAt } };
  }

  private notBefore(moment: Instant): Instant {
    return (this.latest = this.latest === undefined ? moment : later(this.latest, moment));
  }
}
