import type { Pool } from 'pg';
import {
  type AccountKnowledge,
  assuranceOf,
  type ExternalId,
  type KnownInput,
  noRevenue,
  type Provenance,
  type RevenueKnown,
  revenueKnown,
  type RevenueRow,
} from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day, Decimal } from '#libs/kernel';

/** A version is known at a position from its own on, until that of the next one. */
export const knownAt = (alias: string): string =>
  `${alias}.known_from <= $2::bigint and (${alias}.known_until is null or ${alias}.known_until > $2::bigint)`;

/** The accounts among those asked for that are known at a position, with the day they were onboarded. */
export const profilesOf = async (
  pool: Pool,
  externalIds: readonly string[],
  at: Position,
): Promise<Pick<AccountKnowledge, 'externalId' | 'onboardedOn'>[]> => {
  const { rows } = await pool.query<[ExternalId, Day | null]>({
    name: 'facts-profiles',
    text: `select a.external_id, a.onboarded_on from accounts a
           where a.external_id = any($1::text[]) and ${knownAt('a')} order by 1`,
    values: [externalIds, String(at)],
    rowMode: 'array',
  });
  return rows.map(([externalId, onboardedOn]) => ({ externalId, onboardedOn }));
};

export const inputsOf = async (
  pool: Pool,
  externalIds: readonly string[],
  at: Position,
): Promise<Map<string, KnownInput[]>> => {
  const { rows } = await pool.query<
    [string, KnownInput['factId'], KnownInput['measure'], KnownInput['value'], Day, string | null]
  >({
    name: 'facts-inputs',
    text: `select f.external_id, f.fact_id, f.measure, f.value, f.valid_from, f.provenance from input_facts f
           where f.external_id = any($1::text[]) and ${knownAt('f')}`,
    values: [externalIds, String(at)],
    rowMode: 'array',
  });
  const inputs = new Map<string, KnownInput[]>();
  for (const [externalId, factId, measure, value, validFrom, provenance] of rows)
    gather(inputs, externalId, { factId, measure, value, validFrom, ...assuredBy(provenance) });
  return inputs;
};

/** What the text, the view's own, says that a measure can ask for. */
const assuredBy = (provenance: string | null): Pick<KnownInput, 'assurance'> => {
  const assurance = provenance === null ? undefined : assuranceOf(JSON.parse(provenance) as Provenance);
  return assurance ? { assurance } : {};
};

/** The whole revenue of accounts, added up by day, currency and kind. */
export const revenueOf = async (
  pool: Pool,
  externalIds: readonly string[],
  at: Position,
): Promise<(externalId: string) => RevenueKnown> => {
  const { rows } = await pool.query<[string, Day, Decimal, string, string, number]>({
    name: 'facts-revenue',
    text: `select f.external_id, f.occurred_on, sum(f.amount), f.currency, f.kind, count(*)::int from revenue_facts f
           where f.external_id = any($1::text[]) and ${knownAt('f')}
           group by f.external_id, f.occurred_on, f.currency, f.kind`,
    values: [externalIds, String(at)],
    rowMode: 'array',
  });
  const flows = new Map<string, RevenueRow[]>();
  for (const [externalId, occurredOn, amount, currency, kind, lines] of rows)
    gather(flows, externalId, { occurredOn, amount, currency, kind, lines });
  return (externalId) => {
    const flow = flows.get(externalId);
    return flow ? revenueKnown(flow) : noRevenue;
  };
};

const gather = <Value>(groups: Map<string, Value[]>, key: string, value: Value): void => {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
};
