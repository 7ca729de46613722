import fc from 'fast-check';
import { addDays, type Day, day, includes } from '#libs/kernel';
import { law } from '../../../../testing/src/laws';
import { fitTogether, ladder, nth } from '../../../../testing/src/overrides';
import { TierCode } from '../../vocabulary';
import { effectiveTimeline } from './compose';
import type { ComputedSegment } from './computed-segments';
import { placesIn } from '../ground';
import { OverrideKind } from '../override-type';
import type { StandingOverride } from './standing-override';

const start = day('2025-01-01');
const calendar = Array.from({ length: 200 }, (_, offset) => addDays(start, offset));
const on = (offset: number): Day => calendar[offset]!;
const places = placesIn(ladder);
const tier = fc.constantFrom('T1', 'T2', 'T3').map((code) => TierCode.parse(code));

const horizon = 60;

/** A timeline that comes in on some day, moves now and then, and may end. */
const timelines: fc.Arbitrary<ComputedSegment[]> = fc
  .record({
    days: fc.uniqueArray(fc.nat(horizon - 1), { minLength: 1, maxLength: 6 }),
    tiers: fc.array(fc.option(tier), { minLength: 6, maxLength: 6 }),
    ends: fc.boolean(),
  })
  .map(({ days, tiers, ends }) => {
    const sorted = [...days].sort((a, b) => a - b);
    return sorted.map((offset, index) => {
      const isLast = index === sorted.length - 1;
      const ended = ends && isLast && index > 0;
      return {
        from: on(offset),
        until: isLast ? null : on(sorted[index + 1]!),
        computed: ended ? null : tiers[index]!,
        ...(ended && { ended }),
      };
    });
  });

const standing: fc.Arbitrary<StandingOverride> = fc
  .record({
    n: fc.nat(1_000_000),
    kind: fc.constantFrom(...OverrideKind.options),
    tier,
    from: fc.nat(horizon - 1),
    length: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ n, kind, tier, from, length }) => ({
    overrideId: nth(n),
    kind,
    tier: kind === 'FREEZE' || kind === 'EXCLUDE' ? null : tier,
    from: on(from),
    until: kind === 'EXCLUDE' && length > 30 ? null : on(from + length),
  }));

const rank = { T1: 3, T2: 2, T3: 1 } as Record<string, number>;
const active = (all: readonly StandingOverride[], offset: number, ...kinds: OverrideKind[]) =>
  all.filter(
    (one) =>
      kinds.includes(one.kind) && one.from <= on(offset) && (one.until === null || on(offset) < one.until),
  );
const tiersOf = (all: readonly StandingOverride[]) => all.map((one) => one.tier!);
const byRank = (a: string, b: string) => rank[a]! - rank[b]!;

/** Sets of overrides that may stand together: of those drawn, each that fits beside the ones before it. */
const overrideSets = fc
  .uniqueArray(standing, { maxLength: 8, selector: ({ overrideId }) => overrideId })
  .map((all) =>
    all.reduce<StandingOverride[]>((kept, one) => (fitTogether([...kept, one]) ? [...kept, one] : kept), []),
  );

/** The rule as it is told: what stands on a day, looked up and decided for that day alone. */
const naively = (
  computed: readonly ComputedSegment[],
  all: readonly StandingOverride[],
  offset: number,
): unknown => {
  const at = (n: number) => computed.filter((one) => one.from <= on(n)).at(-1);
  const bounded = (n: number): string | null => {
    const floors = tiersOf(active(all, n, 'FLOOR'));
    const ceilings = tiersOf(active(all, n, 'CEILING'));
    const now = at(n)!.computed;
    if (now === null) return null;
    const lifted = [now, ...floors].sort(byRank).at(-1)!;
    return [lifted, ...ceilings].sort(byRank)[0]!;
  };
  const segment = at(offset);
  if (!segment) return undefined;
  if (segment.ended) return segment.computed;
  if (active(all, offset, 'EXCLUDE').length > 0) return 'EXCLUDED';
  const given = active(all, offset, 'EMERGENCY')[0] ?? active(all, offset, 'PIN')[0];
  if (given) return given.tier;
  const freeze = active(all, offset, 'FREEZE')[0];
  if (!freeze) return bounded(offset);
  const offsets = Array.from({ length: horizon + 40 }, (_, n) => n);
  return bounded(offsets.find((n) => on(n) >= freeze.from && at(n) !== undefined)!);
};

describe('the laws of the effective tier', () => {
  law(
    'it is what the rule makes of the computed tier and the overrides that stand, on every day',
    fc.property(timelines, overrideSets, (computed, all) => {
      const effective = effectiveTimeline(computed, all, places);
      const days = calendar.slice(0, horizon + 40);
      const found = days.map((one) => effective.filter((piece) => includes(piece, one)));
      expect(found.map((pieces) => pieces.length)).toEqual(
        days.map((one) => (one < computed[0]!.from ? 0 : 1)),
      );
      expect(found.map(([piece]) => piece?.effective)).toEqual(
        days.map((_, offset) => naively(computed, all, offset)),
      );
    }),
  );

  law(
    'without overrides it is the computed one',
    fc.property(timelines, (computed) => {
      expect(effectiveTimeline(computed, [], places)).toEqual(
        computed.map((one) => ({ ...one, effective: one.computed, winner: null, losers: [] })),
      );
    }),
  );

  law(
    'of the overrides of a day each is the winner or among the losers, once',
    fc.property(timelines, overrideSets, (computed, all) => {
      for (const piece of effectiveTimeline(computed, all, places)) {
        const told = [...piece.losers, ...(piece.winner ? [piece.winner] : [])].map(
          ({ overrideId }) => overrideId,
        );
        const stand = all.filter((one) => includes(one, piece.from)).map(({ overrideId }) => overrideId);
        expect(told.sort()).toEqual(stand.sort());
      }
    }),
  );

  law(
    'the order in which overrides are told changes nothing',
    fc.property(timelines, overrideSets, (computed, all) => {
      const effect = (told: readonly StandingOverride[]) =>
        effectiveTimeline(computed, told, places).map(({ from, effective, winner }) => [
          from,
          effective,
          winner,
        ]);
      expect(effect([...all].reverse())).toEqual(effect(all));
    }),
  );
});
