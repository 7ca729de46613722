import type { TierCode } from '../../vocabulary';
import { type Effect, losing, type LoserReason, type Places } from './effect';
import type { StandingOverride } from './standing-override';

interface Clamped extends Effect {
  readonly effective: TierCode | null;
}

/** A bound whose tier the scheme has, and the place of that. */
interface Bound {
  readonly override: StandingOverride;
  readonly place: number;
}

/** A tier within the highest FLOOR and the lowest CEILING of those that stand. */
export const clamp = (
  computed: TierCode | null,
  standing: readonly StandingOverride[],
  places: Places,
): Clamped => {
  const place = computed === null ? undefined : places.get(computed);
  if (place === undefined)
    return { effective: computed, winner: null, losers: standing.map(losing('UNTIERED')) };
  const known = boundsOf(standing, places);
  const tightest = [
    tightestOf(known, 'FLOOR', (a, b) => a > b),
    tightestOf(known, 'CEILING', (a, b) => a < b),
  ].filter((one) => one !== null);
  const winner = tightest.find((one) => moves(one, place))?.override ?? null;
  const losers = standing
    .filter((one) => one !== winner)
    .map((one) => losing(whyNot(one, known, tightest))(one));
  return { effective: winner?.tier ?? computed, winner, losers };
};

const boundsOf = (standing: readonly StandingOverride[], places: Places): Bound[] =>
  standing.flatMap((override) => {
    const place = override.tier === null ? undefined : places.get(override.tier);
    return place === undefined ? [] : [{ override, place }];
  });

const tightestOf = (
  known: readonly Bound[],
  kind: 'FLOOR' | 'CEILING',
  isTighter: (a: number, b: number) => boolean,
): Bound | null =>
  known
    .filter(({ override }) => override.kind === kind)
    .reduce<Bound | null>((best, one) => (best && !isTighter(one.place, best.place) ? best : one), null);

const moves = ({ override, place }: Bound, computed: number): boolean =>
  override.kind === 'FLOOR' ? place > computed : place < computed;

const whyNot = (
  override: StandingOverride,
  known: readonly Bound[],
  tightest: readonly Bound[],
): LoserReason => {
  const isIt = (one: Bound) => one.override === override;
  if (!known.some(isIt)) return 'UNKNOWN_TIER';
  return tightest.some(isIt) ? 'NOT_NEEDED' : 'LESS_TIGHT';
};
