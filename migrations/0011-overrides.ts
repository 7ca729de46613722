import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What overrides make of the tiers, what becomes of each, who may decide about them, and how many a seat has left. */
export class Overrides1767225600011 implements MigrationInterface {
  readonly name = 'Overrides1767225600011';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...history, ...overrides, ...org, ...quota]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...tablesOfHistory, 'overrides', 'seat_fillings', 'delegations', 'quota_entries'])
      await runner.query(`drop table views.${table}`);
    await runner.query('drop function views.day_known');
    await runner.query('alter table views.tier_history drop column override');
    await runner.query(`delete from views.checkpoints where name in ('overrides', 'org', 'quota')`);
  }
}

const tablesOfHistory = ['overridden', 'tier_orders', 'tier_lapses'];

const history = [
  // the one that shapes the tier, and those beside it that do not
  'alter table views.tier_history add column override text',
  `create table views.overridden (
    timeline_id bigint primary key,
    overrides text not null
  )`,
  `create table views.tier_orders (
    scheme text collate "C" not null,
    version integer not null,
    places text not null,
    primary key (scheme, version)
  )`,
  // Known on a day from lapsed_on on, a row says this instead: nobody has attested in time what it stands upon.
  `create table views.tier_lapses (
    timeline_id bigint not null,
    valid_from date not null,
    known_from bigint not null,
    lapsed_on date not null,
    lapsed_until date check (lapsed_until > lapsed_on),
    effective text,
    override_id text,
    override text,
    primary key (timeline_id, valid_from, known_from, lapsed_on)
  )`,
  // The day of a moment in the governance time zone, as that was known at a position.
  `create function views.day_known(moment timestamptz, at bigint) returns date language sql stable as $$
    select (moment at time zone coalesce(
      (select data::json ->> 'governanceTimeZone' from views.audit_trail
       where type = 'SettingsChanged' and position <= at order by position desc limit 1), 'UTC'))::date
  $$`,
];

const overrides = [
  `create table views.overrides (
    override_id text collate "C" primary key,
    scheme text collate "C" not null,
    view text collate "C" not null,
    external_id text collate "C" not null,
    kind text not null,
    seat text collate "C" not null,
    status text not null check (status in ('requested', 'approved', 'rejected', 'withdrawn', 'lapsed')),
    valid_from date not null,
    valid_until date,
    ended_by text,
    -- somebody has said yes already
    in_review boolean not null,
    -- of the level whose turn it is; null when none is
    awaited_role text,
    decide_by date,
    attest_by date,
    reattest_by date,
    ratify_by date,
    life text not null,
    told text not null,
    known_from bigint not null,
    changed_at bigint not null
  )`,
  'create unique index overrides_in_order on views.overrides (known_from)',
  'create index overrides_of_account on views.overrides (external_id, scheme, view)',
  'create index overrides_awaiting on views.overrides (awaited_role, known_from) where awaited_role is not null',
];

const org = [
  `create table views.seat_fillings (
    seat text collate "C" not null,
    valid_from date not null,
    holder text collate "C",
    reports_to text collate "C",
    variable_pay text,
    attributes text,
    filled_by text not null,
    known_from bigint not null,
    known_until bigint check (known_until > known_from),
    primary key (seat, valid_from, known_from)
  )`,
  `create table views.delegations (
    delegation_id text collate "C" not null,
    principal text collate "C" not null,
    delegate text collate "C" not null,
    scope text not null,
    valid_from date not null,
    valid_until date not null,
    known_from bigint not null,
    known_until bigint check (known_until > known_from),
    primary key (delegation_id, known_from)
  )`,
];

const quota = [
  `create table views.quota_entries (
    scheme text collate "C" not null,
    quarter text collate "C" not null,
    seat text collate "C" not null,
    override_id text collate "C" not null,
    state text not null check (state in ('reserved', 'consumed', 'released')),
    kind text not null,
    arr text not null,
    reserved_on date not null,
    lapses_on date not null,
    exceeds boolean not null,
    settled_on date,
    released_why text,
    known_from bigint not null,
    changed_at bigint not null,
    primary key (seat, quarter, scheme, override_id)
  )`,
];
