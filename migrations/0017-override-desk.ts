import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How overrides and quotas stood before, so that lists of them answer as of any position; and indices for those lists. */
export class OverrideDesk1767225600017 implements MigrationInterface {
  readonly name = 'OverrideDesk1767225600017';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...overrides, ...quota, ...org]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['overrides_before', 'quota_entries_before'])
      await runner.query(`drop table views.${table}`);
    for (const index of [
      ...indicesOfOverrides,
      'quota_entries_of_quarter',
      'seat_fillings_in_order',
      'accounts_of_owner_seat',
    ])
      await runner.query(`drop index views.${index}`);
    await runner.query('alter table views.overrides drop column revision');
  }
}

const indicesOfOverrides = [
  'overrides_of_seat',
  'overrides_of_scheme',
  'overrides_by_status',
  'overrides_beginning',
  'overrides_ending',
  'overrides_ended',
  'overrides_lapsing',
];

const overrides = [
  // of the stream, when it was last told of this override
  'alter table views.overrides add column revision integer not null default 0',
  `create table views.overrides_before (
    like views.overrides,
    changed_until bigint not null check (changed_until > changed_at),
    primary key (override_id, changed_at)
  )`,
  'create index overrides_before_until on views.overrides_before (changed_until)',
  'create index overrides_before_in_order on views.overrides_before (known_from)',
  'create index overrides_of_seat on views.overrides (seat, known_from)',
  'create index overrides_of_scheme on views.overrides (scheme, known_from)',
  'create index overrides_by_status on views.overrides (status, known_from)',
  `create index overrides_beginning on views.overrides (valid_from) where status = 'approved'`,
  `create index overrides_ending on views.overrides (valid_until) where status = 'approved'`,
  'create index overrides_ended on views.overrides (ended_by, known_from) where ended_by is not null',
  // the first day on which it counts no more, unless somebody decides, ratifies or attests before
  `create index overrides_lapsing on views.overrides (least(decide_by + 1, ratify_by, reattest_by + 1, attest_by + 1))`,
];

const quota = [
  `create table views.quota_entries_before (
    like views.quota_entries,
    changed_until bigint not null check (changed_until > changed_at),
    primary key (seat, quarter, scheme, override_id, changed_at)
  )`,
  'create index quota_entries_before_until on views.quota_entries_before (changed_until)',
  'create index quota_entries_of_quarter on views.quota_entries (quarter, seat, scheme)',
];

const org = [
  // a seat's book is counted whenever it asks
  'create index accounts_of_owner_seat on views.accounts (owner_seat)',
  'create index seat_fillings_in_order on views.seat_fillings (known_from)',
];
