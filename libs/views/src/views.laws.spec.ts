import { day, type Event } from '#libs/kernel';
import fc from 'fast-check';
import { accountHistory, interleaved, placementHistory } from '../../testing/src/histories';
import { seed } from '../../testing/src/laws';
import { openViews, type Views } from '../../testing/src/views';
import type { TierAnswer, TierQuestion } from './tier-history/tier-history.answers';
import { views as allViews } from './views';

/** Each case is the history of one account; a thousand of them share one log, as they would in life. */
const cases = 1_000;
const accounts = Array.from({ length: cases }, (_, n) => `A${n}`);

const histories = accounts.map((account, n) => {
  const [placement] = fc.sample(placementHistory(account), { numRuns: 1, seed: seed + n });
  const [facts] = fc.sample(accountHistory(account), { numRuns: 1, seed: seed + n });
  return interleaved([facts!, placement!], seed + n);
});
const log: Event[] = interleaved(histories, seed);

const tables = allViews.flatMap((view) => view.tables);

/** Every row of every view, in an order that is the rows' own. */
const everyRow = async ({ pool }: Views): Promise<Map<string, string[]>> => {
  const rows = new Map<string, string[]>();
  for (const table of tables) {
    const found = await pool.query<{ row: string }>(`select t::text as row from ${table} t order by 1`);
    rows.set(
      table,
      found.rows.map(({ row }) => row),
    );
  }
  return rows;
};

const expectSame = (some: Map<string, string[]>, others: Map<string, string[]>) => {
  for (const table of tables) expect([table, others.get(table)]).toEqual([table, some.get(table)]);
};

/** Each view is rebuilt from all of it, and all views are projected anew three times: that takes its seconds. */
describe(`a thousand histories in one log (FC_SEED=${seed}, ${cases} cases)`, () => {
  let views: Views;
  let live: Map<string, string[]>;
  const asked: { question: TierQuestion; answer: TierAnswer | null }[] = [];

  beforeAll(async () => {
    views = await openViews();
    await views.record('2025-12-01', ...log.slice(0, log.length / 2));
    await views.settled();
    await ask();
    await views.record('2025-12-02', ...log.slice(log.length / 2));
    await views.settled();
    live = await everyRow(views);
  });

  afterAll(() => views.close());

  /** Each account about a day of its own, as known at a position of its own. */
  const ask = async () => {
    const { position } = await views.knownAt.resolve({ view: 'tier-history' });
    const questions = accounts.map((externalId, n): TierQuestion => {
      const asOf = day(
        `2025-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 27) + 1).padStart(2, '0')}`,
      );
      const at = {
        position: position - BigInt(n % Number(position)),
        knownAt: '2025-12-01T12:00:00.000Z' as never,
      };
      return { scheme: 'contract-value', view: 'ACCOUNT', externalId, asOf, at, today: day('2025-12-01') };
    });
    const answers = await views.tierHistory.answers(questions);
    questions.forEach((question, index) => asked.push({ question, answer: answers[index]! }));
  };

  it('is projected without an event too many or too few', async () => {
    expect(views.reports).toEqual([]);
    expect(live.get('audit_trail')).toHaveLength(log.length);
    expect(live.get('accounts')!.length).toBeGreaterThan(cases);
    expect(live.get('tier_history')!.length).toBeGreaterThan(cases * 3);
    expect(live.get('service_lines')!.length).toBeGreaterThan(cases / 2);
  });

  it('never answers differently of a day as known at a position', async () => {
    const now = await views.tierHistory.answers(asked.map(({ question }) => question));
    const lasting = (answer: TierAnswer | null) => answer && { ...answer, restatedSince: null };
    expect(now.map(lasting)).toEqual(asked.map(({ answer }) => lasting(answer)));
    expect(asked.filter(({ answer }) => answer !== null).length).toBeGreaterThan(cases / 4);
  });

  it('has the computed tier in effect on every day, as long as nobody overrides it', async () => {
    const given = asked.flatMap(({ answer }) => answer ?? []);
    expect(given.map(({ effective }) => effective)).toEqual(given.map(({ computed }) => computed));
    const { rows } = await views.pool.query<{ apart: string }>(
      `select count(*) as apart from tier_history
        where override_id is null and effective is distinct from computed`,
    );
    expect(rows[0]).toEqual({ apart: '0' });
  });

  it('covers every day from the first to the last at every position, once', async () => {
    const { rows } = await views.pool.query<{ gaps: string }>(`
      with positions as (select distinct timeline_id, known_from as position from tier_history),
      known as (
        select p.timeline_id, p.position, h.valid_from, h.valid_until,
               lead(h.valid_from) over (partition by p.timeline_id, p.position order by h.valid_from) as next
        from positions p join tier_history h on h.timeline_id = p.timeline_id
          and h.known_from <= p.position and (h.known_until is null or h.known_until > p.position))
      select count(*) as gaps from known where coalesce(next, 'infinity') <> valid_until`);
    expect(rows[0]).toEqual({ gaps: '0' });
  });

  it.each(allViews.map(({ name }) => name))('is rebuilt row for row: %s', async (view) => {
    expect(await views.projector.rebuild(view)).toMatchObject({ agreed: true, swapped: true });
  });

  it('comes to the same rows after all rebuilds', async () => expectSame(live, await everyRow(views)));

  it.each([
    ['of fifty-three', 53],
    ['of a hundred and one', 101],
    ['of everything at once', 1_000_000],
  ])('comes to the same rows in batches %s, however often it is interrupted', async (_, batch) => {
    await views.projector.stop();
    await views.pool.query(`truncate checkpoints, ${tables.join(', ')}`);
    const head = await views.store.head();
    for (let restart = 0; restart < 4; restart++) {
      const next = views.project({ batch });
      await next.start();
      await new Promise((done) => setTimeout(done, 40 + ((seed >> restart) % 60)));
      await next.stop();
    }
    const last = views.project({ batch });
    await last.start();
    await Promise.all(allViews.map(({ name }) => views.progress.reach(name, head, 280_000)));
    await last.stop();
    expectSame(live, await everyRow(views));
    expect(views.reports).toEqual([]);
  });
});
