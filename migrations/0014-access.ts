import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys by which services are known, what they have called, and who has asked for what. */
export class Access1767225600014 implements MigrationInterface {
  readonly name = 'Access1767225600014';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...keys, ...log]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ops.access_log, ops.service_key_calls, ops.service_keys');
  }
}

const keys = [
  `create table ops.service_keys (
    id text collate "C" primary key check (id ~ '^[0-9a-f]{16}$'),
    name text not null,
    -- SHA-256; the secret itself is kept by nobody but its owner
    secret_hash bytea not null check (length(secret_hash) = 32),
    roles text[] not null,
    -- the part of the portfolio it is for; null is the whole
    scope text,
    per_minute integer check (per_minute > 0),
    expires_on date,
    -- the beginning of that day in the governance time zone, as it was when the key was made
    expires_at timestamptz(3),
    -- a repeated request makes no second key
    command_id text not null unique,
    created_by text not null,
    created_at timestamptz(3) not null default clock_timestamp(),
    revoked_by text,
    revoked_at timestamptz(3),
    last_used_at timestamptz(3)
  )`,
  `create table ops.service_key_calls (
    id text collate "C" not null references ops.service_keys on delete cascade,
    minute bigint not null,
    -- portions of the key's limit that processes have taken
    portions integer not null,
    primary key (id, minute)
  )`,
];

const log = [
  `create table ops.access_log (
    id bigint generated always as identity,
    at timestamptz(3) not null,
    -- null where nobody was known
    actor text,
    roles text not null,
    method text not null,
    route text not null,
    path text not null,
    external_id text,
    status smallint not null,
    reason text,
    rows bigint,
    trace_id text not null,
    primary key (at, id)
  )`,
  'create index access_log_of_actor on ops.access_log (actor, at, id)',
  'create index access_log_denials on ops.access_log (at, id) where status in (401, 403, 404)',
];
