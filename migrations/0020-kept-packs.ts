import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The bytes of pinned packs, under their digests; each can be made again from the log. */
export class KeptPacks1767225600020 implements MigrationInterface {
  readonly name = 'KeptPacks1767225600020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table ops.kept_packs (
      -- of the pack, in hex; the bytes are compressed
      digest text collate "C" not null check (digest ~ '^[0-9a-f]{64}$'),
      n integer not null,
      bytes bytea not null,
      primary key (digest, n)
    )`);
    // they are compressed already
    await runner.query('alter table ops.kept_packs alter column bytes set storage external');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ops.kept_packs');
  }
}
