import type { Pool } from 'pg';
import type { Access } from './access-log';
import { askedPath } from './asked-path';

const columns = `at timestamptz, actor text, roles text, method text, route text, path text, external_id text,
  status smallint, reason text, rows bigint, trace_id text`;

const names = columns.replace(/ \w+(,|$)/g, '$1');

const statement = `insert into ops.access_log (${names}) select ${names} from json_to_recordset($1::json) as entry(${columns})`;

/** All entries with one statement; as one text, since a list for each column costs several times as much to write. */
export const writeEntries = async (pool: Pool, entries: readonly Access[]): Promise<void> => {
  await pool.query({ name: 'access-log', text: statement, values: [JSON.stringify(entries.map(asRow))] });
};

const asRow = ({ at, actor, roles, method, route, url, externalId, ...rest }: Access) => ({
  at: new Date(at).toISOString(),
  ...{ actor, method, status: rest.status, rows: rest.rows, trace_id: rest.traceId },
  roles: [...roles].join(' '),
  route: asDocumented(route),
  path: plain(askedPath(url)),
  external_id: externalId && plain(externalId),
  reason: rest.reason && plain(rest.reason),
});

/** As the OpenAPI document names the route. */
const asDocumented = (route: string): string => route.replace(/:(\w+)/g, '{$1}');

/** What an address says can hold what the database cannot, and more than anybody reads. */
const plain = (text: string): string => text.slice(0, 1000).replace(/[\p{Cc}\p{Cs}]/gu, '?');
