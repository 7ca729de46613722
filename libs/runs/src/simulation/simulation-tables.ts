import type { Pool } from 'pg';
import type { Simulated } from './simulated-account';
import type { SimulatedAccount, SimulationDone, SimulationResult } from './simulation';

/** A simulation as its tables keep it. */
interface Row {
  readonly id: string;
  readonly shadow: boolean;
  readonly created_by: string;
  readonly finished_at: Date;
  readonly accounts_forgotten_at: Date | null;
  readonly result: SimulationResult;
}

const columns = 'id, shadow, created_by, finished_at, accounts_forgotten_at, result';

/** The simulations that are done, and what each of them says of every account. */
export class SimulationTables {
  constructor(private readonly pool: Pool) {}

  /** Keeps accounts; the same accounts again replace themselves. */
  async keepAccounts(id: string, accounts: readonly Simulated[]): Promise<void> {
    await this.pool.query(
      `insert into ops.simulated_accounts (simulation_id, external_id, from_tier, to_tier, differs_from, changes, arr)
       select $1, a.* from unnest($2::text[], $3::text[], $4::text[], $5::date[], $6::jsonb[], $7::numeric[]) a
       on conflict (simulation_id, external_id) do update set from_tier = excluded.from_tier,
         to_tier = excluded.to_tier, differs_from = excluded.differs_from, changes = excluded.changes, arr = excluded.arr`,
      [
        id,
        accounts.map(({ externalId }) => externalId),
        accounts.map(({ fromTier }) => fromTier),
        accounts.map(({ toTier }) => toTier),
        accounts.map(({ differsFrom }) => differsFrom),
        accounts.map(({ changes }) => JSON.stringify(changes)),
        accounts.map(({ arr }) => arr),
      ],
    );
  }

  /** A simulation is there when it is done, and not before. */
  async keep(done: Omit<SimulationDone, 'finishedAt' | 'accountsForgottenAt'>): Promise<void> {
    const { id, shadow, createdBy, ...result } = done;
    const { scheme, version, to, hash, position } = result;
    await this.pool.query(
      `insert into ops.simulations (id, scheme, version, to_day, hash, position, shadow, created_by, result)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (id) do nothing`,
      [id, scheme, version, to, hash, position, shadow, createdBy, JSON.stringify(result)],
    );
  }

  /** Those of a version, the latest first: asked for, or made by themselves for its shadow. */
  async ofVersion(scheme: string, version: number, shadow: boolean): Promise<SimulationDone[]> {
    const { rows } = await this.pool.query<Row>(
      `select ${columns} from ops.simulations
       where scheme = $1 and version = $2 and shadow = $3 order by finished_at desc, id limit 500`,
      [scheme, version, shadow],
    );
    return rows.map(doneOf);
  }

  /** Whether anybody has asked for one of a version, and it is done. */
  async hasAny(scheme: string, version: number): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      'select from ops.simulations where scheme = $1 and version = $2 and not shadow limit 1',
      [scheme, version],
    );
    return rowCount === 1;
  }

  async get(scheme: string, version: number, id: string): Promise<SimulationDone | undefined> {
    const { rows } = await this.pool.query<Row>(
      `select ${columns} from ops.simulations
       where scheme = $1 and version = $2 and id = $3`,
      [scheme, version, id],
    );
    return rows[0] && doneOf(rows[0]);
  }

  /** The simulation of a version that has a hash and was made by the latest knowledge. */
  async withHash(scheme: string, version: number, hash: string): Promise<SimulationDone | undefined> {
    const { rows } = await this.pool.query<Row>(
      `select ${columns} from ops.simulations
       where scheme = $1 and version = $2 and hash = $3 order by position desc limit 1`,
      [scheme, version, hash],
    );
    return rows[0] && doneOf(rows[0]);
  }

  /** Accounts in the order of their ids; `after` is the id behind which to go on. */
  async accounts(
    id: string,
    { limit, after }: { readonly limit: number; readonly after?: string },
  ): Promise<{ items: SimulatedAccount[]; next: string | null }> {
    const { rows } = await this.pool.query<SimulatedAccount>(
      `select external_id as "externalId", from_tier as "fromTier", to_tier as "toTier",
         differs_from as "differsFrom", changes, arr
       from ops.simulated_accounts where simulation_id = $1 and ($2::text is null or external_id > $2)
       order by external_id limit $3`,
      [id, after ?? null, limit + 1],
    );
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? items.at(-1)!.externalId : null };
  }
}

const doneOf = ({
  id,
  shadow,
  created_by: createdBy,
  finished_at: finishedAt,
  accounts_forgotten_at: accountsForgottenAt,
  result,
}: Row): SimulationDone => ({
  id,
  shadow,
  createdBy,
  finishedAt,
  accountsForgottenAt,
  ...result,
});
