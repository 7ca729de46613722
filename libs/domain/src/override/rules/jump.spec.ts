import { field, kinds, ladder, segments, wanted } from '../../../../testing/src/overrides';
import { judgeOf } from '../../policy/judge/judge-of';
import { PolicyDocument } from '../../policy/policy-document';
import { computedOver } from '../basis';
import { freezeDrift, jumpOf } from './jump';

/** Tiers of a table that stand in an order. */
const ordered = PolicyDocument.parse({
  kind: 'table',
  ordinal: true,
  tiers: [
    { code: 'T1', rank: 3 },
    { code: 'T2', rank: 2 },
    { code: 'T3', rank: 1 },
  ],
  measures: { acv: { fact: 'acv' } },
  rows: [{ tier: 'T1' }],
});

const april = '2025-04-01 2025-05-01';
const jump = (document: PolicyDocument, asked: string, ...computed: string[]) => {
  const { kind, ...rest } = wanted(asked);
  const over = computedOver(rest, segments(...computed));
  return jumpOf({ kind: kind, tier: rest.tier }, over, judgeOf(document));
};

describe('the jump of an override', () => {
  it.each([
    // a PIN: the difference of ranks, either way
    ['PIN T1', 'T3', 2, 'up'],
    ['PIN T1', 'T2', 1, 'up'],
    ['PIN T3', 'T1', 2, 'down'],
    ['PIN T2', 'T2', 0, null],
    ['EMERGENCY T1', 'T3', 2, 'up'],
    // a FLOOR lifts only, a CEILING only lowers
    ['FLOOR T1', 'T3', 2, 'up'],
    ['FLOOR T2', 'T1', 0, null],
    ['CEILING T3', 'T1', 2, 'down'],
    ['CEILING T1', 'T3', 0, null],
    // what is frozen stays
    ['FREEZE -', 'T3', 0, null],
    // out of the programme
    ['EXCLUDE -', 'T1', 1, 'down'],
    // from no tier: as from under the lowest
    ['PIN T3', '-', 1, 'up'],
    ['PIN T1', '-', 3, 'up'],
    ['FLOOR T1', '-', 0, null],
    ['CEILING T1', '-', 0, null],
  ])('on a ladder is for %s over %s: %s %s', (asked, computed, distance, direction) =>
    expect(jump(ladder, `${asked} ${april}`, `${computed} 2025-01-10`)).toEqual({
      distance,
      direction,
      on: '2025-04-01',
    }),
  );

  it.each([
    ['PIN BOTH', 'NONE', 2],
    ['PIN BIG', 'NONE', 1],
    ['PIN BIG', 'KEEN', 2],
    ['PIN BIG', 'BIG', 0],
    ['PIN BIG', '-', 2],
    ['FREEZE -', 'BIG', 0],
  ])('on two axes is how many differ: for %s over %s: %s', (asked, computed, distance) =>
    expect(jump(field, `${asked} ${april}`, `${computed} 2025-01-10`)).toMatchObject({
      distance,
      direction: null,
    }),
  );

  it.each([
    ['PIN T1', 'T3', 1],
    ['PIN T1', 'T1', 0],
    ['PIN T1', '-', 1],
  ])('without order is 1 or nothing: for %s over %s: %s', (asked, computed, distance) =>
    expect(jump(kinds, `${asked} ${april}`, `${computed} 2025-01-10`)).toMatchObject({
      distance,
      direction: null,
    }),
  );

  it('is the greatest over the interval, and says on which day', () => {
    const path = ['T2 2025-01-10', 'T3 2025-04-10', 'T1 2025-04-20'];
    expect(jump(ladder, `PIN T1 ${april}`, ...path)).toEqual({
      distance: 2,
      direction: 'up',
      on: '2025-04-10',
    });
    expect(jump(ladder, `PIN T2 ${april}`, ...path)).toEqual({
      distance: 1,
      direction: 'up',
      on: '2025-04-10',
    });
  });

  it('does not look outside the interval', () =>
    expect(jump(ladder, `PIN T1 ${april}`, 'T3 2025-01-10', 'T1 2025-03-01', 'T3 2025-05-01')).toMatchObject({
      distance: 0,
    }));

  it('of a timeline that says nothing of the interval is from no tier', () =>
    expect(jump(ladder, `PIN T1 ${april}`)).toEqual({ distance: 3, direction: 'up', on: null }));

  it.each([
    ['a ladder', ladder, 3],
    ['a table with an order', ordered, 3],
    ['a field', field, 2],
    ['kinds', kinds, 1],
  ])('to a tier that the policy has no more is as far as can be, on %s', (_, document, distance) => {
    const there = document === field ? 'BIG' : 'T3';
    const farthest = { distance, direction: null };
    expect(jump(document, `PIN GONE ${april}`, `${there} 2025-01-10`)).toMatchObject(farthest);
    expect(jump(document, `PIN GONE ${april}`, '- 2025-01-10')).toMatchObject(farthest);
    expect(jump(document, `PIN GONE ${april}`, 'GONE 2025-01-10')).toMatchObject({ distance: 0 });
    const computed = computedOver(
      wanted(`FREEZE - ${april}`),
      segments('GONE 2025-01-10', `${there} 2025-04-10`),
    );
    expect(freezeDrift('GONE' as never, computed, judgeOf(document))).toBe(distance);
  });

  it('a bound at a tier that the policy has no more bounds nothing', () =>
    expect(jump(ladder, `FLOOR GONE ${april}`, 'T3 2025-01-10')).toMatchObject({ distance: 0 }));

  it('from a tier that the policy has no more is from no tier', () =>
    expect(jump(ladder, `PIN T1 ${april}`, 'GONE 2025-01-10')).toMatchObject({ distance: 3 }));
});

describe('the drift of a FREEZE', () => {
  const drift = (held: string, ...computed: string[]) =>
    freezeDrift(
      held === '-' ? null : (held as never),
      computedOver(wanted(`FREEZE - ${april}`), segments(...computed)),
      judgeOf(ladder),
    );

  it('is how far the computed tier has come away from what is held, either way', () => {
    expect(drift('T3', 'T3 2025-01-10')).toBe(0);
    expect(drift('T3', 'T3 2025-01-10', 'T2 2025-04-10')).toBe(1);
    expect(drift('T3', 'T3 2025-01-10', 'T1 2025-04-10', 'T2 2025-04-20')).toBe(2);
    expect(drift('T1', 'T1 2025-01-10', 'T3 2025-04-10')).toBe(2);
  });
  it('is none where no tier is held', () => expect(drift('-', '- 2025-01-10', 'T1 2025-04-10')).toBe(0));
});
