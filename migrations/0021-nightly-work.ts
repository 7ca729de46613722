import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a simulation says of each account is not kept for ever; of what is not, it is said since when. */
export class NightlyWork1767225600021 implements MigrationInterface {
  readonly name = 'NightlyWork1767225600021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table ops.simulations add column accounts_forgotten_at timestamptz(3)');
    await runner.query(
      "create index jobs_ended on ops.jobs (kind, seq) where state in ('succeeded', 'failed')",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index ops.jobs_ended');
    await runner.query('alter table ops.simulations drop column accounts_forgotten_at');
  }
}
