import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By when a review that asks about an override is to be answered, so that lists know without reading a life. */
export class OverrideReviews1767225600019 implements MigrationInterface {
  readonly name = 'OverrideReviews1767225600019';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`alter table views.${table} add column review_by date`);
    await lapsing(runner, 'decide_by + 1, ratify_by, reattest_by + 1, attest_by + 1, review_by + 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await lapsing(runner, 'decide_by + 1, ratify_by, reattest_by + 1, attest_by + 1');
    for (const table of tables) await runner.query(`alter table views.${table} drop column review_by`);
  }
}

const tables = ['overrides', 'overrides_before'];

/** The first day on which it counts no more, unless somebody decides, ratifies, attests or answers before. */
const lapsing = async (runner: QueryRunner, days: string): Promise<void> => {
  await runner.query('drop index views.overrides_lapsing');
  await runner.query(`create index overrides_lapsing on views.overrides (least(${days}))`);
};
