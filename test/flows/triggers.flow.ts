import { type Json, startApi, type TestApi } from '../../libs/testing/src/api';
import { contractValue, onboard, openScheme } from './opened';

describe('triggers and due lists', () => {
  let api: TestApi;
  const record = (externalId: string, ...facts: [measure: string, value: string, validFrom: string][]) =>
    api
      .as('revops')
      .post(`/v1/accounts/${externalId}/facts`)
      .send({
        facts: facts.map(([measure, value, validFrom]) => ({
          ...{ factId: `${measure}@${validFrom}`, measure, value, validFrom },
        })),
      })
      .expect(200);
  const ask = async (path: string) => {
    await api.settled();
    return (await api.as('auditor').get(path).expect(200)).body;
  };

  beforeAll(async () => {
    api = await startApi({ now: '2025-06-30T12:00:00Z' });
    await openScheme(api, 'cv', contractValue, '2025-01-01');
  });
  afterAll(() => api.close());

  describe('an opportunity', () => {
    const deals = async (knownAt = '') => (await ask(`/v1/provisional-tiers?scheme=cv${knownAt}`)).items;

    it('has a provisional tier at each stage, and assigns nothing', async () => {
      await onboard(api, 'DEAL', '2025-01-01');
      await record('DEAL', ['acv', '5000', '2025-01-01']);
      await record(
        'DEAL',
        ['opportunityAcv', '300000', '2025-02-01'],
        ['opportunityStage', 'proposal', '2025-02-01'],
      );
      expect(await deals()).toMatchObject([
        {
          externalId: 'DEAL',
          provisional: {
            day: '2025-02-01',
            stage: 'proposal',
            value: '300000',
            tier: 'T2',
            policyVersion: 1,
          },
          binding: null,
          difference: null,
        },
      ]);
      expect((await ask('/v1/accounts/DEAL/tier?scheme=cv&asOf=2025-02-02')).effective).toBe('T3');
    });

    it('has a binding tier at the signature, and the difference is reported', async () => {
      await api.clock('2025-07-01T12:00:00Z');
      await record('DEAL', ['acv', '1000000', '2025-04-01']);
      expect(await deals()).toMatchObject([
        {
          provisional: { tier: 'T2', value: '300000' },
          binding: { day: '2025-04-01', value: '1000000', tier: 'T1' },
          difference: 'higher',
        },
      ]);
      expect((await ask('/v1/accounts/DEAL/tier?scheme=cv&asOf=2025-04-01')).effective).toBe('T1');
      expect(await deals('&knownAt=2025-06-30T23:00:00Z')).toMatchObject([{ binding: null }]);
    });
  });

  describe('due lists', () => {
    const treated = {
      ...contractValue,
      tiers: [
        { code: 'T1', rank: 3, treatment: { reviewEveryDays: 30 } },
        { code: 'T2', rank: 2, treatment: { reviewEveryDays: 90 } },
        { code: 'T3', rank: 1, treatment: {} },
      ],
      clocks: { policyEveryMonths: 2 },
    };
    const due = async (question: string): Promise<string[]> => {
      const { items } = await ask(`/v1/due?scheme=due&${question}`);
      return items.map(
        ({ clock, externalId, tier, dueOn, reason, state }: Json) =>
          `${dueOn} ${clock} ${externalId ?? '-'} ${tier ?? '-'} ${reason} ${state}`,
      );
    };

    beforeAll(async () => {
      await openScheme(api, 'due', treated, '2025-01-01');
      await api.clock('2025-07-02T12:00:00Z');
      for (const externalId of ['BIG', 'MID', 'LOW']) await onboard(api, externalId, '2025-01-01');
      await record('BIG', ['acv', '2000000', '2025-01-10'], ['renewalOn', '2025-08-01', '2025-01-10']);
      await record('MID', ['acv', '300000', '2025-01-10'], ['healthScore', '30', '2025-06-25']);
      await record('LOW', ['acv', '1000', '2025-01-10'], ['renewalOn', '2025-10-25', '2025-01-10']);
      await record('LOW', ['healthScore', '10', '2025-05-01']);
      await api.settled();
    });

    it('of the policy clock call when so many months are over, until a review is held', async () => {
      const path = '/v1/schemes/due/policy-reviews';
      expect(await due('clock=policy&asOf=2025-03-02')).toEqual(['2025-03-01 policy - - CADENCE OVERDUE']);
      await api
        .as('committee')
        .post(path)
        .send({ reviewedOn: '2025-06-15', note: 'Cut-offs stay.' })
        .expect(200);
      expect(await due('clock=policy&asOf=2025-07-02')).toEqual([]);
      expect(await due('clock=policy&asOf=2025-07-02&within=60')).toEqual([
        '2025-08-15 policy - - CADENCE UPCOMING',
      ]);
      const { items } = await ask(path);
      expect(items).toMatchObject([{ kind: 'held', on: '2025-06-15', person: 'committee', reason: null }]);
      const early = await api.as('committee').post(path).send({ reviewedOn: '2025-07-03', note: 'Soon.' });
      expect([early.status, early.body.errors[0].pointer]).toEqual([400, '/reviewedOn']);
    });

    it('of the policy clock call at once when prices change', async () => {
      const said = { reason: 'PRICING_CHANGE', occurredOn: '2025-07-01', note: 'List prices rose.' };
      await api.as('finance').post('/v1/schemes/due/policy-review-calls').send(said).expect(200);
      expect(await due('clock=policy&asOf=2025-07-02')).toEqual([
        '2025-07-01 policy - - PRICING_CHANGE OVERDUE',
      ]);
      const everywhere = (await ask('/v1/due?clock=policy&asOf=2025-07-02')).items;
      expect(everywhere.map(({ scheme }: Json) => scheme)).toEqual(['cv', 'due']);
    });

    it('of the assignment clock call a quarter after the last review, on triggers, and say what is past its ceiling', async () => {
      // Assessed on the day of their contract alone: unscheduled, so the quarter counts from the first day.
      expect(await due('clock=assignment&asOf=2025-02-01&within=365')).toEqual([
        '2025-02-01 assignment DEAL T3 OPPORTUNITY_STAGE DUE',
        '2025-04-01 assignment BIG T1 CADENCE UPCOMING',
        '2025-04-01 assignment LOW T3 CADENCE UPCOMING',
        '2025-04-01 assignment MID T2 CADENCE UPCOMING',
      ]);
      const { items } = await ask('/v1/due?scheme=due&clock=assignment&asOf=2025-07-02');
      const big = items.find(({ externalId }: Json) => externalId === 'BIG');
      expect(big).toEqual({
        ...{ clock: 'assignment', scheme: 'due', externalId: 'BIG', tier: 'T1', dueOn: '2025-04-01' },
        ...{ overdueSince: '2025-04-02', ceiling: '2025-07-12', reason: 'CADENCE', state: 'OVERDUE' },
        view: 'ACCOUNT',
      });
      expect(await due('clock=assignment&asOf=2025-07-13')).toContain(
        '2025-04-01 assignment BIG T1 CADENCE REVIEW_OVERDUE',
      );
    });

    it('of the assignment clock begin anew with an assessment, and name the trigger behind it', async () => {
      const run = { effectiveOn: '2025-07-01', kind: 'scheduled' };
      await api.job(await api.as('revops').post('/v1/schemes/due/evaluations').send(run).expect(202));
      expect(await due('clock=assignment&asOf=2025-07-02&within=100')).toEqual([
        '2025-07-02 assignment BIG T1 RENEWAL DUE',
        '2025-09-25 assignment LOW T3 RENEWAL UPCOMING',
        '2025-10-01 assignment DEAL T1 CADENCE UPCOMING',
        '2025-10-01 assignment MID T2 CADENCE UPCOMING',
      ]);
      const before = '&knownAt=2025-07-01T23:00:00Z';
      expect((await due(`clock=assignment&asOf=2025-07-02${before}`)).length).toBe(1);
    });

    it('of business reviews call as the treatment of the tier says', async () => {
      expect(await due('clock=account&asOf=2025-02-01&within=100')).toEqual([
        '2025-02-09 account BIG T1 CADENCE UPCOMING',
        '2025-04-10 account MID T2 CADENCE UPCOMING',
      ]);
      const said = { heldOn: '2025-07-01', note: 'QBR', attendees: ['Ines'] };
      await api.as('cs-lead').post('/v1/accounts/BIG/business-reviews').send(said).expect(200);
      await api.as('cs-lead').post('/v1/accounts/BIG/business-reviews').send(said).expect(200);
      const { items } = await ask('/v1/accounts/BIG/business-reviews');
      expect(items).toMatchObject([{ ...said, recordedBy: 'cs-lead' }]);
      expect(await due('clock=account&asOf=2025-07-02')).toEqual([
        '2025-04-10 account MID T2 CADENCE OVERDUE',
        '2025-05-01 account DEAL T1 CADENCE OVERDUE',
        '2025-06-27 account LOW T3 RED_BEFORE_RENEWAL OVERDUE',
        '2025-07-31 account BIG T1 CADENCE UPCOMING',
      ]);
      const nobody = await api.as('cs-lead').post('/v1/accounts/NOBODY/business-reviews').send(said);
      expect(nobody.status).toBe(404);
    });

    it('come in pages of one answer, and as a table', async () => {
      const all = (await ask('/v1/due?scheme=due&asOf=2025-07-02&within=100')).items;
      const paged = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const more: string = cursor && `&cursor=${cursor}`;
        const page: Json = await ask(`/v1/due?scheme=due&asOf=2025-07-02&within=100&limit=3${more}`);
        paged.push(...page.items);
        cursor = page.nextCursor;
      }
      expect(all.length).toBeGreaterThan(6);
      expect(paged).toEqual(all);
      const csv = await api
        .as('auditor')
        .get('/v1/due?scheme=due&asOf=2025-07-02')
        .set('Accept', 'text/csv')
        .expect(200);
      expect(csv.text.split('\r\n')[0]).toBe(
        'clock,scheme,externalId,tier,dueOn,overdueSince,ceiling,reason,state,view',
      );
      expect(csv.text).toContain('assignment,due,BIG,T1,2025-07-02,,2025-12-31,RENEWAL,DUE');
    });
  });

  describe('the triggers of a period', () => {
    const found = async (question: string): Promise<string[]> =>
      (await ask(`/v1/triggers?scheme=due&${question}`)).items.map(
        ({ day, kind, externalId }: Json) => `${day} ${kind} ${externalId}`,
      );

    it('are listed for the portfolio, by day and account', async () => {
      expect(await found('from=2025-04-01&until=2025-07-03')).toEqual([
        '2025-04-01 SIGNATURE DEAL',
        '2025-04-03 RENEWAL BIG',
        '2025-06-27 RENEWAL LOW',
        '2025-06-27 RED_BEFORE_RENEWAL LOW',
        '2025-07-02 RENEWAL BIG',
      ]);
      expect(await found('from=2025-04-01&until=2025-07-02&kind=RENEWAL')).toEqual([
        ...['2025-04-03 RENEWAL BIG', '2025-06-27 RENEWAL LOW'],
      ]);
      expect(await found('from=2025-04-01&until=2025-07-03&knownAt=2025-07-01T23:00:00Z')).toEqual([
        '2025-04-01 SIGNATURE DEAL',
      ]);
    });

    it('say whether the policy assesses for them by itself', async () => {
      const { items } = await ask('/v1/triggers?scheme=due&from=2025-04-01&until=2025-04-04');
      expect(items).toMatchObject([
        { kind: 'SIGNATURE', assesses: true, tier: 'T1', factIds: ['acv@2025-04-01'] },
        { kind: 'RENEWAL', assesses: false, tier: null },
      ]);
    });

    it('need a period', async () => {
      const { status, body } = await api
        .as('auditor')
        .get('/v1/triggers?scheme=due&from=2025-04-01&until=2025-04-01');
      expect([status, body.errors[0].pointer]).toEqual([400, '/from']);
    });
  });
});
