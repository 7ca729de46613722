import type { Pool } from 'pg';
import type { ClockedAccount, Measure, Scope } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day, Instant } from '#libs/kernel';
import { narrowed } from '../part/narrowed';
import { lapsing, said } from '../tier-history/lapses';
import { mergedInto } from '../tier-history/tier-history.answers';

/** Where an account stands in a scheme on a day, as known at a position. */
export type StandingKnown = ClockedAccount;

export interface StandingsQuestion {
  readonly scheme: string;
  readonly view: string;
  readonly asOf: Day;
  readonly at: Position;
  /** The moment of the position. */
  readonly knownAt: Instant;
}

/** What clocks need to know of the accounts of a scheme. */
export class Standings {
  constructor(private readonly pool: Pool) {}

  /** The same, of the accounts inside a scope alone; null is the whole portfolio. */
  within(scope: Scope | null): Standings {
    return scope ? new Standings(narrowed(this.pool, scope)) : this;
  }

  /** Every account that answers for itself on the day, in the order of their external ids. */
  async all(question: StandingsQuestion): Promise<StandingKnown[]> {
    const [standings, assessed] = await Promise.all([this.tiers(question), this.lastAssessed(question)]);
    // These rows are nobody else's: a copy of each would take longer than all the rest.
    return standings.map((one) => Object.assign(one, { lastAssessed: assessed.get(one.externalId) ?? null }));
  }

  private async tiers(question: StandingsQuestion): Promise<Omit<StandingKnown, 'lastAssessed'>[]> {
    const { rows } = await this.pool.query<Omit<StandingKnown, 'lastAssessed'>>({
      name: 'standings-tiers',
      text: `
        with stretches as (
          select s.*, lag(valid_from) over account is null
                   or lag(effective) over account is distinct from effective as begins
          from (select t.external_id, h.valid_from, h.valid_until, ${said('effective')} as effective
          from timelines t join tier_history h on h.timeline_id = t.id and h.valid_from <= $3::date
            and h.known_from <= $4::bigint and (h.known_until is null or h.known_until > $4::bigint)
          ${lapsing('$5', '$4::bigint')}
          where t.scheme = $1 and t.view = $2) s
          window account as (partition by external_id order by valid_from))
        select external_id as "externalId", min(valid_from) as opened,
               max(valid_from) filter (where begins) as since,
               (array_agg(effective order by valid_from desc))[1] as tier
        from stretches group by external_id
        having max(valid_until) > $3::date
          and (array_agg(effective order by valid_from desc))[1] is distinct from '${mergedInto}'
        order by external_id`,
      values: [...valuesOf(question), question.knownAt],
    });
    return rows;
  }

  /** Asked for by itself: joined to the tiers, it would be the planner's guess whether that takes a second or minutes. */
  private async lastAssessed(question: StandingsQuestion): Promise<ReadonlyMap<string, Day>> {
    const { rows } = await this.pool.query<[string, Day]>({
      name: 'standings-last-assessed',
      text: `select d.external_id, max(d.day) from decisions d
             where d.scheme = $1 and d.view = $2 and d.day <= $3::date
               and d.known_from <= $4::bigint and (d.known_until is null or d.known_until > $4::bigint)
             group by d.external_id`,
      values: valuesOf(question),
      rowMode: 'array',
    });
    return new Map(rows);
  }

  /** The accounts that have facts of some measures, in the order of their external ids. */
  async havingFacts(measures: readonly Measure[], at: Position): Promise<string[]> {
    const { rows } = await this.pool.query<[string]>({
      name: 'standings-having-facts',
      text: `select distinct external_id from input_facts where measure = any($1::text[])
               and known_from <= $2::bigint and (known_until is null or known_until > $2::bigint) order by 1`,
      values: [measures, String(at)],
      rowMode: 'array',
    });
    return rows.map(([externalId]) => externalId);
  }
}

const valuesOf = ({ scheme, view, asOf, at }: StandingsQuestion) => [scheme, view, asOf, String(at)];
