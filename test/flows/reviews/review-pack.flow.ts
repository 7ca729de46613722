import { Pool } from 'pg';
import { playQuarter, takeIn, morningOf } from '#apps/cli/src/demo/played-quarter';
import { customerValue, customerValueScheme } from '#apps/cli/src/demo/customer-value';
import { evaluate } from '#apps/cli/src/demo/evaluated';
import { inForceFrom, openScheme } from '#apps/cli/src/demo/open-scheme';
import { silent } from '#apps/cli/src/progress';
import {
  accountsFile,
  type Quarter,
  readSuperstore,
  revenueFile,
  type Superstore,
} from '#apps/cli/src/demo/superstore';
import type { Pack } from '#libs/domain';
import { canonicalJson } from '#libs/kernel';
import { Packs } from '#libs/runs';
import { type Json, startApi, type TestApi } from '../../../libs/testing/src/api';

/** A pinned review with the bytes of its pack. */
interface Kept {
  readonly id: string;
  readonly quarter: Quarter;
  readonly bytes: string;
  readonly digest: string;
  readonly pack: Pack;
}

const lastQuarters = 4;

/** Every third customer with their orders, enough for all that a pack tells; the demo plays with all of them. */
const everyThird = (superstore: Superstore): Superstore => {
  const customers = superstore.customers.filter((_, index) => index % 3 === 0);
  const ids = new Set(customers.map(({ externalId }) => externalId));
  return {
    ...superstore,
    customers,
    lines: superstore.lines.filter(({ customerId }) => ids.has(customerId)),
  };
};

/** A name that a spreadsheet or a browser would run. */
const hostile = (name: string): string => `=Tall "<script>alert(1)</script> ${name}`;

/** The order book up to the year before the packs, taken in at once and reviewed twice: what they look back at. */
const playHistory = async ({ instance }: TestApi, superstore: Superstore): Promise<void> => {
  const customers = superstore.customers.map((one) => ({ ...one, name: hostile(one.name) }));
  await instance.simulatedTime.moveTo(morningOf(inForceFrom));
  await openScheme(instance, customerValueScheme);
  await takeIn(instance, 'accounts', accountsFile({ ...superstore, customers }), silent);
  const before = superstore.quarters.slice(0, -lastQuarters);
  const { until } = before.at(-1)!;
  await instance.simulatedTime.moveTo(morningOf(until));
  const lines = superstore.lines.filter(({ orderedOn }) => orderedOn < until);
  await takeIn(instance, 'revenue', revenueFile(lines), silent);
  for (const quarter of before.slice(-2)) await evaluate(instance, customerValue, quarter.until, silent);
};

