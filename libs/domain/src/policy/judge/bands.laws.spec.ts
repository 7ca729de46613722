import fc from 'fast-check';
import { decimal, inLastPlaces } from '#libs/kernel';
import { documents } from '../../../../testing/src/arbitraries';
import { bands } from '../../../../testing/src/known';
import { law } from '../../../../testing/src/laws';
import { Measure, TierCode } from '../../vocabulary';
import type { Reading } from './judge';
import { indicate, judgeOf } from './judge-of';
import { errorsOf, lint } from '../lint/lint';
import type { BandsPolicy } from '../policy-document';

const names = ['a', 'b', 'c'] as const;
const amount = fc.integer({ min: -2000, max: 2000 }).map((cents) => decimal((cents / 100).toFixed(2)));

/** Any bands at all on three tiers and three measures: edges in any order, gates that cap or shut out. */
const policies = fc
  .record({
    combine: fc.constantFrom('highest' as const, 'lowest' as const),
    boundaries: fc.array(
      fc.record({
        tier: fc.constantFrom('gold', 'silver'),
        measure: fc.constantFrom(...names),
        at: amount,
        inclusive: fc.boolean(),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    gates: fc.array(
      fc.oneof(
        fc.record({
          measure: fc.constantFrom(...names),
          below: amount,
          capTier: fc.constantFrom('silver', 'bronze'),
        }),
        fc.record({
          measure: fc.constantFrom(...names),
          below: amount,
          outOfProgramme: fc.constant(true as const),
        }),
      ),
      { maxLength: 3 },
    ),
    deadBandPct: fc.integer({ min: 0, max: 10000 }).map((hundredths) => (hundredths / 100).toFixed(2)),
  })
  .map(({ deadBandPct, ...rest }) =>
    bands({
      ...rest,
      tiers: ['bronze', 'silver', 'gold'].map((code, rank) => ({ code, rank })),
      measures: Object.fromEntries(names.map((name) => [name, { fact: name }])),
      stabiliser: { deadBandPct },
    }),
  );
const inputs = fc
  .tuple(amount, amount, amount)
  .map((values) =>
    names.map((name, index): Reading => ({ measure: Measure.parse(name), value: values[index]! })),
  );

/** -1 out of the programme, then the tiers from the lowest. */
const height = (policy: BandsPolicy, readings: readonly Reading[]): number =>
  placeOf(indicate(policy, readings).tier);
const ladder = ['bronze', 'silver', 'gold'].map((code) => TierCode.parse(code));
const placeOf = (tier: TierCode | null) => (tier === null ? -1 : ladder.indexOf(tier));
const kept = (policy: BandsPolicy, readings: readonly Reading[], current: number) =>
  placeOf(judgeOf(policy).keep(readings, ladder[current]!, null));

describe('the laws of the bands', () => {
  law(
    'raising one measure alone never lowers the indicated tier',
    fc.property(
      policies,
      inputs,
      fc.constantFrom(0, 1, 2),
      fc.integer({ min: 1, max: 3000 }),
      (policy, low, which, cents) => {
        const raised = low.map((one, index) =>
          index === which ? { ...one, value: (Number(one.value) + cents / 100).toFixed(2) } : one,
        );
        expect(inLastPlaces(decimal(raised[which]!.value!))).toBeGreaterThan(
          inLastPlaces(decimal(low[which]!.value!)),
        );
        expect(height(policy, raised)).toBeGreaterThanOrEqual(height(policy, low));
      },
    ),
    3000,
  );

  law(
    'what the entry edges give, the exit edges never take, and without a dead band they are the same',
    fc.property(policies, inputs, fc.constantFrom(0, 1, 2), (policy, readings, current) => {
      fc.pre(height(policy, readings) >= 0);
      expect(kept(policy, readings, current)).toBeGreaterThanOrEqual(height(policy, readings));
      const strict = { ...policy, stabiliser: { ...policy.stabiliser!, deadBandPct: decimal('0') } };
      expect(kept(strict, readings, current)).toBe(height(policy, readings));
    }),
  );

  law(
    'nothing is indicated while an input that is read has no value',
    fc.property(policies, inputs, fc.constantFrom(0, 1, 2), (policy, readings, which) => {
      const without = readings.filter((_, index) => index !== which);
      const isRead = [...policy.boundaries, ...policy.gates].some(({ measure }) => measure === names[which]);
      const { tier, outOfProgramme } = indicate(policy, without);
      if (isRead) expect([tier, outOfProgramme]).toEqual([null, false]);
      else expect(tier).toBe(indicate(policy, readings).tier);
    }),
  );

  law(
    'the documents that the laws are tried on are sound',
    fc.property(documents, (document) => {
      expect(errorsOf(lint(document))).toEqual([]);
    }),
  );
});
