import type { Assessment, Judge, TierCode } from '#libs/domain';
import type { Day } from '#libs/kernel';
import type { SimulatedMove } from './simulation';

export type Tiers = readonly Pick<Assessment, 'day' | 'computed'>[];

export const assessedUntil = (to: Day, assessments: readonly Assessment[]): Assessment[] =>
  assessments.filter(({ day }) => day <= to);

/** Null before the first assessment, and without a tier. */
export const tierOn = (on: Day, tiers: Tiers): TierCode | null =>
  tiers.findLast(({ day }) => day <= on)?.computed ?? null;

/** What a move is by the order that the version gives its tiers; undefined when it is none. */
export const moveKind = (
  from: string | null,
  to: string | null,
  { order, places }: Pick<Judge, 'order' | 'places'>,
): SimulatedMove | undefined => {
  if (from === to) return undefined;
  if (from === null) return 'enter';
  if (to === null) return 'exit';
  // A tier of another version has no place in this one.
  const place: ReadonlyMap<string, number> = places;
  const [was, is] = [place.get(from), place.get(to)];
  if (order !== 'ordinal' || was === undefined || is === undefined) return 'lateral';
  return is > was ? 'promotion' : 'demotion';
};
