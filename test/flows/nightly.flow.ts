import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Json, startApi, type TestApi, type TestRole } from '../../libs/testing/src/api';
import { day } from '#libs/kernel';
import { choreId } from '#libs/runs';
import { contract, contractValue, onboard, openScheme } from './opened';

const lower = {
  ...contractValue,
  boundaries: [{ ...contractValue.boundaries[0], at: '300000' }, contractValue.boundaries[1]],
};
const ids = ['ACME', 'BOLT', 'CORE'];

describe('what is done by night', () => {
  let api: TestApi;
  const log: string[] = [];
  const policies = '/v1/schemes/cv/policies';
  const post = (role: TestRole, path: string, body: object = {}) =>
    api.as(role).post(`${policies}${path}`).send(body);
  const get = async (path: string): Promise<Json> => (await api.as('auditor').get(path).expect(200)).body;
  /** The job of a kind for the night that has come, once it is done; others may be under way still. */
  const night = async (kind: string, now: string): Promise<{ id: string; result: Json }> => {
    await api.clock(now);
    const id = choreId(kind, day(now.slice(0, 10)));
    for (;;) {
      const job = await api.instance.jobs.get(id);
      if (job?.state === 'succeeded' || job?.state === 'failed') return job;
      await pause(20);
    }
  };
  const replayed = async (n: number): Promise<Json> =>
    api.instance.jobs
      .enqueue({ id: randomUUID(), kind: 'replay', input: { n, seed: 'again' }, createdBy: 'ana' })
      .then(({ id }) => api.instance.jobs.finished(id))
      .then((job) => job!.result);

  beforeAll(async () => {
    api = await startApi({ replaySample: 100, simulationDays: 30, report: (said) => void log.push(said) });
    await openScheme(api, 'cv');
    for (const id of ids) {
      await onboard(api, id, '2024-02-01');
      await contract(api, id, 'c1', '320000', '2024-03-01');
    }
    await api.settled();
  });
  afterAll(() => api.close());

  describe('decisions on record', () => {
    const tamper = async (from: string, to: string) => {
      await api.instance.pool.query(
        `update views.decisions set assessment = replace(assessment, $1, $2) where external_id = 'ACME'`,
        [`"computed":"${from}"`, `"computed":"${to}"`],
      );
    };

    it('are taken again as a day begins, once, and nothing is said where the same comes out', async () => {
      const { result } = await night('replay', '2025-01-02T00:30:00Z');
      expect(result).toMatchObject({ seed: '2025-01-02', different: [] });
      expect([result.sampled, result.identical]).toEqual([3, 3]);
      expect(await get('/health/ready')).toMatchObject({ status: 'up', alarms: [] });
      const jobs = await api.instance.pool.query(
        `select from ops.jobs where kind = 'replay' and input ->> 'seed' = '2025-01-02'`,
      );
      expect(jobs.rowCount).toBe(1);
    });

    it('raise an alarm where something else comes out', async () => {
      await tamper('T2', 'T1');
      const { id, result } = await night('replay', '2025-01-03T00:30:00Z');
      expect(result.different).toMatchObject([{ externalId: 'ACME', computed: 'T1', replayed: 'T2' }]);
      const alarm = expect.stringContaining('1 of 3 decisions on record did not come out the same');
      expect((await get('/health/ready')).alarms).toEqual([alarm]);
      expect(log).toContainEqual(alarm);
      const metrics = (await api.anybody().get('/metrics').expect(200)).text;
      expect(metrics).toContain('tierledger_replay_decisions{came_out="different"} 1');
      expect((await get(`/v1/jobs/${id}`)).result.different).toHaveLength(1);
    });

    it('are looked at again until the same comes out, whatever the sample of the night', async () => {
      expect(await replayed(1)).toMatchObject({ different: [{ externalId: 'ACME' }] });
      await tamper('T1', 'T2');
      expect(await replayed(1)).toMatchObject({ different: [] });
      expect((await get('/health/ready')).alarms).toEqual([]);
    });

    it('raise one too where they cannot be taken again at all', async () => {
      await api.instance.pool.query(
        `insert into ops.jobs (id, lane, kind, state, input, problem, created_by)
         values ($1, 'nightly', 'replay', 'failed', '{}', '{"code": "VIEW_STOPPED", "detail": "decisions has stopped."}', 'ana')`,
        [randomUUID()],
      );
      expect((await get('/health/ready')).alarms).toEqual([
        'Decisions on record could not be taken again by night: decisions has stopped.',
      ]);
      expect((await api.anybody().get('/metrics').expect(200)).text).toContain('tierledger_replay_failed 1');
    });
  });

  describe('simulations', () => {
    const period = { from: '2024-01-01', to: '2024-12-31' };
    const simulate = async (version: number): Promise<{ id: string; hash: string }> => {
      const accepted = await post('revops', `/${version}/simulate`, period);
      return { ...(await api.job(accepted)), id: accepted.body.id };
    };
    const draft = async () => (await post('policy-author', '', lower).expect(201)).body.version as number;
    /** The ids of those whose accounts are still told, in the order given. */
    const told = async (version: number, all: readonly { id: string }[]) => {
      const { items } = await get(`${policies}/${version}/simulations`);
      expect(items).toHaveLength(all.length);
      const kept = [];
      for (const { id } of all) {
        const { accountsForgottenAt } = items.find((one: Json) => one.id === id);
        const { status, body } = await api
          .as('auditor')
          .get(`${policies}/${version}/simulations/${id}/accounts`);
        expect(status).toBe(accountsForgottenAt === null ? 200 : 404);
        expect(body.items?.length ?? body.detail).toEqual(
          status === 200 ? 3 : expect.stringContaining('simulate version'),
        );
        kept.push(status === 200);
      }
      return kept;
    };
    const age = (days: number) =>
      api.instance.pool.query(`update ops.simulations set finished_at = now() - make_interval(days => $1)`, [
        days,
      ]);

    it('keep for each account what an approval names, and the latest of what is to be decided', async () => {
      const approved = await draft();
      await post('policy-author', `/${approved}/submit`).expect(200);
      const ofApproved = [await simulate(approved)];
      await contract(api, 'ACME', 'c2', '330000', '2024-05-01');
      ofApproved.push(await simulate(approved));
      await post('finance', `/${approved}/approve`, { simulationHash: ofApproved[1]!.hash }).expect(200);
      await contract(api, 'ACME', 'c3', '340000', '2024-06-01');
      ofApproved.push(await simulate(approved));
      const open = await draft();
      const ofOpen = [await simulate(open)];
      await age(20);
      const young = [await simulate(open)];
      await night('forget-simulations', '2025-01-04T00:30:00Z');
      expect(await told(approved, ofApproved)).toEqual([true, true, true]);
      expect(await told(open, [...ofOpen, ...young])).toEqual([true, true]);

      await api.instance.pool.query(
        `update ops.simulations set finished_at = now() - make_interval(days => case when id = $1 then 32 else 31 end)`,
        [ofOpen[0]!.id],
      );
      const { result } = await night('forget-simulations', '2025-01-05T00:30:00Z');
      expect(result).toEqual({ forgotten: 3, kept: 2 });
      expect(await told(approved, ofApproved)).toEqual([false, true, false]);
      expect(await told(open, [...ofOpen, ...young])).toEqual([false, true]);
      const { rows } = await api.instance.pool.query(
        'select distinct simulation_id::text as id from ops.simulated_accounts',
      );
      expect(rows.map(({ id }) => id).sort()).toEqual([ofApproved[1]!.id, young[0]!.id].sort());

      await post('policy-author', `/${open}/submit`).expect(200);
      await post('finance', `/${open}/reject`, { comment: 'Not now.' }).expect(200);
      expect((await night('forget-simulations', '2025-01-06T00:30:00Z')).result.forgotten).toBe(1);
      expect(await told(open, [...ofOpen, ...young])).toEqual([false, false]);
    });

    it('leave nothing behind where they were given up before they were done', async () => {
      const id = randomUUID();
      await api.instance.pool.query(
        `with job as (insert into ops.jobs (id, lane, kind, state, input, problem, created_by)
           values ($1, 'simulation', 'simulation', 'failed', '{}', '{}', 'ana'))
         insert into ops.simulated_accounts (simulation_id, external_id, changes) values ($1, 'ACME', '[]')`,
        [id],
      );
      await night('forget-simulations', '2025-01-07T00:30:00Z');
      const { rowCount } = await api.instance.pool.query(
        'select from ops.simulated_accounts where simulation_id = $1',
        [id],
      );
      expect(rowCount).toBe(0);
    });
  });
});