/** Real orders of four years, the last four quarters of them each reviewed on the morning after it; loading them takes most of the time. */
describe('the packs of four quarters of real orders', () => {
  const superstore = everyThird(readSuperstore());
  let api: TestApi;
  const packs: Kept[] = [];

  const packOf = (id: string, type = 'application/json') =>
    api.as('committee').get(`/v1/reviews/${id}/pack`).set('Accept', type).expect(200);

  /** Opens a review on the morning after its quarter, pins it, and keeps its pack. */
  const pin = async (quarter: Quarter): Promise<void> => {
    const { body } = await api
      .as('revops')
      .post('/v1/reviews')
      .send({ scheme: customerValue, quarter: quarter.label, deadline: '2018-12-31' })
      .expect(201);
    await api.as('revops').post(`/v1/reviews/${body.id}/pin`).expect(200);
    const { text, headers } = await packOf(body.id);
    packs.push({
      id: body.id,
      quarter,
      bytes: text,
      digest: String(headers['pack-digest']),
      pack: JSON.parse(text) as Pack,
    });
  };

  beforeAll(async () => {
    api = await startApi({ now: '2013-12-01T12:00:00Z' });
    await playHistory(api, superstore);
    for (const quarter of superstore.quarters.slice(-lastQuarters)) {
      await playQuarter(api.instance, superstore, quarter, silent);
      await pin(quarter);
    }
  });
  afterAll(() => api?.close());

  it('count the population in three ways that agree', () => {
    expect(packs.map(({ quarter }) => quarter.label)).toEqual(['2017-Q1', '2017-Q2', '2017-Q3', '2017-Q4']);
    for (const { pack } of packs)
      expect(pack.sections.cover.population).toMatchObject({ agree: true, byMigration: expect.any(Number) });
    expect(packs.at(-1)!.pack.sections.cover.population.byAccounts).toBe(superstore.customers.length);
  });

  it('have the moves that the portfolio tells as known at their pins', async () => {
    for (const { pack, quarter } of packs) {
      const { knownAt } = pack.coordinates.pin;
      const { body } = await api
        .as('auditor')
        .get('/v1/tiers/moves')
        .query({ scheme: customerValue, from: quarter.from, to: quarter.until, knownAt, limit: 500 })
        .expect(200);
      const told = (kind: string) => body.items.filter((move: Json) => move.kind === kind);
      const { promotions, demotions } = pack.sections;
      expect([promotions.moves.length, demotions.moves.length]).toEqual([
        body.counts.promotion,
        body.counts.demotion,
      ]);
      const plain = ({ externalId, day, fromTier, toTier }: Json) => ({ externalId, day, fromTier, toTier });
      expect(promotions.moves.map(plain)).toEqual(told('promotion').map(plain));
      expect(demotions.moves.map(plain)).toEqual(told('demotion').map(plain));
    }
  });

  it('have the migration that the portfolio tells, once the churned are put back where they stand', async () => {
    for (const { pack, quarter } of packs) {
      const { knownAt } = pack.coordinates.pin;
      const { body } = await api
        .as('auditor')
        .get('/v1/tiers/migration')
        .query({ scheme: customerValue, from: quarter.from, to: quarter.until, knownAt })
        .expect(200);
      const told = body.cells.map(({ from, to, accounts }: Json) => `${from} ${to} ${accounts}`).sort();
      expect(plainCells(pack)).toEqual(told);
    }
  });

  it('are a file of blocks, or of one section', async () => {
    const { id } = packs.at(-1)!;
    const whole = (await packOf(id, 'text/csv')).text;
    expect(whole.match(/^section,.*$/gm)).toHaveLength(18);
    const { text } = await api
      .as('committee')
      .get(`/v1/reviews/${id}/pack?section=promotions`)
      .set('Accept', 'text/csv')
      .expect(200);
    const promotions = packs.at(-1)!.pack.sections.promotions.moves;
    expect(text.split('\r\n')).toHaveLength(promotions.length + 4);
    expect(text).toContain("'=Tall");
  });

  it('are a page that runs nothing, loads nothing, and escapes whatever accounts are called', async () => {
    const { id, digest } = packs.at(-1)!;
    const { text, headers } = await packOf(id, 'text/html');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    );
    expect(text).not.toMatch(/<script|<img|<link|<iframe|\sstyle=|\son\w+=|src=|url\(|@import/i);
    expect(text).toContain('=Tall &quot;&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).toContain(digest);
    expect((await packOf(id, 'text/html')).text).toBe(text);
    expect((await api.as('committee').get(`/v1/reviews/${id}/pack`).set('Accept', 'image/png')).status).toBe(
      406,
    );
  });

  it('are kept from their pins on, and made again where what is kept is not right', async () => {
    const { pool } = api.instance;
    const { rows } = await pool.query('select distinct digest from ops.kept_packs');
    expect(rows.map((row) => row.digest).sort()).toEqual(packs.map(({ digest }) => digest).sort());
    const { id, bytes, digest } = packs[0]!;
    const file = (await packOf(id, 'text/csv')).text;
    for (const type of ['application/json', 'text/csv']) {
      await pool.query('update ops.kept_packs set bytes = $1', [Buffer.from('forged')]);
      const { text, headers } = await packOf(id, type);
      expect([text, headers['pack-digest']]).toEqual([type === 'text/csv' ? file : bytes, digest]);
    }
  });

  it('stay as they are when the past turns out to have been another, which today is not', async () => {
    const today = () =>
      api
        .as('auditor')
        .get('/v1/tiers/migration')
        .query({ scheme: customerValue, from: '2017-10-01', to: '2018-01-01', minPosition: position });
    let position = String(await api.settled());
    const before = (await today()).body.cells;
    const { externalId } = packs.at(-1)!.pack.sections.demotions.moves[0]!;
    const fact = {
      factId: 'late',
      occurredOn: '2017-12-30',
      amount: '99999',
      currency: 'USD',
      kind: 'invoice',
    };
    const late = await api
      .as('revops')
      .post(`/v1/accounts/${externalId}/revenue`)
      .send({ facts: [fact] });
    position = late.body.position;
    expect((await today()).body.cells).not.toEqual(before);
    await api.clock('2018-06-01T12:00:00Z');
    // Made again, and not read from what was kept when they were pinned.
    await api.instance.pool.query('truncate ops.kept_packs');
    for (const { id, bytes } of packs) expect((await packOf(id)).text).toBe(bytes);
  });

  it('are the same bytes out of views that were rebuilt, and from another connection', async () => {
    for (const view of ['tier-history', 'facts'])
      await api.job(await api.as('admin').post(`/v1/ops/projections/${view}/rebuild`));
    const pool = new Pool({ ...api.instance.pool.options, max: 2 });
    const elsewhere = new Packs({ ...api.instance, pool });
    for (const { pack, bytes, digest } of packs) {
      const again = await elsewhere.at(pack.coordinates);
      expect(canonicalJson(again)).toBe(bytes);
      expect(await elsewhere.digestOf(again)).toBe(digest);
    }
    await pool.end();
  });
});

/** Cells as the portfolio has them: who is nowhere on both days is not counted, and nobody is churned. */
const plainCells = ({ sections: { migration } }: Pack): string[] => {
  const cells = new Map<string, number>();
  const plain = (tier: string) => (['NEW', 'UNTIERED'].includes(tier) ? 'NONE' : tier);
  const add = (from: string, to: string, accounts: number) => {
    const key = `${plain(from)} ${plain(to)}`;
    if (key !== 'NONE NONE') cells.set(key, (cells.get(key) ?? 0) + accounts);
  };
  for (const { from, to, accounts } of migration.current.cells) if (to !== 'CHURNED') add(from, to, accounts);
  for (const { from, standsAt, accounts } of migration.current.churned) add(from, standsAt, accounts);
  return [...cells].map(([key, accounts]) => `${key} ${accounts}`).sort();
};
