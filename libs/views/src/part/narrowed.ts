import type { Pool, QueryConfig } from 'pg';
import type { Scope } from '#libs/domain';

type Asked = { readonly text: string; readonly values: readonly unknown[] };

/** Which rows of a table are of an account inside, where it is not simply the one that `external_id` names. */
const rowsOf: Readonly<Record<string, string>> = {
  // Of what is about no account, only what is known to name none: an unscheduled day lists those it is for.
  audit_trail: `external_id in (select external_id from inside) or external_id is null
    and split_part(stream, '-', 1) in
      ('settings', 'scheme', 'input', 'rubric', 'policyreviews', 'capacity', 'seat', 'delegation')
    and not (type = 'AssessmentDayAdded' and data::text like '%"externalIds":[%')`,
  service_lines: ofAccount(),
  accounts: ofAccount(),
  input_facts: ofAccount(),
  revenue_facts: ofAccount(),
  timelines: ofAccount(),
  decisions: ofAccount(),
  treatment_changes: ofAccount(),
  business_reviews: ofAccount(),
  tier_indications: ofAccount(),
  overrides: ofAccount(),
  overrides_before: ofAccount(),
  override_dues: ofAccount(),
  review_items: ofAccount(),
};

function ofAccount(): string {
  return 'external_id in (select external_id from inside)';
}

/** The tables of accounts, whose rows a narrowed pool sees only as far as they are inside. */
export const tablesOfAccounts: readonly string[] = Object.keys(rowsOf);

/**
 * A pool for which the accounts outside of a scope do not exist: in front of every statement that it runs stand the
 * tables of accounts under their own names, with no other rows. No query can forget to filter, whatever it joins,
 * counts or pages. Who is inside, the profiles of now say.
 */
export const narrowed = (pool: Pool, scope: Scope): Pool =>
  new Proxy(pool, {
    get(target, name) {
      if (name === 'query')
        return (asked: string | QueryConfig, values?: unknown[]) =>
          target.query(narrowedQuery(asked, values, scope));
      if (name === 'connect') return async () => narrowedClient(await target.connect(), scope);
      return boundTo(target, name);
    },
  });

const narrowedClient = <Client extends { query: unknown }>(client: Client, scope: Scope): Client =>
  new Proxy(client, {
    get(target, name) {
      if (name !== 'query') return boundTo(target, name);
      const query = boundTo(target, name) as (asked: QueryConfig) => unknown;
      return (asked: string | QueryConfig, values?: unknown[]) => query(narrowedQuery(asked, values, scope));
    },
  });

const boundTo = (target: object, name: string | symbol): unknown => {
  const member: unknown = Reflect.get(target, name, target);
  return typeof member === 'function' ? (member.bind(target) as unknown) : member;
};

/** A prepared statement is prepared under the name of what it asks: narrowed, it has none. */
const narrowedQuery = (
  asked: string | QueryConfig,
  values: unknown[] | undefined,
  scope: Scope,
): QueryConfig => {
  const { name: _, ...config } = typeof asked === 'string' ? { text: asked } : asked;
  const given = values ?? ('values' in config ? config.values : undefined) ?? [];
  return { ...config, ...narrowedStatement({ text: config.text, values: given }, scope) };
};

const cursor = /^\s*declare rows no scroll cursor for\s+/;
const common = /^with\s+(recursive\s+)?/;

/** Exported for its specification alone. */
export const narrowedStatement = (
  { text, values }: Asked,
  scope: Scope,
): { text: string; values: unknown[] } => {
  const tables = tablesOfAccounts.filter((table) => new RegExp(`\\b(from|join)\\s+${table}\\b`).test(text));
  if (tables.length === 0) return { text, values: [...values] };
  const declares = cursor.exec(text)?.[0] ?? '';
  const statement = text.slice(declares.length).trim();
  const [begins = '', recursive = ''] = common.exec(statement) ?? [];
  const { text: inside, parameters } = partOf(scope, values.length);
  const parts = [
    `inside as materialized (${inside})`,
    ...tables.map(
      (table) => `${table} as not materialized (select * from views.${table} where ${rowsOf[table]})`,
    ),
  ];
  const rest = statement.slice(begins.length);
  return {
    text: `${declares}with ${recursive}${parts.join(', ')}${begins ? ', ' : ' '}${rest}`,
    values: [...values, ...parameters],
  };
};

/**
 * The ids of the accounts inside, as SQL: one condition a key, in the sense of `insideScope`.
 * @param taken how many parameters the statement has beside these
 */
export const partOf = (scope: Scope, taken: number): { text: string; parameters: unknown[] } => {
  const parameters: unknown[] = [];
  const say = (parameter: unknown): number => taken + parameters.push(parameter);
  const conditions = Object.entries(scope).map(([key, wanted]) =>
    key === 'book'
      ? `owner_seat = any($${say(wanted)}::text[])`
      : `attributes ->> $${say(key)}::text = any($${say(wanted)}::text[])`,
  );
  const where = ['known_until is null', ...conditions].join(' and ');
  return { text: `select external_id from views.accounts where ${where}`, parameters };
};
