import type { Day } from '#libs/kernel';
import type { OverrideId } from '../vocabulary';
import type { Overrides } from './override-life';
import type { OverrideKind, Wanted } from './override-type';
import { standingOverrides } from './composition/standing-override';
import { statusOn } from './status-on';

/** A request as far as it says which days it takes, and from which other. */
export interface OnDays {
  readonly wanted: Wanted;
  readonly supersedes?: OverrideId | undefined;
}

type Days = Pick<Wanted, 'from' | 'until'>;

/** These keep an account at a tier, from above, from below or from both. */
const atATier: readonly OverrideKind[] = ['PIN', 'FLOOR', 'CEILING'];

/** Whether one goes on with what the other does: of its kind, or at its tier, whichever way it is kept there. */
const isAlike = (one: Pick<Wanted, 'kind' | 'tier'>, other: Pick<Wanted, 'kind' | 'tier'>): boolean =>
  one.tier === other.tier &&
  (one.kind === other.kind || (atATier.includes(one.kind) && atATier.includes(other.kind)));

/**
 * How many others like it a request would stand in one row with, days upon days without a gap: those that stand, have
 * stood or wait to be decided. Whether anybody called them renewals makes no difference.
 */
export const othersInARow = ({ wanted, supersedes }: OnDays, overrides: Overrides, today: Day): number => {
  const waiting = [...overrides.values()].filter(
    (one) => one.status === 'requested' && statusOn(one, today).state !== 'LAPSED',
  );
  const alike = [...standingOverrides(overrides.values(), today), ...waiting].filter((one) =>
    isAlike(one, wanted),
  );
  const behind = alike.filter(({ overrideId, from }) => overrideId !== supersedes && from > wanted.from);
  return howManyBefore(wanted.from, alike) + howManyBehind(wanted.until, behind);
};

/** The fewest that lead up to a day. */
const howManyBefore = (on: Day, alike: readonly Days[]): number => {
  const before = alike.filter(({ from, until }) => from < on && (until === null || until >= on));
  const [first] = before.map(({ from }) => from).sort();
  return first === undefined ? 0 : 1 + howManyBefore(first, alike);
};

/** The fewest that lead on from a day. */
const howManyBehind = (on: Day | null, alike: readonly Days[]): number => {
  if (on === null) return 0;
  const ends = alike
    .filter(({ from, until }) => from <= on && (until === null || until > on))
    .map(({ until }) => until);
  if (ends.length === 0) return 0;
  return 1 + howManyBehind(ends.includes(null) ? null : ends.sort().at(-1)!, alike);
};
