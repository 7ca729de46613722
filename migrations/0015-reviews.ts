import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How the quarters' reviews stand, what there is to decide in them, and who has decided what when. */
export class Reviews1767225600015 implements MigrationInterface {
  readonly name = 'Reviews1767225600015';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['review_attestations', 'review_decisions', 'review_items', 'reviews'])
      await runner.query(`drop table views.${table}`);
    await runner.query(`delete from views.checkpoints where name = 'reviews'`);
  }
}

const statements = [
  `create table views.reviews (
    review_id text collate "C" primary key,
    scheme text collate "C" not null,
    view text collate "C" not null,
    quarter text collate "C" not null,
    quarter_from date not null,
    quarter_until date not null,
    scope text not null,
    deadline date not null,
    opened_by text not null,
    opened_on date not null,
    -- all of a pin or nothing of it
    pin text,
    digest text,
    pinned_by text,
    pinned_on date,
    has_begun boolean not null default false,
    sealed_by text,
    sealed_on date,
    sealed_at timestamptz(3),
    revision integer not null,
    known_from bigint not null,
    check ((pin is null) = (digest is null) and (pin is not null or sealed_by is null))
  )`,
  'create unique index reviews_in_order on views.reviews (known_from)',
  `create table views.review_items (
    review_id text collate "C" not null,
    n integer not null,
    kind text not null,
    external_id text collate "C",
    name text,
    override_id text collate "C",
    risk text not null,
    arr text not null,
    suggested text not null,
    reasons text not null,
    deferred_from text,
    -- what was said of it last
    decision text,
    comment text,
    bulk boolean,
    decided_by text collate "C",
    decided_on date,
    decided_at timestamptz(3),
    primary key (review_id, n)
  )`,
  `create table views.review_decisions (
    review_id text collate "C" not null,
    position bigint not null,
    n integer not null,
    decision text not null,
    bulk boolean not null,
    decided_by text collate "C" not null,
    decided_at timestamptz(3) not null,
    primary key (review_id, position)
  )`,
  `create table views.review_attestations (
    review_id text collate "C" not null,
    position bigint not null,
    role text not null,
    statement text not null,
    attested_by text not null,
    attested_on date not null,
    attested_at timestamptz(3) not null,
    -- nothing was decided since, and nobody took over
    stands boolean not null,
    primary key (review_id, position)
  )`,
];
