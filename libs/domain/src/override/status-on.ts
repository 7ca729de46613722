import { addDays, type Day } from '#libs/kernel';
import { type Approved, type EndedBy, levelOf, type Override, reviewBy } from './override-life';

/** How an override stands on a day; what follows from dates is derived, whether or not anybody has announced it. */
export type OverrideState =
  | { readonly state: 'SUBMITTED' | 'IN_REVIEW'; readonly level: number; readonly of: number }
  | { readonly state: 'SCHEDULED' | 'ACTIVE' | 'EXPIRED' | 'REJECTED' | 'WITHDRAWN' }
  | { readonly state: Exclude<EndedBy, 'REJECTED'> };

/** How an approved override comes to its end; `on` is the first day on which it does not stand, null is never. */
export interface Ending {
  readonly on: Day | null;
  readonly by: 'EXPIRED' | EndedBy;
  /** What nobody did in time. */
  readonly lapsed?: 'NOT_REATTESTED' | 'NOT_RATIFIED' | 'NOT_REVIEWED';
}

/**
 * How an approved override ends by what is known on a day: what lapses unless somebody acts stands until the time
 * to act is over; but an emergency does not go beyond the day by which it is to be ratified.
 */
export const endingOf = (override: Approved, knownOn: Day): Ending => {
  const endings = [
    ...[notRatified(override), itsOwn(override)],
    ...[...notAttested(override, knownOn), notReviewed(override, knownOn)],
  ];
  return endings.filter((one) => one !== null).reduce((first, one) => (isEarlier(one, first) ? one : first));
};

const itsOwn = ({ until, endedBy }: Approved): Ending => ({ on: until, by: endedBy ?? 'EXPIRED' });

const notRatified = ({ ratifyBy }: Approved): Ending | null =>
  ratifyBy === null ? null : { on: ratifyBy, by: 'LAPSED', lapsed: 'NOT_RATIFIED' };

const notAttested = ({ drift, attestBy }: Approved, knownOn: Day): Ending[] =>
  [drift?.reattestBy ?? null, attestBy]
    .filter((by) => by !== null)
    .filter((by) => by < knownOn)
    .map((by) => ({ on: addDays(by, 1), by: 'LAPSED', lapsed: 'NOT_REATTESTED' }));

const notReviewed = (override: Approved, knownOn: Day): Ending | null => {
  const by = reviewBy(override);
  return by === null || by >= knownOn ? null : { on: addDays(by, 1), by: 'LAPSED', lapsed: 'NOT_REVIEWED' };
};

const isEarlier = (a: Ending, b: Ending): boolean => a.on !== null && (b.on === null || a.on < b.on);

/** How an override stands on a day. */
export const statusOn = (override: Override, today: Day): OverrideState => {
  if (override.status === 'approved') return { state: approvedOn(override, today) };
  if (override.status !== 'requested') return { state: dropped[override.status] };
  if (today > override.decideBy) return { state: 'LAPSED' };
  const state = override.given.length > 0 ? 'IN_REVIEW' : 'SUBMITTED';
  return { state, level: levelOf(override)?.level ?? override.route.length, of: override.route.length };
};

const dropped = { rejected: 'REJECTED', withdrawn: 'WITHDRAWN', lapsed: 'LAPSED' } as const;

const approvedOn = (override: Approved, today: Day): 'SCHEDULED' | 'ACTIVE' | Ending['by'] => {
  const { on, by } = endingOf(override, today);
  if (on !== null && (on <= today || on <= override.from)) return by;
  return today < override.from ? 'SCHEDULED' : 'ACTIVE';
};

/** Whether it stands on a day, or will. */
export const isLive = (override: Override, today: Day): override is Approved =>
  ['SCHEDULED', 'ACTIVE'].includes(statusOn(override, today).state);
