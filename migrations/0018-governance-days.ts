import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which day a moment is, and when a day begins, in the time zone that the settings say; it stands in what they have become. */
export class GovernanceDays1767225600018 implements MigrationInterface {
  readonly name = 'GovernanceDays1767225600018';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of daysOf(`data::json -> 'after' ->> 'governanceTimeZone'`))
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of daysOf(`data::json ->> 'governanceTimeZone'`)) await runner.query(statement);
  }
}

const daysOf = (timeZone: string): string[] => {
  const known = `coalesce((select ${timeZone} from views.audit_trail
    where type = 'SettingsChanged' and position <= at order by position desc limit 1), 'UTC')`;
  return [
    `create or replace function views.day_known(moment timestamptz, at bigint) returns date language sql stable as $$
       select (moment at time zone ${known})::date
     $$`,
    `create or replace function views.day_begins(day date, at bigint) returns timestamptz language sql stable as $$
       select day::timestamp at time zone ${known}
     $$`,
  ];
};
