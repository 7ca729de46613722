import type { Pool } from 'pg';
import type { Instance } from '#libs/platform';
import { views } from '#libs/views';
import type { Bed } from '../bed';
import { type Sample, timed, times } from '../figure';
import type { Ground, Prepared, Topic } from '../topic';

const hour = 3_600_000;
const pageOf = 1_000;
const against = `reading the same log in pages of ${pageOf.toLocaleString('en')}, payloads parsed`;

/** All views taken from nothing to the end of the log. */
export const catchUp: Topic = {
  key: 'catch-up',
  scales: true,
  async open({ bed, portfolios, accounts }: Ground): Promise<Prepared[]> {
    const address = await portfolios.copyOf(accounts, `bench_catch_up_${accounts}`);
    return [
      {
        name: 'catching up all views',
        against,
        goal: times(0.15),
        unit: 'events/s',
        raw: () => readLog(bed, address),
        ours: () => withInstance(bed, address, catchUpAll),
      },
    ];
  },
};

const catchUpAll = async ({ pool, store, projector, progress }: Instance): Promise<Sample> => {
  await emptyViews(pool);
  const head = await store.head();
  return timed(async () => {
    await projector.start();
    await Promise.all(views.map(({ name }) => progress.reach(name, head, hour)));
    return Number(head);
  }).finally(() => projector.stop());
};

/** One view projected anew beside the one that answers, compared with it row by row, and swapped. */
export const rebuild: Topic = {
  key: 'rebuild',
  scales: true,
  async open({ bed, portfolios, accounts }: Ground): Promise<Prepared[]> {
    const address = await portfolios.copyOf(accounts, `bench_rebuild_${accounts}`);
    const instance = await bed.instance(address);
    await instance.projector.start();
    bed.atClose(() => instance.projector.stop());
    const figure = (view: string): Prepared => ({
      name: `rebuilding ${view}`,
      against,
      goal: times(0.4),
      unit: 'events/s',
      raw: () => readLog(bed, address),
      ours: () => rebuildOne(instance, view),
    });
    return [figure('tier-history'), figure('facts')];
  },
};

const rebuildOne = ({ projector }: Instance, view: string): Promise<Sample> =>
  timed(async () => {
    const { position, agreed, swapped } = await projector.rebuild(view);
    if (!agreed || !swapped) throw new Error(`${view} was rebuilt and does not agree with its live rows.`);
    return Number(position);
  });

const withInstance = async (
  bed: Bed,
  address: string,
  work: (instance: Instance) => Promise<Sample>,
): Promise<Sample> => {
  const part = bed.part();
  const instance = await part.instance(address);
  return work(instance).finally(() => part.close());
};

const emptyViews = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.query<{ tables: string }>(
    `select string_agg(format('%I.%I', schemaname, tablename), ', ') as tables from pg_tables where schemaname = 'views'`,
  );
  await pool.query(`truncate ${rows[0]!.tables}`);
};

interface LogRow {
  readonly position: string;
  readonly payload: string;
}

const readLog = async (bed: Bed, address: string): Promise<Sample> => {
  const part = bed.part();
  const [client] = await part.connect(address, 1);
  const statement = {
    name: 'page',
    text: 'select * from ledger.events where position > $1 order by position limit $2',
  };
  const sample = await timed(async () => {
    let events = 0;
    for (let after = '0'; ;) {
      const { rows } = await client!.query<LogRow>({ ...statement, values: [after, pageOf] });
      for (const { payload } of rows) JSON.parse(payload);
      events += rows.length;
      if (rows.length < pageOf) return events;
      after = rows.at(-1)!.position;
    }
  });
  await part.close();
  return sample;
};
