import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What stands behind facts, the catalogue of inputs, rubrics, reviews held, and tiers indicated for deals. */
export class Inputs1767225600010 implements MigrationInterface {
  readonly name = 'Inputs1767225600010';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...facts, ...catalogue, ...due]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table views.input_facts drop column provenance');
    for (const table of [
      'input_entries',
      'rubrics',
      'policy_reviews',
      'business_reviews',
      'tier_indications',
    ])
      await runner.query(`drop table views.${table}`);
    await runner.query(`delete from views.checkpoints where name in ('catalogue', 'due')`);
  }
}

const facts = ['alter table views.input_facts add column provenance text'];

const catalogue = [
  `create table views.input_entries (
    measure text collate "C" not null,
    entry text not null,
    revision integer not null,
    known_from bigint not null,
    known_until bigint check (known_until > known_from),
    primary key (measure, known_from)
  )`,
  `create table views.rubrics (
    rubric text collate "C" not null,
    version integer not null,
    name text not null,
    measure text not null,
    questions text not null,
    written_by text not null,
    known_from bigint not null,
    primary key (rubric, version)
  )`,
];

const due = [
  `create table views.policy_reviews (
    scheme text collate "C" not null,
    known_from bigint not null,
    kind text not null check (kind in ('held', 'called')),
    "on" date not null,
    reason text,
    note text not null,
    person text not null,
    primary key (scheme, known_from)
  )`,
  `create table views.business_reviews (
    external_id text collate "C" not null,
    known_from bigint not null,
    held_on date not null,
    note text not null,
    attendees text not null,
    recorded_by text not null,
    primary key (external_id, known_from)
  )`,
  `create table views.tier_indications (
    scheme text collate "C" not null,
    external_id text collate "C" not null,
    day date not null,
    kind text not null check (kind in ('provisional', 'binding')),
    stage text,
    value text,
    tier text,
    place integer,
    policy_version integer not null,
    fact_ids text not null,
    known_from bigint not null,
    known_until bigint check (known_until > known_from),
    primary key (scheme, external_id, day, kind, known_from)
  )`,
];
