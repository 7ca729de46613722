import type { Client } from 'pg';
import type { LoadedPortfolio } from '../loaded-portfolio';
import type { Question } from './questions';

export interface Tier {
  readonly external_id: string;
  readonly effective: string;
}

/** One table with both clocks and a covering key: what somebody would build who needs nothing but this answer. */
export const createLookupTable = async ({ instance: { pool } }: LoadedPortfolio): Promise<void> => {
  await pool.query('drop table if exists public.raw_tiers');
  await pool.query(
    `create table public.raw_tiers as
     select external_id, valid_from, valid_until, known_from, known_until,
            indicated, computed, effective, decision_id, policy_version
     from views.tier_history join views.timelines on timelines.id = timeline_id`,
  );
  await pool.query(
    `alter table public.raw_tiers add primary key (external_id, valid_from, known_from)
       include (valid_until, known_until, indicated, computed, effective, decision_id, policy_version)`,
  );
  await pool.query('vacuum analyze public.raw_tiers');
};

/** The prepared look-up of one tier. */
export const lookUp = async (client: Client, { externalId, asOf, position }: Question): Promise<Tier> => {
  const { rows } = await client.query<Tier>({
    name: 'look-up',
    text: `select external_id, valid_from, valid_until, known_from, indicated, computed, effective, decision_id, policy_version
           from public.raw_tiers
           where external_id = $1 and valid_from <= $2 and valid_until > $2
             and known_from <= $3 and (known_until is null or known_until > $3)
           order by valid_from desc limit 1`,
    values: [externalId, asOf, position],
  });
  if (rows.length !== 1) throw new Error(`No tier of ${externalId} on ${asOf} as known at ${position}.`);
  return rows[0]!;
};
