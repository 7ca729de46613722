import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What becomes of changes of treatment, who is there to treat, and how far the days have been looked through. */
export class Treatments1767225600004 implements MigrationInterface {
  readonly name = 'Treatments1767225600004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table views.treatment_changes (
        -- of the event that requires it
        id text collate "C" primary key,
        scheme text collate "C" not null,
        view text collate "C" not null,
        external_id text collate "C" not null,
        change integer not null,
        day date not null,
        from_tier text,
        to_tier text,
        from_policy_version integer,
        policy_version integer,
        difference text not null,
        -- null where it is the difference
        outstanding text,
        supersedes integer,
        due_on date not null,
        decision_id text,
        event_id text,
        recorded_at timestamptz(3) not null,
        known_from bigint not null,
        -- the position at which it ceased to be open
        settled_from bigint check (settled_from > known_from),
        settled_as text check (settled_as in ('acknowledged', 'superseded', 'withdrawn')),
        settled_recorded_at timestamptz(3),
        acknowledged_by text,
        acknowledged_on date,
        comment text,
        unique (scheme, view, external_id, change),
        check ((settled_from is null) = (settled_as is null))
      );
      create index treatment_changes_in_order on views.treatment_changes (due_on, known_from, change);
      create unique index a_timeline_has_at_most_one_open_change
        on views.treatment_changes (scheme, view, external_id) where settled_from is null;

      create table views.capacities (
        scheme text collate "C" not null,
        kind text not null check (kind in ('tier', 'role')),
        name text collate "C" not null,
        available text not null,
        valid_from date not null,
        set_by text not null,
        known_from bigint not null,
        known_until bigint check (known_until > known_from),
        primary key (scheme, kind, name, valid_from, known_from),
        -- of any day it is said once what is there from it on
        exclude using gist (scheme with =, kind with =, name with =, valid_from with =,
          int8range(known_from, known_until) with &&)
      );

      -- up to this day the changes that a day itself brings have been handed over
      create table ops.handover_days (
        day date not null,
        there_is_one boolean primary key default true check (there_is_one)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ops.handover_days, views.capacities, views.treatment_changes');
  }
}
