import { day } from '#libs/kernel';
import { arrLadder } from '../../../testing/src/documents';
import { accountKnown, known, planOf } from '../../../testing/src/known';
import { foldTimeline } from '../placement/timeline';
import { PolicyDocument } from '../policy/policy-document';
import { nearestEdge } from './nearness';
import { reversalsIn, type Turn } from './reversals';

const nearest = (document: PolicyDocument, measure: string, ...values: readonly string[]) => {
  const account = accountKnown(
    values.map((value, index) => known(measure, value, `2025-0${index + 1}-01`)),
    { onboardedOn: '2024-06-01' },
  );
  const days = values.map((_, index) => `2025-0${index + 1}-02`);
  const { assessments } = foldTimeline(account, planOf(document, days));
  return nearestEdge({
    document,
    opened: day('2024-06-01'),
    previous: assessments.at(-2),
    assessment: assessments.at(-1)!,
    cohorts: [],
  });
};

describe('the edge that an account is nearest to', () => {
  it('is an entry edge for who is under it', () =>
    expect(nearest(arrLadder, 'arr', '240000')).toEqual({
      subject: 'arr',
      edge: 'enter',
      at: '250000',
      value: '240000',
      distance: '10000',
      pct: '4',
    }));

  it('is the exit edge for who holds the tier', () =>
    expect(nearest(arrLadder, 'arr', '240000', '260000')).toMatchObject({
      edge: 'exit',
      at: '225000',
      distance: '-35000',
    }));

  it('is a bound of a condition in a table', () => {
    const table = PolicyDocument.parse({
      kind: 'table',
      tiers: [{ code: 'grow' }, { code: 'monitor' }],
      measures: { health: { fact: 'health' } },
      rows: [{ when: [{ measure: 'health', atLeast: '70' }], tier: 'grow' }, { tier: 'monitor' }],
    });
    expect(nearest(table, 'health', '69.3')).toMatchObject({ edge: 'bound', at: '70', pct: '1' });
  });

  it('is none where there is no value', () => expect(nearest(arrLadder, 'arr', 'unknown')).toBeNull());
});

describe('reversals', () => {
  const turn = (kind: Turn['kind'], fromTier: string | null, toTier: string | null): Turn => ({
    kind,
    fromTier,
    toTier,
  });

  it('are counted where the direction turns', () =>
    expect(
      reversalsIn([
        turn('enter', null, 'T2'),
        turn('promotion', 'T2', 'T1'),
        turn('demotion', 'T1', 'T2'),
        turn('demotion', 'T2', 'T3'),
        turn('promotion', 'T3', 'T2'),
      ]),
    ).toBe(2));

  it('are moves back where tiers have no order', () => {
    expect(
      reversalsIn([turn('lateral', 'A', 'B'), turn('lateral', 'B', 'A'), turn('lateral', 'A', 'C')]),
    ).toBe(1);
    expect(reversalsIn([turn('lateral', 'A', 'B'), turn('lateral', 'B', 'C')])).toBe(0);
  });
});
