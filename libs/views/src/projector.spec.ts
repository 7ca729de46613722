import { accountEvents, placementEvents } from '#libs/domain';
import { Catalogue } from '#libs/event-store';
import { day, event } from '#libs/kernel';
import { z } from 'zod';
import { placementOf } from '../../testing/src/placements';
import { acme, openViews, type Views } from '../../testing/src/views';
import { copyRows } from './copy';
import { type Projection, projection } from './projection';
import { quarantine } from './quarantine/quarantine.projection';
import { auditTrail } from './audit-trail/audit-trail.projection';
import { tierHistory } from './tier-history/tier-history.projection';

/** Fails at the accounts it is told to, until it is cured. */
const brittle = (bad: Set<string>, version = 1): Projection =>
  projection<string[]>({
    name: 'quarantine',
    version,
    tables: ['quarantine'],
    begin: () => [],
    on: {
      TimelineOpened: ({ event: { data } }, seen) => {
        if (bad.has(data.externalId)) throw new Error(`no place for ${data.externalId}`);
        seen.push(data.externalId);
      },
    },
    write: (seen, tx) =>
      copyRows(
        tx,
        'quarantine',
        ['position', 'recorded_at', 'event_id', 'stream', 'revision', 'type', 'reason', 'data'],
        seen.map((account, index) => [
          Date.now() * 1000 + index,
          '2025-01-01',
          '',
          account,
          0,
          '',
          `v${version}`,
          '',
        ]),
      ),
  });

const opened = (account: string) => placementOf(account).opened('2025-01-10');

let views: Views;
afterEach(() => views.close());

const until = async (condition: () => Promise<boolean>) => {
  while (!(await condition())) await new Promise((done) => setTimeout(done, 25));
};

const seen = async () =>
  (await views.pool.query<{ stream: string }>('select stream from quarantine order by stream')).rows.map(
    ({ stream }) => stream,
  );

const tiers = async () =>
  (
    await views.pool.query<{ row: string }>(
      `select h::text as row from tier_history h order by timeline_id, valid_from, known_from`,
    )
  ).rows.map(({ row }) => row);

describe('a projector that is started again where nothing happens', () => {
  it('tells how far its views have come without the database being asked', async () => {
    views = await openViews({ views: [tierHistory] });
    await views.record('2025-01-10', opened('A'));
    await views.settled('tier-history');
    await views.projector.stop();
    await views.project().start();
    const query = jest.spyOn(views.pool, 'query');
    const standing = views.progress.of('tier-history');
    expect(query).not.toHaveBeenCalled();
    query.mockRestore();
    expect((await standing).checkpoint.commit).toBe(await views.store.head());
  });
});

describe('a view that meets an event it cannot take in', () => {
  it('stops there and loudly, while the others go on, and goes on when told to', async () => {
    const bad = new Set(['B']);
    views = await openViews({ views: [brittle(bad), tierHistory] });
    await views.record('2025-01-10', opened('A'), opened('B'), opened('C'));
    await views.settled('tier-history');
    await until(async () => (await views.progress.of('quarantine')).state === 'stopped');
    await until(async () => views.reports.length > 0);
    expect(await seen()).toEqual(['A']);
    const stopped = (await views.progress.all(3n)).find(({ view }) => view === 'quarantine');
    expect(stopped).toMatchObject({
      error: 'no place for B',
      errorPosition: 2n,
      lag: 2n,
      checkpoint: { commit: 1n },
    });
    expect(views.reports.join()).toContain('View quarantine has stopped at position 2 (TimelineOpened)');
    expect(await tiers()).toHaveLength(3);

    bad.clear();
    await views.projector.resume('quarantine');
    await views.settled();
    expect(await seen()).toEqual(['A', 'B', 'C']);
    expect((await views.progress.of('quarantine')).state).toBe('running');
  });
});

describe('an event that cannot be read', () => {
  it('is put aside, and stands in the audit trail as it was stored', async () => {
    const Forgotten = event('Forgotten', { externalId: z.string() });
    const writing = new Catalogue([...placementEvents, Forgotten]);
    views = await openViews({ catalogue: writing, views: [quarantine, auditTrail, tierHistory], idle: true });
    await views.record('2025-01-10', opened('A'), Forgotten({ externalId: 'A' }), opened('B'));
    const reading = new Catalogue([...placementEvents, ...accountEvents]);
    Object.assign(views.store, { catalogue: reading });
    await views.projector.start();
    await views.settled();
    const { rows } = await views.pool.query('select position, type, data from quarantine');
    expect(rows).toEqual([{ position: '2', type: 'Forgotten', data: '{"externalId":"A"}' }]);
    const { items } = await views.auditTrail.page({ externalId: 'A' }, { limit: 9 });
    expect(items.map(({ type }) => type)).toEqual(['TimelineOpened', 'Forgotten']);
    expect(await tiers()).toHaveLength(2);
  });
});

