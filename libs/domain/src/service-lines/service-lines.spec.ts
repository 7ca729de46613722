import { day, decimal } from '#libs/kernel';
import { bands, inForce, known, accountKnown, planOf } from '../../../testing/src/known';
import { openedOn } from '../placement/due-days';
import type { AccountKnowledge } from '../placement/knowledge';
import { revenueKnown, type RevenueRow } from '../placement/revenue';
import { foldTimeline } from '../placement/timeline';
import { lint } from '../policy/lint/lint';
import { PolicyDocument } from '../policy/policy-document';
import { ServiceLine, viewOfLine } from '../vocabulary';
import { type LineTold, withLines } from './lines-known';
import { viewsOf } from './views-of-account';

const [hosting, support] = ['hosting', 'support'].map((name) => ServiceLine.parse(name)) as [
  ServiceLine,
  ServiceLine,
];
const row = (occurredOn: string, amount: string): RevenueRow => ({
  occurredOn: day(occurredOn),
  amount: decimal(amount),
  currency: 'EUR',
  kind: 'invoice',
});
const told = (inputs: LineTold['inputs'] = [], ...rows: RevenueRow[]): LineTold => ({
  inputs,
  revenue: revenueKnown(rows),
});
const lineOf = (account: AccountKnowledge, of: LineTold) =>
  withLines(account, new Map([[hosting, of]])).serviceLines!.get(hosting)!;
const facts = ({ inputs }: AccountKnowledge) => inputs.map(({ factId }) => factId);

describe('a service line', () => {
  const account = accountKnown(
    [known('health', '80', '2024-01-01', 'a1'), known('health', '40', '2024-06-01', 'a2')],
    { onboardedOn: '2024-01-15', revenue: [row('2024-03-01', '10'), row('2024-04-01', '5')] },
  );

  it('reads its own revenue alone', () => {
    const line = lineOf(account, told([], row('2024-03-01', '10')));
    const all = { from: day('2024-01-01'), until: day('2025-01-01') };
    expect(line.revenue.window(all, {}).sum).toBe('10');
    expect(account.revenue.window(all, {}).sum).toBe('15');
  });

  it('reads what the account says, up to the first day of its own of that measure', () => {
    expect(facts(lineOf(account, told([], row('2024-03-01', '1'))))).toEqual(['a1', 'a2']);
    const own = [known('health', '90', '2024-03-01', 'l2'), known('health', '70', '2024-02-01', 'l1')];
    expect(facts(lineOf(account, told(own)))).toEqual(['a1', 'l2', 'l1']);
    expect(facts(lineOf(account, told([known('health', '9', '2024-01-01', 'l1')])))).toEqual(['l1']);
    expect(facts(lineOf(account, told([known('nps', '9', '2024-01-01', 'l1')])))).toEqual(['a1', 'a2', 'l1']);
  });

  it('gives its account nothing but the day on which that came in', () => {
    const late = accountKnown([known('acv', '1', '2024-05-01')], { revenue: [row('2024-03-01', '1')] });
    const own = told([known('acv', '9', '2024-02-01', 'l1')]);
    const whole = withLines(late, new Map([[hosting, own]]));
    expect(openedOn(late)).toBe('2024-03-01');
    expect(openedOn(whole)).toBe('2024-02-01');
    expect(whole.inputs).toBe(late.inputs);
    expect(withLines(account, new Map([[hosting, own]])).onboardedOn).toBe('2024-01-15');
  });

  it.each([
    ['its first revenue', told([], row('2024-03-01', '1')), '2024-03-01'],
    ['its first input', told([known('acv', '1', '2024-02-01')], row('2024-03-01', '1')), '2024-02-01'],
    ['its account, at the earliest', told([known('acv', '1', '2023-02-01')]), '2024-01-15'],
  ])('comes in with %s', (_, of, expected) => expect(openedOn(lineOf(account, of))).toBe(expected));

  it('none of whose facts stands is told of, and known no more', () =>
    expect([...withLines(account, new Map([[hosting, told()]])).serviceLines!]).toEqual([[hosting, null]]));
});

