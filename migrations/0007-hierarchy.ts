import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who stands under whom, and what came from what; and which account a timeline has ended in. */
export class Hierarchy1767225600007 implements MigrationInterface {
  readonly name = 'Hierarchy1767225600007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What is said of each account's parent by now; the links are made of it.
      create table views.told_parents (
        child text collate "C" not null,
        said_by text not null check (said_by in ('profile', 'fact', 'merger', 'withdrawal')),
        fact_id text not null,
        parent text collate "C",
        valid_from date,
        primary key (child, said_by, fact_id)
      );

      create table views.links (
        child text collate "C" not null,
        parent text collate "C" not null,
        valid_from date not null,
        valid_until date not null check (valid_until > valid_from),
        known_from bigint not null,
        known_until bigint check (known_until > known_from),
        primary key (child, valid_from, known_from),
        -- For any day, as known at any position, an account has at most one parent.
        exclude using gist (child with =,
          daterange(valid_from, valid_until) with &&, int8range(known_from, known_until) with &&)
      );
      create index links_by_parent on views.links (parent);

      create table views.lineage (
        event_id text not null,
        kind text not null check (kind in ('merge', 'split')),
        from_id text collate "C" not null,
        into_id text collate "C" not null,
        valid_from date not null,
        share text,
        reason text not null,
        known_from bigint not null,
        known_until bigint check (known_until > known_from),
        recorded_at timestamptz(3) not null,
        undone_at timestamptz(3),
        primary key (event_id, into_id)
      );
      create index lineage_by_origin on views.lineage (from_id);
      create index lineage_by_outcome on views.lineage (into_id);

      alter table views.tier_history add column merged_into text;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table views.tier_history drop column merged_into;
      drop table views.lineage;
      drop table views.links;
      drop table views.told_parents;
    `);
  }
}
