import { type Day, latest, overlaps, type Refusal, refuse } from '#libs/kernel';
import type { Places } from './composition/effect';
import type { Override } from './override-life';
import type { OverrideKind, Wanted } from './override-type';
import { type StandingOverride, standingOverrides } from './composition/standing-override';

/** An override that is wanted beside those that stand. */
export interface Beside {
  readonly wanted: Wanted;
  /** What it takes the place of. */
  readonly supersedes: string | null;
}

/**
 * Of each group there is one a day at most. An emergency goes before what it finds and leaves it as it is, so that
 * what a committee has approved is there again when the emergency is over.
 */
const oneADay: readonly (readonly OverrideKind[])[] = [['PIN', 'FREEZE'], ['EMERGENCY']];

/** Why an override cannot stand on its days beside all others that do; undefined when it can. */
export const whyNotBeside = (
  { wanted, supersedes }: Beside,
  overrides: Iterable<Override>,
  places: Places,
  today: Day,
): Refusal | undefined => {
  const others = standingOverrides(overrides, today).filter(
    (one) => one.overrideId !== supersedes && overlaps(one, wanted),
  );
  return whyTwoADay(wanted, others) ?? whyCrossed(wanted, others, places);
};

const whyTwoADay = ({ kind }: Wanted, others: readonly StandingOverride[]): Refusal | undefined => {
  const group = oneADay.find((kinds) => kinds.includes(kind)) ?? [];
  const other = others.find((one) => group.includes(one.kind));
  return (
    other &&
    refuse(
      'against-policy',
      'OVERRIDE_OVERLAP',
      `A ${other.kind} stands from ${other.from}${other.until === null ? '' : ` until ${other.until}`}: choose other days, or say that this one \`supersedes\` it.`,
      { overrideId: other.overrideId, kind: other.kind, from: other.from, until: other.until },
    )
  );
};

/** Whether two that overlap might not stand together, whichever the order of the tiers is. */
export const mayNotFit = (a: Pick<Wanted, 'kind'>, b: Pick<Wanted, 'kind'>): boolean =>
  opposite[a.kind] === b.kind || oneADay.some((kinds) => kinds.includes(a.kind) && kinds.includes(b.kind));

const opposite: Partial<Record<OverrideKind, OverrideKind>> = { FLOOR: 'CEILING', CEILING: 'FLOOR' };

const whyCrossed = (
  wanted: Wanted,
  others: readonly StandingOverride[],
  places: Places,
): Refusal | undefined => {
  const placeOf = ({ tier }: Wanted): number | undefined => (tier === null ? undefined : places.get(tier));
  const isOver = (floor: Wanted, ceiling: Wanted) => (placeOf(floor) ?? -1) > (placeOf(ceiling) ?? Infinity);
  const crossed = others
    .filter(({ kind }) => kind === opposite[wanted.kind])
    .find((other) => (wanted.kind === 'FLOOR' ? isOver(wanted, other) : isOver(other, wanted)));
  return crossed && floorAboveCeiling(wanted, crossed);
};

const floorAboveCeiling = (wanted: Wanted, { overrideId, kind, tier, from }: StandingOverride): Refusal => {
  const day = latest(from, wanted.from);
  return refuse(
    'against-policy',
    'FLOOR_ABOVE_CEILING',
    `On ${day} a ${kind} at ${tier} stands, and a ${wanted.kind} at ${wanted.tier} beside it leaves no tier between: choose another tier or other days.`,
    { overrideId, kind, tier, day },
  );
};
