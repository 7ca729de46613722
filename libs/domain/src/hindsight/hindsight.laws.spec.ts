import { addDays, atOnce, day, overlaps, type Period } from '#libs/kernel';
import fc from 'fast-check';
import { law } from '../../../testing/src/laws';
import { ExternalId, TierCode } from '../vocabulary';
import type { AccountLife } from './account-life';
import { type EndedOverride, Hindsight } from './hindsight';
import { add, bandOf, leastShown, nothing, sumOf, type Sums } from './outcome';

const start = day('2025-01-01');
const windows = [
  { from: day('2025-04-01'), until: day('2025-10-01') },
  { from: day('2025-07-01'), until: day('2026-01-01') },
];
const tiers = [null, TierCode.parse('A'), TierCode.parse('B')];

const anyStanding = fc.option(
  fc.record({
    // Amounts on either side of the edges between sizes.
    opening: fc.constantFrom(0n, 9_999n, 10_000n, 60_000n).map((amount) => amount * 10n ** 10n),
    closing: fc.bigInt({ min: 0n, max: 3n }).map((amount) => amount * 10n ** 14n),
    standsIn: fc.boolean(),
  }),
  { freq: 8 },
);
const anyDays = fc.tuple(fc.nat(90), fc.integer({ min: 1, max: 90 })).map(([after, long]): Period => {
  const from = addDays(start, after);
  return { from, until: addDays(from, long) };
});
const anyLife = fc
  .record({
    first: fc.constantFrom(...tiers),
    then: fc.constantFrom(...tiers),
    turn: fc.integer({ min: 1, max: 60 }),
    overridden: fc.array(anyDays, { maxLength: 1 }),
    standings: fc.tuple(anyStanding, anyStanding),
  })
  .map(({ first, then, turn, overridden, standings }) => (externalId: ExternalId): AccountLife => {
    const until = addDays(start, turn);
    return {
      externalId,
      computed: [
        { from: start, until, computed: first },
        { from: until, until: null, computed: then },
      ],
      overridden,
      over: (window) => standings[windows.findIndex(({ from }) => from === window.from)] ?? null,
    };
  });
const anyHistory = fc
  .tuple(
    fc.array(anyLife, { minLength: 8, maxLength: 24 }),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1), fc.subarray(['x', 'y', 'z'])), {
      minLength: 1,
      maxLength: 8,
    }),
  )
  .map(([made, picks]) => {
    const lives = made.map((make, index) => make(ExternalId.parse(`A${index}`)));
    const overrides = picks.flatMap(([pick, window, keys]): EndedOverride[] => {
      const { externalId, overridden } = lives[pick % lives.length]!;
      return overridden.map(({ from }) => ({ externalId, from, window: windows[window]!, keys }));
    });
    return { lives, overrides };
  });

const tierOn = ({ computed }: AccountLife, on: string) =>
  computed.find(({ from, until }) => from <= on && (until === null || on < until))!.computed;
const opens = (life: AccountLife, { window }: EndedOverride) => (life.over(window)?.opening ?? 0n) > 0n;

/** The definition, read account by account and override by override. */
const byHand = (lives: readonly AccountLife[], overrides: readonly EndedOverride[], key: string) => {
  const lifeOf = (one: EndedOverride) => lives.find(({ externalId }) => externalId === one.externalId)!;
  const group = overrides.filter((one) => one.keys.includes(key) && opens(lifeOf(one), one));
  const likeThem = (one: EndedOverride) =>
    lives.filter(
      (life) =>
        opens(life, one) &&
        tierOn(life, one.from) === tierOn(lifeOf(one), one.from) &&
        !life.overridden.some((days) => overlaps(days, { from: one.from, until: one.window.until })),
    );
  const bandIn = (life: AccountLife, one: EndedOverride) => bandOf(life.over(one.window)!.opening);
  const comparable = (one: EndedOverride) => {
    const ofSize = likeThem(one).filter((life) => bandIn(life, one) === bandIn(lifeOf(one), one));
    return ofSize.length < leastShown ? likeThem(one) : ofSize;
  };
  const total = (pairs: (readonly [AccountLife, EndedOverride])[]): Sums =>
    [...new Map(pairs.map((pair) => [`${pair[0].externalId} ${pair[1].window.from}`, pair])).values()]
      .map(([life, { window }]) => sumOf(life.over(window)!))
      .reduce(add, nothing);
  return {
    overridden: total(group.map((one) => [lifeOf(one), one])),
    comparable: total(group.flatMap((one) => comparable(one).map((life) => [life, one] as const))),
  };
};

describe('hindsight', () => {
  law(
    'adds up what the definition, read account by account, adds up',
    fc.property(anyHistory, ({ lives, overrides }) => {
      const hindsight = new Hindsight(overrides);
      for (const life of lives) hindsight.observe(life);
      for (const life of lives) hindsight.compare(life);
      const sums = new Map(atOnce(hindsight.sums()).map((one) => [one.key, one]));
      for (const key of ['x', 'y', 'z']) {
        const { overridden = nothing, comparable = nothing } = sums.get(key) ?? {};
        expect({ overridden, comparable }).toEqual(byHand(lives, overrides, key));
      }
    }),
    300,
  );
});
