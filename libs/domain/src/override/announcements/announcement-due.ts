import { type Day, day, lastDay } from '#libs/kernel';
import { undecidedNext } from './announce-waiting';
import type { Approved, Override } from '../override-life';
import { type Ending, endingOf } from '../status-on';

/** When there is something to announce of an override, by what is known of it. */
export interface AnnouncementsDue {
  /** The first day on which there is something, but for notices of its end; null when nothing is left. */
  readonly on: Day | null;
  /** The end that is noticed beforehand; null where there is none to notice. */
  readonly end: Day | null;
  /** Of what has been noticed, the fewest days before the end; null when nothing has been. */
  readonly noticed: number | null;
}

const nothing: AnnouncementsDue = { on: null, end: null, noticed: null };

/** As the announcements of it are decided: on no day before these is there one. */
export const announcementsDue = (override: Override): AnnouncementsDue => {
  if (override.status === 'requested') return { ...nothing, on: undecidedNext(override) };
  if (override.status !== 'approved' || override.announced.has('ENDED')) return nothing;
  const ending = earliestEnding(override);
  return {
    on: firstOf(begins(override, ending), ends(ending)),
    end: endingOf(override, override.from).on,
    noticed: noticedOf(override),
  };
};

/** The one that it comes to unless somebody acts. */
const earliestEnding = (override: Approved): Ending => endingOf(override, day(lastDay));

const begins = ({ from, announced }: Approved, { on }: Ending): Day | null =>
  announced.has('ACTIVATED') || (on !== null && on <= from) ? null : from;

/** What a decision has ended, nobody has to be told of. */
const ends = ({ on, by, lapsed }: Ending): Day | null => (lapsed || by === 'EXPIRED' ? on : null);

const firstOf = (a: Day | null, b: Day | null): Day | null => (a === null || (b !== null && b < a) ? b : a);

const noticedOf = ({ announced }: Approved): number | null => {
  const told = [...announced]
    .filter((what) => what.startsWith('NOTICE:'))
    .map((what) => Number(what.slice(7)));
  return told.length > 0 ? Math.min(...told) : null;
};