describe('a projector', () => {
  it('goes on where the one before it ended, and takes nothing in twice', async () => {
    views = await openViews({ batch: 2 });
    await views.record('2025-01-10', opened('A'), opened('B'), opened('C'));
    await views.settled();
    await views.projector.stop();
    await views.record('2025-01-11', opened('D'));
    const next = views.project();
    await next.start();
    await views.settled();
    expect(await tiers()).toHaveLength(4);
  });

  it('leaves the views to the one that keeps them, and takes them over when that one is gone', async () => {
    views = await openViews();
    await views.record('2025-01-10', opened('A'));
    await views.settled();
    const standby = views.project();
    await standby.start();
    await views.record('2025-01-11', opened('B'));
    await views.settled();
    await views.projector.stop();
    await views.record('2025-01-12', opened('C'));
    await views.settled();
    expect(await tiers()).toHaveLength(3);
    expect(views.reports).toEqual([]);
  });

  it('loses its connections and finds its way back', async () => {
    views = await openViews();
    await views.record('2025-01-10', opened('A'));
    await views.settled();
    // Waited for, since one that has not ended yet takes a statement and answers that it ends.
    await views.database.pool.query(
      `select pg_terminate_backend(pid, 60000) from pg_stat_activity
       where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    await views.record('2025-01-11', opened('B'));
    await views.settled();
    expect(await tiers()).toHaveLength(2);
  });
});

describe('a rebuild', () => {
  it('ends with the same rows as the live view and takes its place, while events go on coming', async () => {
    views = await openViews({ batch: 7 });
    for (let n = 0; n < 40; n++) await views.record('2025-01-10', opened(`A${n}`));
    await views.settled();
    const writing = (async () => {
      for (let n = 0; n < 200; n++) {
        await views.record('2025-01-11', opened(`B${n}`));
        await new Promise((done) => setTimeout(done, 1));
      }
    })();
    const steps: bigint[] = [];
    const rebuilt = await views.projector.rebuild('tier-history', ({ done }) => void steps.push(done));
    await writing;
    await views.settled();
    expect(rebuilt).toMatchObject({ agreed: true, swapped: true });
    expect(steps.length).toBeGreaterThan(1);
    expect(await tiers()).toHaveLength(240);
    const at = await views.knownAt.resolve({ view: 'tier-history' });
    expect(await views.tierHistory.timeline({ ...acme, externalId: 'B199' }, at)).toHaveLength(1);
    expect(await indexes()).toEqual(expect.arrayContaining(['tier_history_pkey', 'timelines_pkey']));
  });

  const indexes = async () => {
    const { rows } = await views.pool.query<{ name: string }>(
      `select indexname as name from pg_indexes where schemaname = 'views' and tablename in ('tier_history', 'timelines')`,
    );
    return rows.map(({ name }) => name);
  };

  it('keeps every constraint under its name', async () => {
    views = await openViews({ idle: true });
    const before = await indexes();
    await views.projector.start();
    await views.record('2025-01-10', opened('A'));
    await views.settled();
    await views.projector.rebuild('tier-history');
    expect((await indexes()).sort()).toEqual(before.sort());
    const overlapping = `insert into tier_history (timeline_id, valid_from, valid_until, known_from, cause, restated)
                         values (1, '2025-02-01', '2025-03-01', 5, 'RUN', false)`;
    await expect(views.pool.query(overlapping)).rejects.toThrow(/exclusion constraint/);
  });

  it('does not take the place of a view whose rows differ', async () => {
    views = await openViews();
    await views.record('2025-01-10', opened('A'));
    await views.settled();
    await views.pool.query(`update tier_history set cause = 'RUN'`);
    expect(await views.projector.rebuild('tier-history')).toMatchObject({ agreed: false, swapped: false });
    expect((await tiers()).join()).toContain('RUN');
    await expect(views.projector.rebuild('nothing')).rejects.toThrow('There is no view nothing');
  });

  it('follows from a raised version, while the old rows answer', async () => {
    views = await openViews({ views: [brittle(new Set()), tierHistory] });
    await views.record('2025-01-10', opened('A'), opened('B'));
    await views.settled();
    await views.projector.stop();
    const next = views.project({ views: [brittle(new Set(), 2), tierHistory] });
    await next.start();
    await views.record('2025-01-11', opened('C'));
    await until(async () =>
      (await views.progress.all(3n)).some(({ view, version }) => view === 'quarantine' && version === 2),
    );
    await views.settled();
    const { rows } = await views.pool.query('select distinct reason from quarantine');
    expect(rows).toEqual([{ reason: 'v2' }]);
    expect(await seen()).toEqual(['A', 'B', 'C']);
  });
});

describe('a question that is ahead of its view', () => {
  it('waits for it, and not for ever', async () => {
    views = await openViews({ idle: true });
    await views.record('2025-01-10', opened('A'));
    await expect(views.progress.reach('tier-history', 1n, 60)).rejects.toMatchObject({
      code: 'STALE_READ',
      retryAfter: 1,
    });
    const waiting = views.progress.reach('tier-history', 1n, 60_000);
    await views.projector.start();
    expect((await waiting).checkpoint.commit).toBe(1n);
    expect(day('2025-01-10')).toBe('2025-01-10');
  });
});
