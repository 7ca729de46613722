import { DecidingRole, type OverrideState } from '#libs/domain';
import { day } from '#libs/kernel';
import { approved, requested } from '../../../testing/src/override-events';
import { nth } from '../../../testing/src/overrides';
import { openViews, type Views } from '../../../testing/src/views';
import { QuotasView } from '../quota/quota.queries';
import { quotas } from '../quota/quota.projection';
import { overrides } from './overrides.projection';
import { OverridesView } from './overrides.queries';
import { columns } from './overrides.row';

const today = day('2025-06-02');
const many = 100_000;
/** What the database knows of these is what it is told here, from all of their rows: no chance is in its plans. */
const tables = ['overrides', 'overrides_before', 'quota_entries', 'quota_entries_before'];

/** A hundred thousand overrides, nearly all of them long over: copies of one. Their making is what takes the time. */
describe('lists of a hundred thousand overrides', () => {
  let views: Views;
  let view: OverridesView;

  /** What nobody looks at is left short, for there is much of it. */
  const life = JSON.stringify({ status: 'withdrawn', evidence: [], route: [], given: [] });
  const told = JSON.stringify({ ground: {} });
  const copies = `
    insert into views.overrides
    select 'old-' || i, scheme, view, 'A' || i, kind, 'seat ' || i % 1000, status, valid_from, valid_until, ended_by, in_review,
           awaited_role, decide_by, attest_by, reattest_by, ratify_by, '${life}', '${told}', 100 + i, 100 + i, 1
    from views.overrides, generate_series(1, ${many}) i where override_id = '${nth(1)}'`;

  beforeAll(async () => {
    views = await openViews({ views: [overrides, quotas] });
    view = new OverridesView(views.pool);
    await views.record(
      '2025-06-01',
      ...approved(1, 'PIN T1 2025-01-05 2025-03-01', '2025-01-02'),
      requested(2, 'FLOOR T2 2025-07-01 2025-10-01', '2025-06-01'),
    );
    await views.settled();
    for (const table of tables)
      await views.pool.query(`alter table views.${table} set (autovacuum_enabled = off)`);
    await views.pool.query(copies);
    await views.pool.query(
      `insert into views.overrides_before (${columns}, changed_until)
       select ${columns}, ${10 * many} + changed_at from views.overrides where changed_at > 100`,
    );
    await views.pool.query(
      `insert into views.quota_entries
       select 'cv', 'FY' || 10 + i % 20, 'seat ' || i % 1000, 'old-' || i, 'consumed', 'request', '1', '2025-01-01', '2025-01-15',
              false, null, null, 100 + i, 100 + i from generate_series(1, ${many}) i`,
    );
    for (const table of tables)
      await views.pool.query(
        `begin; set local default_statistics_target = 1000; analyze views.${table}; commit`,
      );
  });
  afterAll(() => views.close());

  /** How many rows the database has looked at for what is asked. */
  const looked = async (ask: () => Promise<unknown>): Promise<number> => {
    const seen: Statement[] = [];
    const { query } = views.pool;
    const spy = jest.spyOn(views.pool, 'query').mockImplementation(((
      statement: Partial<Statement>,
      values: never,
    ) => {
      // and not what the projector asks meanwhile
      if (statement.values) seen.push(statement as Statement);
      return Reflect.apply(query, views.pool, [statement, values]) as unknown;
    }) as never);
    await ask();
    spy.mockRestore();
    let rows = 0;
    for (const statement of seen) rows += rowsOf(await planOf(statement));
    return rows;
  };

  /** A statement that has a name is planned for all that may be given to it, as it comes to be when it is used often. */
  const planOf = async ({ name, text, values }: Statement): Promise<Plan> => {
    const client = await views.pool.connect();
    const given = values.map((value) =>
      client.escapeLiteral(Array.isArray(value) ? `{${value.join(',')}}` : String(value)),
    );
    try {
      if (name) await client.query(`set plan_cache_mode = force_generic_plan; prepare looked as ${text}`);
      const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
        `explain (analyze, format json) ${name ? `execute looked(${given.join(', ')})` : text}`,
        name ? [] : values,
      );
      return rows[0]!['QUERY PLAN'][0]!.Plan;
    } finally {
      client.release(true);
    }
  };

  const states: OverrideState['state'][] = [
    ...(['SUBMITTED', 'IN_REVIEW', 'SCHEDULED', 'ACTIVE', 'EXPIRED'] as const),
    ...(['REJECTED', 'WITHDRAWN', 'LAPSED', 'REVOKED', 'SUPERSEDED'] as const),
  ];
  it.each(states)('find those that are %s', async (state) => {
    expect(await looked(() => view.page({ state, today }, { limit: 50 }))).toBeLessThan(1_000);
  });

  it.each([
    ['all', {}],
    ['those of an account', { externalId: 'A77777' }],
    ['those of a seat', { seat: 'seat 77' }],
    ['those of a seat that are ACTIVE', { seat: 'seat 77', state: 'ACTIVE' as const }],
    ['those of a scheme that has few', { scheme: 'few' }],
  ])('find %s', async (_, asked) => {
    const page = { limit: 50, after: String(many / 2) };
    expect(await looked(() => view.page({ ...asked, today }, page))).toBeLessThan(1_000);
  });

  it('find a page of those that were known at a position', async () => {
    const at = BigInt(many);
    expect(await looked(() => view.page({ today, at }, { limit: 50 }))).toBeLessThan(2_000);
    expect((await view.page({ today, at }, { limit: 50 })).items).toHaveLength(50);
  });

  it('find what awaits somebody', async () => {
    expect(await looked(() => view.inboxOf(['revops'], today, { limit: 50 }))).toBeLessThan(100);
    const all = [...DecidingRole.options];
    expect(await looked(() => view.inboxOf(all, today, { limit: 50 }))).toBeLessThan(100);
    expect((await view.inboxOf(['revops'], today, { limit: 50 })).items.map(({ id }) => id)).toEqual([
      nth(2),
    ]);
  });

  it('find the quotas of a quarter', async () => {
    const all = new QuotasView(views.pool);
    const asked = { quarter: 'FY15', today };
    expect(await looked(() => all.page(asked, { limit: 20 }))).toBeLessThan(10_000);
    expect((await all.page(asked, { limit: 20 })).items).toHaveLength(20);
    expect(await looked(() => all.page({ ...asked, seat: 'seat 5' }, { limit: 20 }))).toBeLessThan(1_000);
  });
});

interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values: unknown[];
}

interface Plan {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: Plan[];
}

/** Each row once, where it is first found. */
const rowsOf = ({ Plans = [], ...plan }: Plan): number =>
  Plans.length > 0
    ? Plans.reduce((sum, one) => sum + rowsOf(one), plan['Rows Removed by Filter'] ?? 0)
    : (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'];
