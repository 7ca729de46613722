import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the views keep. Every row says from which position of the log it was known, and until which. */
export class Views1767225600002 implements MigrationInterface {
  readonly name = 'Views1767225600002';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...foundations, ...accounts, ...facts, ...schemes, ...history, ...trail]) {
      await runner.query(statement);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop schema views cascade');
  }
}

const foundations = [
  'create extension if not exists btree_gist with schema public',
  'create schema views',
  `create table views.checkpoints (
    name text primary key,
    version integer not null,
    "commit" bigint not null default 0,
    prepare bigint not null default 0,
    last_recorded_at timestamptz(3),
    produced bigint not null default 0,
    state text not null default 'running' check (state in ('running', 'stopped', 'rebuilding')),
    error text,
    error_position bigint,
    updated_at timestamptz not null default now()
  )`,
];

const accounts = [
  `create table views.accounts (
    external_id text collate "C" not null,
    name text not null,
    onboarded_on date,
    owner_seat text,
    parent_external_id text,
    attributes json not null,
    revision integer not null,
    known_from bigint not null,
    known_until bigint check (known_until > known_from),
    primary key (external_id, known_from)
  )`,
  'create unique index accounts_current on views.accounts (external_id) where known_until is null',
];

// One index serves windows of days, whole accounts and corrections; each more would halve what an import loads.
const facts = [
  `create table views.input_facts (
    external_id text collate "C" not null,
    fact_id text not null,
    measure text not null,
    value text not null,
    valid_from date not null,
    source text,
    origin_recorded_at timestamptz(3),
    known_from bigint not null,
    known_until bigint check (known_until > known_from)
  )`,
  'create index input_facts_by_day on views.input_facts (external_id, valid_from)',
  `create table views.revenue_facts (
    external_id text collate "C" not null,
    fact_id text not null,
    occurred_on date not null,
    amount numeric not null,
    currency text not null,
    kind text not null,
    source text,
    origin_recorded_at timestamptz(3),
    known_from bigint not null,
    known_until bigint check (known_until > known_from)
  )`,
  'create index revenue_facts_by_day on views.revenue_facts (external_id, occurred_on)',
];

const schemes = [
  `create table views.schemes (
    scheme text collate "C" primary key,
    name text not null,
    description text not null,
    is_primary boolean not null,
    revision integer not null,
    opened_at bigint not null
  )`,
  `create table views.policies (
    scheme text collate "C" not null,
    version integer not null,
    state text not null,
    document json not null,
    author text not null,
    submitted_by text,
    decided_by text,
    comment text,
    effective_from date,
    effective_until date,
    drafted_at timestamptz(3) not null,
    primary key (scheme, version)
  )`,
  `create table views.policy_tiers (
    scheme text collate "C" not null,
    version integer not null,
    tier text not null,
    rank integer not null,
    primary key (scheme, version, tier)
  )`,
  `create table views.assessment_days (
    scheme text collate "C" not null,
    position bigint not null,
    day date not null,
    kind text not null,
    accounts integer,
    run_id text not null,
    primary key (scheme, position)
  )`,
];

const history = [
  `create table views.timelines (
    id bigint primary key,
    scheme text collate "C" not null,
    view text collate "C" not null,
    external_id text collate "C" not null,
    unique (scheme, view, external_id) include (id)
  )`,
  `create table views.tier_history (
    timeline_id bigint not null,
    valid_from date not null,
    valid_until date not null check (valid_until > valid_from),
    known_from bigint not null,
    known_until bigint check (known_until > known_from),
    indicated text,
    computed text,
    effective text,
    decision_id text,
    override_id text,
    policy_version integer,
    cause text not null,
    retro_kind text,
    restated boolean not null,
    primary key (timeline_id, valid_from, known_from)
      include (valid_until, known_until, indicated, computed, effective, decision_id, policy_version),
    -- For any day, as known at any position, there is at most one belief.
    exclude using gist (timeline_id with =,
      daterange(valid_from, valid_until) with &&, int8range(known_from, known_until) with &&)
  )`,
  `create table views.decisions (
    scheme text collate "C" not null,
    view text collate "C" not null,
    external_id text collate "C" not null,
    day date not null,
    decision_id text collate "C" not null,
    assessment text not null,
    cause text not null,
    retro_kind text,
    recorded_at timestamptz(3) not null,
    known_from bigint not null,
    known_until bigint check (known_until > known_from),
    primary key (external_id, scheme, view, day, known_from)
  )`,
  'create index decisions_by_id on views.decisions (decision_id)',
];

const trail = [
  `create table views.audit_trail (
    position bigint primary key,
    recorded_at timestamptz(3) not null,
    event_id uuid not null,
    stream text collate "C" not null,
    revision integer not null,
    type text collate "C" not null,
    external_id text collate "C",
    scheme text collate "C",
    actor text collate "C" not null,
    on_behalf_of text,
    reason text,
    command_id text not null,
    correlation_id text not null,
    causation_id text,
    data text not null
  ) with (toast_tuple_target = 8160)`,
  // What an event says is short or, where it is long, is asked for rarely: packing it would cost more than it saves.
  'alter table views.audit_trail alter column data set storage external',
  'create index audit_trail_by_moment on views.audit_trail (recorded_at, position)',
  'create index audit_trail_by_account on views.audit_trail (external_id, position) where external_id is not null',
  'create index audit_trail_by_scheme on views.audit_trail (scheme, position) where external_id is null',
  'create index audit_trail_by_actor on views.audit_trail (actor, position)',
  'create index audit_trail_by_type on views.audit_trail (type, position)',
  `create table views.quarantine (
    position bigint primary key,
    recorded_at timestamptz(3) not null,
    event_id text not null,
    stream text not null,
    revision integer not null,
    type text not null,
    reason text not null,
    data text not null
  )`,
];
