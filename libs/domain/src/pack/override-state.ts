import type { Day } from '#libs/kernel';
import type { Override } from '../override/override-life';
import { type Ending, endingOf, type OverrideState, statusOn } from '../override/status-on';

/** Two days of a pack: the one that it tells of, and the one whose knowledge it uses. */
export interface PackDays {
  readonly closing: Day;
  readonly known: Day;
}

/** How an override comes to its end by what is known at the pin; null for one that never stood. */
export const endOf = (life: Override, { known }: PackDays): Ending | null =>
  life.status === 'approved' ? endingOf(life, known) : null;

/** How an override stands on the closing day by what is known at the pin. */
export const stateAtClose = (life: Override, days: PackDays): OverrideState['state'] => {
  const { closing } = days;
  const end = endOf(life, days);
  if (!end) return statusOn(life, closing).state;
  if (end.on !== null && (end.on <= closing || end.on <= life.from)) return end.by;
  return closing < life.from ? 'SCHEDULED' : 'ACTIVE';
};
