import type { Pool } from 'pg';
import type { ExternalId, OverrideId, SchemeCode, View } from '#libs/domain';
import type { Day } from '#libs/kernel';

/** Which timeline; ids in the view were checked when they were recorded. */
export interface TimelineDue {
  readonly scheme: SchemeCode;
  readonly view: View;
  readonly externalId: ExternalId;
}

/** An override that stands upon what was computed, with the days it was asked for. */
export interface DriftingOverride extends TimelineDue {
  readonly overrideId: OverrideId;
  readonly from: Day;
  readonly until: Day | null;
  readonly requestedOn: Day;
}

const timeline = 'scheme, view, external_id as "externalId"';

/** When overrides have something to announce: asked of indexes, so that a day on which nothing is due costs nothing. */
export class OverrideDues {
  constructor(private readonly pool: Pool) {}

  /** The schemes in which anything may be to announce, now or later. */
  async schemes(): Promise<SchemeCode[]> {
    const { rows } = await this.pool.query<{ scheme: SchemeCode }>(
      `select distinct scheme from override_dues
       where announce_on is not null or ends_on is not null order by scheme`,
    );
    return rows.map(({ scheme }) => scheme);
  }

  /** The timelines of a scheme on which something is to be said by a day, in a fixed order. */
  async on(scheme: string, today: Day, noticeDays: readonly number[]): Promise<TimelineDue[]> {
    const { rows } = await this.pool.query<TimelineDue>(
      `select ${timeline} from override_dues where scheme = $1 and announce_on <= $2::date
       union
       select ${timeline} from override_dues o
       where scheme = $1 and ends_on > $2::date and ends_on <= $2::date + $4::int
         and exists (select from unnest($3::int[]) d
           where ends_on - d <= $2::date and ends_on - d >= valid_from and (noticed is null or d < noticed))
       order by view, "externalId"`,
      [scheme, today, noticeDays, Math.max(0, ...noticeDays)],
    );
    return rows;
  }

  /** Those of accounts, and those of schemes, that stand on a day or will, and may drift. */
  async drifting(
    externalIds: readonly string[],
    schemes: readonly string[],
    today: Day,
  ): Promise<DriftingOverride[]> {
    const { rows } = await this.pool.query<DriftingOverride>(
      `select ${timeline}, override_id as "overrideId", asked_from as "from", asked_until as "until",
              requested_on as "requestedOn"
       from override_dues
       where drifts and ends_on > $3::date and (external_id = any($1) or scheme = any($2))
       order by scheme, view, "externalId", override_id`,
      [externalIds, schemes, today],
    );
    return rows;
  }
}
