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
  type ServiceLine,
} from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day, Decimal } from '#libs/kernel';

/** A version is known at a position from its own on, until that of the next one. */
export const knownAt = (alias: string): string =>
  `${alias}.known_from <= $2::bigint and (${alias}.known_until is null or ${alias}.known_until > $2::bigint)`;

/** The accounts among those asked for that are known at a position: the day they were onboarded, and their end. */
export const profilesOf = async (
  pool: Pool,
  externalIds: readonly string[],
  at: Position,
): Promise<Pick<AccountKnowledge, 'externalId' | 'onboardedOn' | 'ended'>[]> => {
  const { rows } = await pool.query<[ExternalId, Day | null, ExternalId | null, Day]>({
    name: 'facts-profiles',
    text: `select a.external_id, a.onboarded_on, m.into_id, m.valid_from from accounts a
           left join lineage m on m.from_id = a.external_id and m.kind = 'merge' and ${knownAt('m')}
           where a.external_id = any($1::text[]) and ${knownAt('a')} order by 1`,
    values: [externalIds, String(at)],
    rowMode: 'array',
  });
  return rows.map(([externalId, onboardedOn, into, on]) => ({
    externalId,
    onboardedOn,
    ...(into !== null && { ended: { on, into } }),
  }));
};

/** By account: what its facts say of it as a whole, and what they say of each of its service lines. */
export interface InputsTold {
  readonly own: ReadonlyMap<string, readonly KnownInput[]>;
  readonly ofLines: ReadonlyMap<string, ReadonlyMap<ServiceLine, readonly KnownInput[]>>;
}

export const inputsOf = async (
  pool: Pool,
  externalIds: readonly string[],
  at: Position,
): Promise<InputsTold> => {
  const { rows } = await pool.query<
    [
      string,
      KnownInput['factId'],
      KnownInput['measure'],
      KnownInput['value'],
      Day,
      string | null,
      ServiceLine | null,
    ]
  >({
    name: 'facts-inputs',
    text: `select f.external_id, f.fact_id, f.measure, f.value, f.valid_from, f.provenance, f.service_line
           from input_facts f where f.external_id = any($1::text[]) and ${knownAt('f')}`,
    values: [externalIds, String(at)],
    rowMode: 'array',
  });
  const own = new Map<string, KnownInput[]>();
  const ofLines = new Map<string, Map<ServiceLine, KnownInput[]>>();
  for (const [externalId, factId, measure, value, validFrom, provenance, line] of rows) {
    const input = { factId, measure, value, validFrom, ...assuredBy(provenance) };
    if (line === null) gather(own, externalId, input);
    else gather(within(ofLines, externalId), line, input);
  }
  return { own, ofLines };
};

/** What the text, the view's own, says that a measure can ask for. */
const assuredBy = (provenance: string | null): Pick<KnownInput, 'assurance'> => {
  const assurance = provenance === null ? undefined : assuranceOf(JSON.parse(provenance) as Provenance);
  return assurance ? { assurance } : {};
};

/** The revenue of an account, or of one of its service lines. */
export type RevenueTold = (externalId: string, line?: ServiceLine) => RevenueKnown;

/** The whole revenue of accounts, added up by day, currency and kind; by service line as well where that is asked. */
export const revenueOf = async (
  pool: Pool,
  externalIds: readonly string[],
  at: Position,
  byLine: boolean,
): Promise<RevenueTold> => {
  const line = byLine ? ', f.service_line' : '';
  const { rows } = await pool.query<[string, Day, Decimal, string, string, number, (ServiceLine | null)?]>({
    name: byLine ? 'facts-revenue-by-line' : 'facts-revenue',
    text: `select f.external_id, f.occurred_on, sum(f.amount), f.currency, f.kind, count(*)::int${line}
           from revenue_facts f where f.external_id = any($1::text[]) and ${knownAt('f')}
           group by f.external_id, f.occurred_on, f.currency, f.kind${line}`,
    values: [externalIds, String(at)],
    rowMode: 'array',
  });
  const flows = new Map<string, RevenueRow[]>();
  const ofLines = new Map<string, Map<ServiceLine, RevenueRow[]>>();
  for (const [externalId, occurredOn, amount, currency, kind, lines, of] of rows) {
    const row = { occurredOn, amount, currency, kind, lines };
    gather(flows, externalId, row);
    if (of) gather(within(ofLines, externalId), of, row);
  }
  return (externalId, of) => {
    const flow = of === undefined ? flows.get(externalId) : ofLines.get(externalId)?.get(of);
    return flow ? revenueKnown(flow) : noRevenue;
  };
};

/** The inner map of a key, made at the first question. */
export const within = <Key, Value>(maps: Map<string, Map<Key, Value>>, key: string): Map<Key, Value> => {
  const inner = maps.get(key) ?? new Map<Key, Value>();
  maps.set(key, inner);
  return inner;
};

const gather = <Key, Value>(groups: Map<Key, Value[]>, key: Key, value: Value): void => {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
};
