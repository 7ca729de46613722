import { day } from '#libs/kernel';
import { contractValue } from '../../../testing/src/documents';
import { given } from '../../../testing/src/given';
import { accountKnown, known, planOf } from '../../../testing/src/known';
import { accountView, ExternalId, SchemeCode } from '../vocabulary';
import type { AccountKnowledge } from './knowledge';
import { placement } from './placement';
import { TierWithheld } from './placement.events';
import type { Reassess } from './reassess';
import { foldTimeline } from './timeline';

const into = ExternalId.parse('GIANT');
const acme = accountKnown([known('acv', '300000', '2025-01-15'), known('acv', '1000000', '2025-05-01')], {
  onboardedOn: '2025-01-10',
});
const merged = (on: string): AccountKnowledge => ({ ...acme, ended: { on: day(on), into } });
const plan = planOf(contractValue, ['2025-04-01', '2025-07-01']);
const told = (account: AccountKnowledge) =>
  foldTimeline(account, plan).assessments.map(({ day: on, outcome, computed }) => [on, outcome, computed]);

describe('an account that is part of another', () => {
  it('answers for itself before, and is not assessed behind', () => {
    expect(told(merged('2025-04-02'))).toEqual([
      ['2025-01-15', 'ASSIGNED', 'growth'],
      ['2025-04-01', 'REAFFIRMED', 'growth'],
      ['2025-04-02', 'ENDED', null],
    ]);
  });

  it('has ended on the day itself, be it one of assessment', () => {
    expect(told(merged('2025-04-01')).at(-1)).toEqual(['2025-04-01', 'ENDED', null]);
    expect(foldTimeline(merged('2025-04-01'), plan).assessments.at(-1)).toMatchObject({
      mergedInto: 'GIANT',
      policyVersion: 0,
      indicated: null,
    });
  });

  it('ends where it begins, when it came in later than it ended', () => {
    expect(told(merged('2025-01-01'))).toEqual([['2025-01-10', 'ENDED', null]]);
  });

  it('goes on from a day as it does as a whole', () => {
    const whole = foldTimeline(merged('2025-05-15'), plan);
    for (const since of ['2025-04-01', '2025-05-01', '2025-06-01'])
      expect(foldTimeline(merged('2025-05-15'), plan, day(since), whole.assessments)).toEqual(whole);
  });

  const reassess: Reassess = {
    type: 'Reassess',
    scheme: SchemeCode.parse('cv'),
    view: accountView,
    externalId: acme.externalId,
    account: merged('2025-06-01'),
    plan,
    since: null,
    basis: '9',
    cause: { kind: 'LINEAGE', eventId: 'e1' },
    today: day('2025-06-15'),
  };
  const placed = () => {
    const outcome = placement.decide(
      { ...reassess, account: acme, basis: '8', plan: planOf(contractValue, ['2025-04-01']) },
      placement.initialState(),
    );
    return outcome as Extract<typeof outcome, readonly unknown[]>;
  };

  it('is told so by an event, late when the day is past', () => {
    const ended = foldTimeline(reassess.account!, plan).assessments.at(-1)!;
    given(placement)(...placed())
      .when({ ...reassess, plan: planOf(contractValue, ['2025-04-01']) })
      .then(
        TierWithheld({
          scheme: reassess.scheme,
          view: reassess.view,
          externalId: reassess.externalId,
          assessment: ended,
          basis: '9',
          before: 'strategic' as never,
          cause: reassess.cause,
          retroKind: 'LATE_FACT',
        }),
      );
  });

  it('is folded as a whole by a run', () => {
    given(placement)(...placed())
      .when({ ...reassess, since: day('2025-07-01') })
      .thenRefused('WHOLE_TIMELINE_NEEDED');
  });
});
