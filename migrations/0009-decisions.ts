import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A decision says at which position it was taken, so that it can be taken again with what was known there. */
export class Decisions1767225600009 implements MigrationInterface {
  readonly name = 'Decisions1767225600009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table views.decisions add column basis bigint');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table views.decisions drop column basis');
  }
}
