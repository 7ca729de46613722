import type { Pool } from 'pg';

/** A simulation that is old enough for what it says of each account to be forgotten. */
export interface OldSimulation {
  readonly id: string;
  readonly scheme: string;
  readonly version: number;
  readonly hash: string;
  readonly shadow: boolean;
  /** No later one of its version is of the same days. */
  readonly latestOfItsDays: boolean;
  /** No later one of its version has the same hash. */
  readonly latestOfItsHash: boolean;
}

/** Rows that are deleted together. */
const some = 20_000;

/** What simulations say of each account, as far as it is no longer kept. */
export class ForgottenAccounts {
  constructor(private readonly pool: Pool) {}

  /** Those that were done so many days ago, by the machine's clock, and are still kept whole. */
  async olderThan(days: number): Promise<OldSimulation[]> {
    const { rows } = await this.pool.query<OldSimulation>(
      `select id, scheme, version, hash, shadow,
         place_of_days = 1 as "latestOfItsDays", place_of_hash = 1 as "latestOfItsHash"
       from (select *,
           row_number() over (partition by scheme, version, shadow, result ->> 'from', to_day
                              order by finished_at desc, id) as place_of_days,
           row_number() over (partition by scheme, version, hash order by position desc, id) as place_of_hash
         from ops.simulations) s
       where accounts_forgotten_at is null and finished_at < clock_timestamp() - make_interval(days => $1)
       order by scheme, version, finished_at, id`,
      [days],
    );
    return rows;
  }

  /** Says so first, so that nobody is ever told of some accounts as if they were all. */
  async forget(ids: readonly string[]): Promise<void> {
    await this.pool.query(
      'update ops.simulations set accounts_forgotten_at = clock_timestamp() where id = any($1) and accounts_forgotten_at is null',
      [ids],
    );
  }

  /** Simulations that have rows of accounts and answer with them no more, or never did: given up before they were done. */
  async leftBehind(): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>(
      `select id from (
         select id from ops.simulations where accounts_forgotten_at is not null
         union all
         select j.id from ops.jobs j where j.kind = 'simulation' and j.state = 'failed'
           and not exists (select from ops.simulations s where s.id = j.id)) gone
       where exists (select from ops.simulated_accounts a where a.simulation_id = gone.id)`,
    );
    return rows.map(({ id }) => id);
  }

  /** Deletes some of a simulation's rows; false when none was left. */
  async deleteSome(id: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `delete from ops.simulated_accounts where simulation_id = $1 and external_id in (
         select external_id from ops.simulated_accounts where simulation_id = $1 limit ${some})`,
      [id],
    );
    return (rowCount ?? 0) > 0;
  }
}
