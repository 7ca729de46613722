import { day } from '#libs/kernel';
import { arrLadder } from '../../../../testing/src/documents';
import { given } from '../../../../testing/src/given';
import { PersonId, SchemeCode } from '../../vocabulary';
import { scheme } from '../../scheme/scheme';
import * as happened from '../../scheme/scheme.events';
import { runCases } from './golden-accounts';
import { lint } from '../lint/lint';
import { PolicyDocument } from '../policy-document';

type Cases = readonly Record<string, unknown>[];
const withCases = (cases: Cases, document: object = arrLadder) =>
  PolicyDocument.parse({ ...document, cases });
const outcomes = (cases: Cases, document?: object) =>
  runCases(withCases(cases, document)).outcomes.map(({ outcome }) => outcome as string);
const of = (arr: string | null, current?: string, expect = 'T1') => ({
  name: `${arr} at ${current}`,
  inputs: { arr },
  ...(current !== undefined && { current }),
  expect,
});

describe('golden accounts', () => {
  it('come out as one review makes it: the plain rules for a newcomer, the stabiliser for who stands somewhere', () => {
    expect(outcomes([of('240000'), of('255000'), of('1000000')])).toEqual(['T3', 'T2', 'T1']);
    // In the dead band; under it with a confirmation to come; promoted at once.
    expect(outcomes([of('230000', 'T2'), of('200000', 'T2'), of('255000', 'T3')])).toEqual([
      'T2',
      'T2',
      'T2',
    ]);
    const atOnce = { ...arrLadder, stabiliser: { ...arrLadder.stabiliser, demotionConfirmations: 1 } };
    expect(outcomes([of('200000', 'T2'), of('200000', 'T1')], atOnce)).toEqual(['T3', 'T2']);
  });

  it('are held where an input is missing, and may be out of the programme', () => {
    const gated = {
      ...arrLadder,
      measures: { ...arrLadder.measures, fit: { fact: 'fit' } },
      gates: [{ measure: 'fit', below: '1', outOfProgramme: true }],
    };
    const inputs = { arr: '300000', fit: '0' };
    expect(outcomes([of(null), of(null, 'T2'), of('not a number')])).toEqual(['HELD', 'HELD', 'HELD']);
    expect(outcomes([{ name: 'unfit', inputs, expect: 'T2' }], gated)).toEqual(['OUT_OF_PROGRAMME']);
  });

  it('say of themselves whether they pass', () =>
    expect(runCases(withCases([of('240000', undefined, 'T3'), of('240000')])).outcomes).toEqual([
      { name: '240000 at undefined', expected: 'T3', outcome: 'T3', passed: true, reasons: [] },
      { name: '240000 at undefined', expected: 'T1', outcome: 'T3', passed: false, reasons: [] },
    ]));

  it('derive what is made of what they are given', () => {
    const byMargin = {
      ...arrLadder,
      measures: {
        margin: { fact: 'margin' },
        revenue: { fact: 'revenue' },
        pct: { ratioPct: { of: 'margin', to: 'revenue' } },
      },
      boundaries: [
        { tier: 'T1', measure: 'pct', at: '50', inclusive: true },
        { tier: 'T2', measure: 'pct', at: '20', inclusive: true },
      ],
    };
    const made = { name: 'made', inputs: { margin: '30', revenue: '100' }, expect: 'T2' };
    const told = { name: 'told', inputs: { pct: '60' }, expect: 'T1' };
    expect(outcomes([made, told], byMargin)).toEqual(['T2', 'T1']);
  });

  it('are ranked among themselves where accounts are ranked', () => {
    const ranked = {
      kind: 'percentile',
      tiers: [
        { code: 'top', rank: 2 },
        { code: 'rest', rank: 1 },
      ],
      measures: { fit: { fact: 'fit' } },
      inputs: [{ measure: 'fit', weight: '1', min: '0', max: '100' }],
      cuts: [{ tier: 'top', topPct: '25' }],
    };
    const fits = ['10', '90', '40', '20'].map((fit) => ({ name: fit, inputs: { fit }, expect: 'rest' }));
    expect(outcomes(fits, ranked)).toEqual(['rest', 'top', 'rest', 'rest']);
  });

  it('cover the rules that they match', () => {
    const { rules, uncovered } = runCases(withCases([of('240000'), of('255000'), of(null)]));
    expect(rules).toEqual([
      {
        pointer: '/boundaries/0',
        says: 'arr is at least 1000000',
        matched: 0,
        notMatched: 2,
        notEvaluated: 1,
      },
      {
        pointer: '/boundaries/1',
        says: 'arr is at least 250000',
        matched: 1,
        notMatched: 1,
        notEvaluated: 1,
      },
    ]);
    expect(uncovered).toEqual(['/boundaries/0']);
  });

  it('warn of the rules that they leave out, and speak of tiers and measures that are there', () => {
    const findings = (cases: Cases) => lint(withCases(cases)).map(({ code, pointer }) => [code, pointer]);
    expect(lint(PolicyDocument.parse(arrLadder)).filter(({ code }) => code === 'RULE_NOT_COVERED')).toEqual(
      [],
    );
    expect(findings([of('255000', 'T2', 'HELD')])).toContainEqual(['RULE_NOT_COVERED', '/boundaries/0']);
    expect(findings([of('1', 'T9', 'T8'), { name: 'x', inputs: { acv: '1' }, expect: 'T1' }])).toEqual(
      expect.arrayContaining([
        ['CASE_TIER_UNKNOWN', '/cases/0/expect'],
        ['CASE_TIER_UNKNOWN', '/cases/0/current'],
        ['CASE_MEASURE_UNKNOWN', '/cases/1/inputs'],
      ]),
    );
  });

  it('keep a policy from being scheduled while one of them fails', () => {
    const code = SchemeCode.parse('s');
    const [ana, ben] = [PersonId.parse('ana'), PersonId.parse('ben')];
    const version = { scheme: code, version: 1 };
    const approved = (document: PolicyDocument) =>
      given(scheme)(
        happened.SchemeOpened({ scheme: code, name: 'S', description: '', primary: true }),
        happened.PolicyDrafted({ ...version, document, author: ana }),
        happened.PolicySubmitted({ ...version, submittedBy: ana }),
        happened.PolicyApproved({ ...version, approvedBy: ben }),
      );
    const schedule = {
      type: 'SchedulePolicy' as const,
      ...version,
      effectiveFrom: day('2025-01-01'),
      scheduledBy: ben,
    };
    const scheduled = happened.PolicyScheduled({
      ...version,
      effectiveFrom: day('2025-01-01'),
      scheduledBy: ben,
    });
    approved(withCases([of('1000000')]))
      .when(schedule)
      .then(scheduled);
    approved(withCases([of('1000000'), of('999999')]))
      .when(schedule)
      .thenRefused('GOLDEN_ACCOUNTS_FAILED', {
        failures: [
          { name: '999999 at undefined', expected: 'T1', outcome: 'T2', passed: false, reasons: [] },
        ],
      });
  });
});
