import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Long work and its leftovers: jobs, the files being imported, and answers kept for retried requests. */
export class Ops1767225600003 implements MigrationInterface {
  readonly name = 'Ops1767225600003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create schema if not exists ops;

      create table ops.jobs (
        id uuid primary key,
        -- jobs of one lane are done one after the other, in this order
        seq bigint generated always as identity unique,
        lane text not null,
        kind text not null,
        state text not null default 'queued' check (state in ('queued', 'running', 'succeeded', 'failed')),
        input jsonb not null,
        done bigint not null default 0,
        total bigint,
        -- where the next attempt begins
        mark jsonb,
        result jsonb,
        problem jsonb,
        created_by text not null,
        -- the process at work (it holds an advisory lock of this number while it lives), and its claim
        owner integer,
        claim uuid,
        lease_until timestamptz,
        attempts integer not null default 0,
        created_at timestamptz(3) not null default clock_timestamp(),
        updated_at timestamptz(3) not null default clock_timestamp(),
        check ((state = 'succeeded') = (result is not null)),
        check ((state = 'failed') = (problem is not null))
      );
      create index jobs_open on ops.jobs (lane, seq) where state in ('queued', 'running');

      create table ops.imports (
        id uuid primary key,
        kind text not null check (kind in ('accounts', 'facts', 'revenue')),
        source text not null,
        bytes bigint not null,
        -- of the body as it was sent
        sha256 bytea not null,
        created_by text not null,
        created_at timestamptz(3) not null default clock_timestamp()
      );
      create table ops.import_chunks (
        import_id uuid not null references ops.imports on delete cascade,
        n integer not null,
        bytes bytea not null,
        primary key (import_id, n)
      );
      -- compressing what mostly is compressed already costs time and saves nothing
      alter table ops.import_chunks alter column bytes set storage external;
      create table ops.import_rejects (
        import_id uuid not null references ops.imports on delete cascade,
        line bigint not null,
        code text not null,
        detail text not null,
        row text not null,
        primary key (import_id, line)
      );

      create table ops.reassessed_schemes (scheme text primary key);

      create table ops.idempotency (
        actor text not null,
        key text not null,
        route text not null,
        body_hash bytea not null,
        -- null while the first request is still at work
        status smallint,
        headers jsonb,
        body text,
        created_at timestamptz(3) not null default clock_timestamp(),
        primary key (actor, key)
      );
      create index idempotency_age on ops.idempotency (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema ops cascade');
  }
}