describe('the views of an account', () => {
  const document = (serviceLines?: { names?: ServiceLine[]; rollUp: 'highest' }) =>
    bands({
      tiers: [
        { code: 'high', rank: 2 },
        { code: 'low', rank: 1 },
      ],
      measures: { acv: { fact: 'acv' } },
      boundaries: [{ tier: 'high', measure: 'acv', at: '100', inclusive: true }],
      ...(serviceLines && { serviceLines }),
    });
  const both = withLines(
    accountKnown([known('acv', '50', '2024-01-01')], { onboardedOn: '2024-01-01' }),
    new Map([
      [hosting, told([known('acv', '100', '2024-02-01', 'h')])],
      [support, told([known('acv', '10', '2024-03-01', 's')])],
    ]),
  );
  const days = ['2024-04-01', '2024-07-01', '2024-10-01'];
  const assessed = (plan: ReturnType<typeof planOf>, account = both) =>
    viewsOf(account, plan).map(({ view, account: seen, plan: days }) => {
      const { opened, assessments } = seen ? foldTimeline(seen, days) : { opened: null, assessments: [] };
      return [view, opened, ...assessments.map(({ day: on, computed }) => `${on} ${computed}`)];
    });

  it('are the account and every line it has facts of', () =>
    expect(assessed(planOf(document({ rollUp: 'highest' }), ['2024-04-01']))).toEqual([
      ['ACCOUNT', '2024-01-01', '2024-04-01 low'],
      [viewOfLine(hosting), '2024-02-01', '2024-04-01 high'],
      [viewOfLine(support), '2024-03-01', '2024-04-01 low'],
    ]));

  it('have no timeline for a line that no policy declares', () => {
    const plan = planOf(document({ names: [support], rollUp: 'highest' }), ['2024-04-01']);
    expect(assessed(plan)[1]).toEqual([viewOfLine(hosting), null]);
    expect(assessed(plan)[2]).toEqual([viewOfLine(support), '2024-03-01', '2024-04-01 low']);
    expect(assessed(planOf(document(), days)).slice(1)).toEqual([
      [viewOfLine(hosting), null],
      [viewOfLine(support), null],
    ]);
  });

  it('are assessed on the days whose policy declares them', () => {
    const plan = planOf(
      [
        inForce(document(), '2024-01-01', '2024-06-01', 1),
        inForce(document({ rollUp: 'highest' }), '2024-06-01', '2024-09-01', 2),
        inForce(document({ names: [support], rollUp: 'highest' }), '2024-09-01', null, 3),
      ],
      days,
    );
    expect(assessed(plan).map((of) => of.slice(2))).toEqual([
      ['2024-04-01 low', '2024-07-01 low', '2024-10-01 low'],
      ['2024-07-01 high'],
      ['2024-07-01 low', '2024-10-01 low'],
    ]);
  });

  it('are the account alone where lines were not asked for, or nothing is known', () => {
    const plan = planOf(document({ rollUp: 'highest' }), days);
    const { serviceLines: _, ...alone } = both;
    expect(viewsOf(alone, plan).map(({ view }) => view)).toEqual(['ACCOUNT']);
    expect(viewsOf(null, plan)).toEqual([{ view: 'ACCOUNT', account: null, plan }]);
  });

  it('reuse a plan, since it is asked about for every account', () => {
    const plan = planOf(
      [
        inForce(document(), '2024-01-01', '2024-06-01'),
        inForce(document({ rollUp: 'highest' }), '2024-06-01'),
      ],
      days,
    );
    const plans = () => viewsOf(both, plan).map(({ plan: days }) => days);
    expect(plans()[1]).toBe(plans()[1]);
  });
});

describe('a roll-up', () => {
  it.each(['highest', 'lowest'] as const)('by %s needs tiers in an order', (rollUp) => {
    const table = {
      kind: 'table',
      tiers: [{ code: 'grow' }, { code: 'defend' }, { code: 'monitor' }],
      measures: { acv: { fact: 'acv' } },
      rows: [{ when: [{ measure: 'acv', over: '10' }], tier: 'grow' }, { tier: 'defend' }],
    };
    const found = (more: object) =>
      lint(PolicyDocument.parse({ ...table, ...more })).filter(
        ({ code }) => code === 'ROLL_UP_WITHOUT_ORDER',
      );
    expect(found({ serviceLines: { rollUp } })).toMatchObject([
      { severity: 'error', pointer: '/serviceLines/rollUp' },
    ]);
    expect(found({ serviceLines: { rollUp: 'largest' } })).toEqual([]);
    expect(found({ ordinal: true, serviceLines: { rollUp } })).toEqual([]);
    expect(found({})).toEqual([]);
  });
});
