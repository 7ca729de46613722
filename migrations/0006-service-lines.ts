import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A fact may speak of a service line, and an account has those that its facts have spoken of. */
export class ServiceLines1767225600006 implements MigrationInterface {
  readonly name = 'ServiceLines1767225600006';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table views.input_facts add column service_line text;
      alter table views.revenue_facts add column service_line text;

      create table views.service_lines (
        external_id text collate "C" not null,
        service_line text collate "C" not null,
        known_from bigint not null,
        primary key (external_id, service_line)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table views.service_lines;
      alter table views.revenue_facts drop column service_line;
      alter table views.input_facts drop column service_line;
    `);
  }
}
