import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What policy versions would have made of real history, and who has approved a version on the strength of it. */
export class Simulations1767225600008 implements MigrationInterface {
  readonly name = 'Simulations1767225600008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ops.simulations (
        id uuid primary key,
        scheme text collate "C" not null,
        version integer not null,
        -- the day on which the version is held against the plan as it stood
        to_day date not null,
        hash text not null,
        position bigint not null,
        shadow boolean not null,
        created_by text not null,
        finished_at timestamptz(3) not null default clock_timestamp(),
        result jsonb not null
      );
      create index simulations_of_version on ops.simulations (scheme, version, shadow, finished_at);

      -- written before its simulation is done, so there is nothing yet to refer to
      create table ops.simulated_accounts (
        simulation_id uuid not null,
        external_id text collate "C" not null,
        from_tier text,
        to_tier text,
        differs_from date,
        changes jsonb not null,
        arr numeric,
        primary key (simulation_id, external_id)
      );

      alter table views.policies
        add column approvals jsonb not null default '[]',
        add column simulation_hash text,
        add column shadow_from date;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table views.policies drop column approvals, drop column simulation_hash, drop column shadow_from;
      drop table ops.simulated_accounts;
      drop table ops.simulations;
    `);
  }
}
