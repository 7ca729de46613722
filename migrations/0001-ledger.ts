import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The log of everything that happened, and the one way to add to it. */
export class Ledger1767225600001 implements MigrationInterface {
  readonly name = 'Ledger1767225600001';

  async up(database: QueryRunner): Promise<void> {
    for (const statement of [tables, nothingIsChanged, appendOne, append, seal])
      await database.query(statement);
  }

  async down(database: QueryRunner): Promise<void> {
    await database.query('drop schema ledger cascade');
  }
}

const tables = `
create schema ledger;

create table ledger.events (
  -- Dense from 1: appends take turns, so nobody who reads in this order can pass one that is not committed yet.
  position bigint primary key,
  recorded_at timestamptz(3) not null,
  id uuid not null,
  stream text collate "C" not null,
  revision integer not null check (revision >= 0),
  version smallint not null,
  type text collate "C" not null,
  -- Canonical JSON as text: what is stored is what was hashed.
  payload text not null,
  metadata text not null,
  hash bytea not null,
  constraint a_stream_has_one_event_a_revision unique (stream, revision)
);

create table ledger.clock (
  -- Null: the clock of the database counts.
  simulated timestamptz(3),
  -- Whatever is recorded from now on is stamped later than this.
  sealed timestamptz(3),
  there_is_one boolean primary key default true check (there_is_one)
);
insert into ledger.clock default values;
`;

const nothingIsChanged = `
create function ledger.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'What is recorded is never changed or deleted: record a correction instead.';
end $$;

create trigger nothing_recorded_is_changed before update or delete or truncate on ledger.events
  for each statement execute function ledger.refuse_change();
`;

/** Any number that means "an append is under way" to every process on this database. */
const lock = `perform pg_advisory_xact_lock(7216402138)`;

const columns = `position, recorded_at, id, stream, revision, version, type, payload, metadata, hash`;

/** Where the log ends, and what the next event is stamped: max(previous, clock), and later than what is sealed. */
const head = `
  select coalesce(last.position, 0) as position,
         greatest(last.recorded_at, coalesce(c.simulated, clock_timestamp()), c.sealed + interval '1 millisecond') as at
    from ledger.clock c
    left join lateral (select e.position, e.recorded_at from ledger.events e order by e.position desc limit 1) last on true`;

/** Where a stream stands; -1 when it has no events. */
const standing = (stream: string) =>
  `coalesce((select e.revision from ledger.events e where e.stream = ${stream} order by e.revision desc limit 1), -1)`;

/** The common case in one statement: one event, expected where its stream stands. Else null, and nothing is done. */
const appendOne = `
create function ledger.append_one(
  the_stream text, expected integer, id uuid, type text, version smallint, payload text, metadata text, hash bytea
) returns bigint language plpgsql as $$
declare
  appended bigint;
begin
  ${lock};
  insert into ledger.events (${columns})
  select head.position + 1, head.at, id, the_stream, expected + 1, version, type, payload, metadata, hash
    from (${head}) head
   where ${standing('the_stream')} = expected
  returning position into appended;
  return appended;
end $$;
`;

/**
 * Many appends at once, each to a stream of its own: all of its events or none. \`streams\` and \`expected\` have an
 * element for each append, the others one for each event, in the same order. Appends that went in follow each
 * other from position \`first\` on. If some did not, \`actual\` says where their streams stand (null for the others)
 * and \`originals\` the last position of those that had been made before.
 */
const append = `
create function ledger.append(
  streams text[], expected integer[],
  event_streams text[], revisions integer[], ids uuid[], types text[], versions smallint[],
  payloads text[], metadatas text[], hashes bytea[],
  out first bigint, out actual integer[], out originals bigint[]
) language plpgsql
  -- The plans made for few events in an empty table are those that serve many in a full one.
  set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  stamp timestamptz;
begin
  ${lock};
  select head.position + 1, head.at into first, stamp from (${head}) head;
  select array_agg(${standing('a.stream')} order by a.n)
    into actual from unnest(streams) with ordinality a(stream, n);

  if actual = expected then
    actual := null;
    insert into ledger.events (${columns})
    select first + g.n - 1, stamp, g.id, g.stream, g.revision, g.version, g.type, g.payload, g.metadata, g.hash
      from unnest(event_streams, revisions, ids, types, versions, payloads, metadatas, hashes)
           with ordinality g(stream, revision, id, type, version, payload, metadata, hash, n);
    return;
  end if;

  with before as (
    select g.stream, case when count(e.id) = count(*) then max(e.position) end as position
      from unnest(event_streams, revisions, ids) g(stream, revision, id)
      left join ledger.events e on e.stream = g.stream and e.revision = g.revision and e.id = g.id
     group by g.stream
  )
  select array_agg(case when a.actual <> a.expected then a.actual end order by a.n),
         array_agg(case when a.actual <> a.expected then before.position end order by a.n)
    into actual, originals
    from unnest(streams, expected, actual) with ordinality a(stream, expected, actual, n)
    join before on before.stream = a.stream;

  insert into ledger.events (${columns})
  select first + row_number() over (order by g.n) - 1, stamp,
         g.id, g.stream, g.revision, g.version, g.type, g.payload, g.metadata, g.hash
    from unnest(event_streams, revisions, ids, types, versions, payloads, metadatas, hashes)
         with ordinality g(stream, revision, id, type, version, payload, metadata, hash, n)
    join unnest(streams, actual) a(stream, actual) on a.stream = g.stream and a.actual is null;
end $$;
`;

/** When it returns, everything stamped \`moment\` or earlier stands in the log, and nothing more can be. */
const seal = `
create function ledger.seal(moment timestamptz) returns void language plpgsql as $$
begin
  ${lock};
  update ledger.clock set sealed = greatest(sealed, moment);
end $$;
`;
