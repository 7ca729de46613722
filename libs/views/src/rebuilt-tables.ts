import type { ClientBase, Pool } from 'pg';

/** An index or a constraint of a live table, and the statement that makes its like. */
interface Structure {
  readonly table: string;
  readonly name: string;
  readonly statement: string;
  /** Needed while rows are written; everything else is built once, when they all stand. */
  readonly early: boolean;
}

/** Empty tables like the live ones, with the keys only: an index is built faster than it is kept. */
export const makeTables = async (
  pool: Pool,
  schema: string,
  tables: readonly string[],
  lookups: readonly string[] = [],
): Promise<void> => {
  const like = tables.map(
    (table) => `create table ${schema}.${table} (like views.${table} including all excluding indexes)`,
  );
  await pool.query(
    [`drop schema if exists ${schema} cascade`, `create schema ${schema}`, ...like].join('; '),
  );
  const structures = await structuresOf(pool, schema, tables);
  for (const { early, name, statement } of structures)
    if (early || lookups.includes(name)) await pool.query(statement);
};

/** Everything that the live tables have and these have not yet. */
export const finishTables = async (pool: Pool, schema: string, tables: readonly string[]): Promise<void> => {
  const { rows } = await pool.query<{ name: string }>(
    'select indexname as name from pg_indexes where schemaname = $1',
    [schema],
  );
  const standing = new Set(rows.map(({ name }) => name));
  for (const { name, statement } of await structuresOf(pool, schema, tables))
    if (!standing.has(name)) await pool.query(statement);
  for (const table of tables) await pool.query(`analyze ${schema}.${table}`);
};

/** Names stay as the migrations gave them, so that a later migration finds them. */
const structuresOf = async (pool: Pool, schema: string, tables: readonly string[]): Promise<Structure[]> => {
  const { rows } = await pool.query<Structure>(
    `select t.relname as table, i.relname as name, coalesce(c.contype in ('p', 'u'), false) as early,
            case when c.oid is null
              then replace(pg_get_indexdef(i.oid), ' ON views.', ' ON ' || $1 || '.')
              else format('alter table %I.%I add constraint %I %s', $1::text, t.relname, c.conname, pg_get_constraintdef(c.oid))
            end as statement
     from pg_index x
     join pg_class i on i.oid = x.indexrelid
     join pg_class t on t.oid = x.indrelid
     left join pg_constraint c on c.conindid = i.oid and c.conrelid = t.oid
     where t.relnamespace = 'views'::regnamespace and t.relname = any($2)
     order by i.oid`,
    [schema, tables],
  );
  return rows;
};

/** Whether both sets of tables hold the same rows, by count and by the sum of their hashes: order does not matter. */
export const compareTables = async (
  tx: ClientBase,
  schema: string,
  tables: readonly string[],
): Promise<{ equal: boolean; rows: number }> => {
  let [equal, rows] = [true, 0];
  for (const table of tables) {
    const [live, rebuilt] = [
      await fingerprint(tx, `views.${table}`),
      await fingerprint(tx, `${schema}.${table}`),
    ];
    equal &&= live.rows === rebuilt.rows && live.hash === rebuilt.hash;
    rows += Number(rebuilt.rows);
  }
  return { equal, rows };
};

const fingerprint = async (tx: ClientBase, table: string): Promise<{ rows: string; hash: string }> => {
  const { rows } = await tx.query<{ rows: string; hash: string }>(
    `select count(*) as rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as hash from ${table} t`,
  );
  return rows[0]!;
};

/** The rebuilt tables take the names of the live ones. */
export const swapTables = async (
  tx: ClientBase,
  schema: string,
  tables: readonly string[],
): Promise<void> => {
  for (const table of tables) await tx.query(`drop table views.${table}`);
  for (const table of tables) await tx.query(`alter table ${schema}.${table} set schema views`);
};
