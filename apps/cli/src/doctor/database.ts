import type { Instance } from '#libs/platform';
import { bad, type Finding, note, ok } from './finding';

/** The database, its schema, the clock and the jobs. */
export const lookAtDatabase = async (instance: Instance): Promise<Finding[]> => [
  await server(instance),
  await schema(instance),
  await clock(instance),
  await jobs(instance),
  await replays(instance),
];

const server = async ({ pool, config, alone }: Instance): Promise<Finding> => {
  const { rows } = await pool.query<{ version: string; sync: string }>(
    `select current_setting('server_version') as version,
            current_setting('fsync') || '/' || current_setting('synchronous_commit') as sync`,
  );
  const { version, sync } = rows[0]!;
  const where = config.databaseUrl
    ? 'at DATABASE_URL'
    : alone
      ? 'embedded'
      : 'embedded, run by another process';
  return sync === 'on/on'
    ? ok('database', `PostgreSQL ${version}, ${where}.`)
    : bad(
        'database',
        `PostgreSQL ${version}, ${where}, may lose what it acknowledged: set fsync and synchronous_commit to on.`,
      );
};

const schema = async ({ dataSource }: Instance): Promise<Finding> =>
  (await dataSource.showMigrations())
    ? bad('schema', 'Migrations are waiting: start this version of tierledger once.')
    : ok('schema', `${dataSource.migrations.length} migrations, all applied.`);

const clock = async (instance: Instance): Promise<Finding> => {
  const now = await instance.clock.now();
  if (instance.clock.simulated) return note('clock', `Simulated; it stands at ${now}.`);
  const ahead = Math.round((Date.parse(now) - Date.now()) / 1000);
  return ahead > 60
    ? bad(
        'clock',
        `The last event was recorded ${ahead} s ahead of this machine's clock: set the clock right.`,
      )
    : ok('clock', `${now}.`);
};

const jobs = async ({ pool }: Instance): Promise<Finding> => {
  const { rows } = await pool.query<{ open: number; stuck: number; failed: number }>(
    `select count(*) filter (where state in ('queued', 'running'))::int as open,
            count(*) filter (where state = 'running' and lease_until < now() - interval '1 minute')::int as stuck,
            count(*) filter (where state = 'failed' and updated_at > now() - interval '1 day')::int as failed
     from ops.jobs`,
  );
  const { open, stuck, failed } = rows[0]!;
  const says = `${open} open, ${failed} failed within a day`;
  return stuck > 0
    ? note('jobs', `${says}; ${stuck} were left behind, and go on once the API or the projector runs.`)
    : ok('jobs', `${says}.`);
};

const replays = async ({ replays: nightly, config }: Instance): Promise<Finding> => {
  if (config.replaySample === 0)
    return note('replays', 'Decisions on record are not taken again by night: REPLAY_SAMPLE is 0.');
  const last = await nightly.last();
  if (last === null)
    return note('replays', 'No night has come yet: decisions on record are taken again then.');
  if (last.alarm !== null) return bad('replays', last.alarm);
  return ok(
    'replays',
    `${last.replayed?.sampled} decisions were taken again the last night, and came out the same.`,
  );
};
