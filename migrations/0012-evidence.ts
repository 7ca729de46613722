import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files that decisions rest on, where they are not kept in a directory. */
export class Evidence1767225600012 implements MigrationInterface {
  readonly name = 'Evidence1767225600012';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table ops.evidence (
      sha256 text collate "C" primary key check (sha256 ~ '^[0-9a-f]{64}$'),
      kept_at timestamptz not null default clock_timestamp()
    )`);
    await runner.query(`create table ops.evidence_pieces (
      sha256 text collate "C" not null references ops.evidence,
      n integer not null,
      bytes bytea not null,
      primary key (sha256, n)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table ops.evidence_pieces, ops.evidence');
  }
}
