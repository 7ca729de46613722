import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tiers need no order any more, and a scheme keeps the cohorts that its runs have ranked. */
export class PolicyKinds1767225600005 implements MigrationInterface {
  readonly name = 'PolicyKinds1767225600005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table views.policy_tiers alter column rank drop not null;

      create table views.cohorts (
        scheme text collate "C" not null,
        day date not null,
        policy_version integer not null,
        accounts integer not null,
        cohort_hash text not null,
        scores_hash text not null,
        cuts jsonb not null,
        run_id text not null,
        known_from bigint not null,
        primary key (scheme, day, policy_version)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table views.cohorts; delete from views.policy_tiers where rank is null;');
    await runner.query('alter table views.policy_tiers alter column rank set not null');
  }
}
