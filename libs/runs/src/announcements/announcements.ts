import type { DayByDayParts } from '../standing/day-by-day';
import { DayByDay } from '../standing/day-by-day';
import { announcementsName } from '../settling';
import { AnnouncementWork, type AnnouncementWorkParts } from './announcement-work';

export type AnnouncementsParts = DayByDayParts & Omit<AnnouncementWorkParts, 'checkpoint' | 'days'>;

/** How long it may take to say what follows from everything recorded so far. */
const patienceMs = 60_000;

/**
 * The standing announcements of overrides: that one has begun, is about to end, has ended or lapsed, that nobody has
 * decided yet, and that it stands no more upon what it was approved upon. What the dates bring about is so whether or
 * not anybody says it, so no answer waits for them.
 */
export class Announcements extends DayByDay {
  constructor(private readonly all: AnnouncementsParts) {
    super(all, {
      name: announcementsName,
      lock: 'announcements',
      days: 'announcement_days',
      called: 'The announcer of overrides',
      tells: 'The announcements of overrides',
      open: (kept, signal) => new AnnouncementWork({ ...all, ...kept }, signal),
    });
  }

  /** Where nobody announces, the clock goes on all the same. @throws StaleRead */
  override async dayHasCome(): Promise<void> {
    if (!(await this.rests())) await super.dayHasCome();
  }

  /**
   * Waits until what follows from everything in the log has been said, so that it carries its own day and not a later
   * one. @throws StaleRead
   */
  async caughtUp(): Promise<void> {
    if (await this.rests()) return;
    await this.all.progress.reach(announcementsName, await this.all.store.head(), patienceMs);
  }

  private async rests(): Promise<boolean> {
    const { version, state } = await this.all.progress.of(announcementsName);
    return this.over || version === 0 || state === 'stopped';
  }
}
