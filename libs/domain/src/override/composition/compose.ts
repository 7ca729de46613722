import { includes } from '#libs/kernel';
import type { OverrideId, TierCode } from '../../vocabulary';
import { clamp } from './clamp';
import type { ComputedSegment } from './computed-segments';
import { type Effect, excluded, losing, type Places } from './effect';
import type { OverrideKind } from '../override-type';
import type { StandingOverride } from './standing-override';

/** Each before all that follow; FLOOR and CEILING come together, behind them. */
const precedence: readonly OverrideKind[] = ['EXCLUDE', 'EMERGENCY', 'PIN', 'FREEZE'];
const bounds: readonly OverrideKind[] = ['FLOOR', 'CEILING'];

/**
 * The effective timeline: on every day what the overrides that stand on it make of the computed tier. Segments are cut
 * where an override begins or ends, and keep all else that they carry.
 */
export const effectiveTimeline = <S extends ComputedSegment>(
  computed: readonly S[],
  overrides: readonly StandingOverride[],
  places: Places,
): (S & Effect)[] => {
  const ordered = [...overrides].sort(byBeginning);
  const frozen = new Map(
    ordered
      .filter(({ kind }) => kind === 'FREEZE')
      .map((one) => [one.overrideId, heldAt(one, computed, ordered, places)]),
  );
  return computed.flatMap((segment) =>
    cut(segment, ordered).map((piece) => {
      const standing = ordered.filter((one) => includes(one, piece.from));
      return { ...piece, ...effectOn(piece, standing, frozen, places) };
    }),
  );
};

/** Of two that should never stand together the later one goes first, so that the answer is one at all events. */
const byBeginning = (a: StandingOverride, b: StandingOverride): number =>
  a.from === b.from ? (a.overrideId < b.overrideId ? 1 : -1) : a.from < b.from ? 1 : -1;

/** The tier held on the first day of a FREEZE: the computed one within its bounds, never one that goes before it. */
const heldAt = (
  { from }: StandingOverride,
  computed: readonly ComputedSegment[],
  overrides: readonly StandingOverride[],
  places: Places,
): TierCode | null => {
  const segment = computed.find((one) => includes(one, from)) ?? computed[0];
  if (!segment) return null;
  const first = segment.from > from ? segment.from : from;
  const standing = overrides.filter((one) => bounds.includes(one.kind) && includes(one, first));
  return clamp(segment.computed, standing, places).effective;
};

/** A segment in pieces on each of which the same overrides stand. */
const cut = <S extends ComputedSegment>(segment: S, overrides: readonly StandingOverride[]): S[] => {
  const edges = overrides
    .flatMap(({ from, until }) => (until === null ? [from] : [from, until]))
    .filter((on) => on > segment.from && (segment.until === null || on < segment.until));
  const starts = [segment.from, ...[...new Set(edges)].sort()];
  return starts.map((from, index) => ({ ...segment, from, until: starts[index + 1] ?? segment.until }));
};

const effectOn = (
  { computed, ended }: ComputedSegment,
  standing: readonly StandingOverride[],
  frozen: ReadonlyMap<OverrideId, TierCode | null>,
  places: Places,
): Effect => {
  if (standing.length === 0) return { effective: computed, winner: null, losers: [] };
  if (ended) return { effective: computed, winner: null, losers: standing.map(losing('ENDED')) };
  const winner = precedence.map((kind) => standing.find((one) => one.kind === kind)).find(Boolean);
  if (!winner) return clamp(computed, standing, places);
  const losers = standing.filter((one) => one !== winner).map(losing('OUTRANKED'));
  return { effective: given(winner, frozen), winner, losers };
};

const given = (
  { overrideId, kind, tier }: StandingOverride,
  frozen: ReadonlyMap<OverrideId, TierCode | null>,
): Effect['effective'] => {
  if (kind === 'EXCLUDE') return excluded;
  return kind === 'FREEZE' ? (frozen.get(overrideId) ?? null) : tier;
};
