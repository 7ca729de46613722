import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When overrides have something to announce, up to which day that has been done, and what was decided about the past. */
export class Announcements1767225600013 implements MigrationInterface {
  readonly name = 'Announcements1767225600013';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...dues, ...history]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['tier_history', 'tier_lapses'])
      await runner.query(`alter table views.${table} drop column decided_back`);
    await runner.query('drop function views.day_begins');
    await runner.query('drop table ops.announcement_days');
    await runner.query('drop table views.override_dues');
    await runner.query(`delete from views.checkpoints where name in ('override-dues', 'announcements')`);
  }
}

const dues = [
  `create table views.override_dues (
    override_id text collate "C" primary key,
    scheme text collate "C" not null,
    view text collate "C" not null,
    external_id text collate "C" not null,
    -- as it was asked for: what its basis is about
    asked_from date not null,
    asked_until date,
    requested_on date not null,
    -- stands upon what was computed, so that a change of that is a drift
    drifts boolean not null,
    valid_from date not null,
    -- the first day on which there is something to announce, but for notices of its end
    announce_on date,
    -- the end that is noticed beforehand, and the fewest days that it has been noticed before
    ends_on date,
    noticed integer,
    life text not null
  )`,
  'create index override_dues_by_day on views.override_dues (scheme, announce_on) where announce_on is not null',
  'create index override_dues_by_end on views.override_dues (scheme, ends_on) where ends_on is not null',
  'create index override_dues_of_account on views.override_dues (external_id) where drifts',
  // up to this day everything has been announced
  `create table ops.announcement_days (
    there_is_one boolean primary key default true check (there_is_one),
    day date not null
  )`,
];

/** The row was decided about when its first day was past. */
const history = [
  'alter table views.tier_history add column decided_back boolean not null default false',
  // When a day begins in the governance time zone, as that was known at a position.
  `create function views.day_begins(day date, at bigint) returns timestamptz language sql stable as $$
    select day::timestamp at time zone coalesce(
      (select data::json ->> 'governanceTimeZone' from views.audit_trail
       where type = 'SettingsChanged' and position <= at order by position desc limit 1), 'UTC')
  $$`,
  'alter table views.tier_lapses add column decided_back boolean not null default false',
];
