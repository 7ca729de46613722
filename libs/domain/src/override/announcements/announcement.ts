import { addDays, type Day } from '#libs/kernel';
import { undecided } from './announce-waiting';
import {
  OverrideActivated,
  type OverrideEvent,
  OverrideExpired,
  OverrideExpiryNoticed,
  OverrideLapsed,
} from '../override.events';
import type { Approved, Override, Overrides } from '../override-life';
import type { OverrideRules } from '../rules/override-rules';
import { aboutOf, type OfTimeline } from '../override-type';
import { endingOf } from '../status-on';

/** Says what the dates have brought about by a day, once; what it says is so whether or not anybody says it. */
export interface AnnounceOverrides extends OfTimeline<'AnnounceOverrides'> {
  readonly today: Day;
  /** How many days before its end an override is noticed. */
  readonly expiryNoticeDays: readonly number[];
  /** Who is told when a level is late. */
  readonly escalatesTo: OverrideRules['escalatesTo'];
}

export const announce = (command: AnnounceOverrides, overrides: Overrides): OverrideEvent[] =>
  [...overrides.values()].flatMap((override) => announcementsOf(override, command));

const announcementsOf = (override: Override, command: AnnounceOverrides): OverrideEvent[] => {
  if (override.status === 'requested') return undecided(override, command);
  return override.status === 'approved' ? ofApproved(override, command) : [];
};

const ofApproved = (override: Approved, command: AnnounceOverrides): OverrideEvent[] => {
  const { on } = endingOf(override, command.today);
  const never = on !== null && on <= override.from;
  return [
    ...(never ? [] : activation(override, command)),
    ...notice(override, command),
    ...end(override, command),
  ];
};

const activation = (override: Approved, command: AnnounceOverrides): OverrideEvent[] => {
  const { overrideId, from, announced } = override;
  if (command.today < from || announced.has('ACTIVATED')) return [];
  const { on: until } = endingOf(override, command.today);
  return [OverrideActivated({ ...aboutOf({ ...command, overrideId }), from, until })];
};

/** The last notice that is due; what a job has slept through is not told any more. */
const notice = (override: Approved, command: AnnounceOverrides): OverrideEvent[] => {
  const { overrideId, from, announced } = override;
  const { today, expiryNoticeDays } = command;
  const { on: until } = endingOf(override, today);
  if (until === null || until <= today) return [];
  const due = expiryNoticeDays.filter((days) => {
    const noticedOn = addDays(until, -days);
    return noticedOn <= today && noticedOn >= from;
  });
  const days = due.length > 0 ? Math.min(...due) : null;
  if (days === null || announced.has(`NOTICE:${days}`)) return [];
  return [OverrideExpiryNoticed({ ...aboutOf({ ...command, overrideId }), days, until })];
};

const end = (override: Approved, command: AnnounceOverrides): OverrideEvent[] => {
  const { overrideId, announced } = override;
  const { on, by, lapsed } = endingOf(override, command.today);
  if (on === null || on > command.today || announced.has('ENDED')) return [];
  const about = aboutOf({ ...command, overrideId });
  if (lapsed) return [OverrideLapsed({ ...about, reason: lapsed, on })];
  return by === 'EXPIRED' ? [OverrideExpired({ ...about, until: on })] : [];
};
