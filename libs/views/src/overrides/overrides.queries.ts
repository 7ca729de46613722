import type { Pool } from 'pg';
import { type DecidingRole, levelOf, statusOn } from '#libs/domain';
import { addDays, type Day } from '#libs/kernel';
import type { TimelineKey } from '../decisions/timeline-key';
import type { OverrideKnown, OverridesPage, OverridesQuestion } from './overrides.answers';
import { rowOf, type StoredOverride } from './overrides.row';

const knownOf = (stored: StoredOverride, today: Day): OverrideKnown => {
  const { key, life, told, changedAt } = rowOf(stored);
  const { overrideId: id, kind, tier, from, until, supersedes, renews, renewal } = life;
  const isApproved = life.status === 'approved';
  return {
    ...{ ...key, id, type: kind, kind, tier, from, until, supersedes, renews, renewal, life, ...told },
    state: statusOn(life, today),
    awaits: stateAwaits(life, today) ? (levelOf(life) ?? null) : null,
    attestBy: isApproved ? life.attestBy : null,
    ratifyBy: isApproved ? life.ratifyBy : null,
    position: String(changedAt),
  };
};

const stateAwaits = (life: OverrideKnown['life'], today: Day): boolean => {
  if (life.status === 'requested') return today <= life.decideBy;
  return (
    life.status === 'approved' && life.ratifyBy !== null && life.endedBy === null && today < life.ratifyBy
  );
};

/** The first day on which an approved one stands no more, by what is known on day $1; and why. */
const ending = `
  select e."on", e.by from (values
    (case when o.ratify_by is not null then o.ratify_by end, 'LAPSED', 1),
    (coalesce(o.valid_until, 'infinity'), coalesce(o.ended_by, 'EXPIRED'), 2),
    (case when o.reattest_by < $1::date then o.reattest_by + 1 end, 'LAPSED', 3),
    (case when o.attest_by < $1::date then o.attest_by + 1 end, 'LAPSED', 4)) e("on", by, n)
  where e."on" is not null order by e."on", e.n limit 1`;

/** How an override stands on day $1, as the domain says it. */
const stated = `
  select o.*, e."on" as ends_on, case o.status
    when 'requested' then case when $1::date > o.decide_by then 'LAPSED' when o.in_review then 'IN_REVIEW' else 'SUBMITTED' end
    when 'approved' then case when e."on" <= $1::date or e."on" <= o.valid_from then e.by
                              when $1::date < o.valid_from then 'SCHEDULED' else 'ACTIVE' end
    else upper(o.status) end as state
  from overrides o left join lateral (${ending}) e on o.status = 'approved'`;

/** Overrides as last decided; what follows from dates is derived on the day of the question. */
export class OverridesView {
  constructor(private readonly pool: Pool) {}

  async get(id: string, today: Day): Promise<OverrideKnown | null> {
    const { rows } = await this.pool.query<StoredOverride>({
      name: 'overrides-get',
      text: 'select * from overrides where override_id = $1',
      values: [id],
    });
    return rows[0] ? knownOf(rows[0], today) : null;
  }

  /** The latest first. */
  async page(
    { state, scheme, externalId, seat, today }: OverridesQuestion,
    { limit, after }: { readonly limit: number; readonly after?: string },
  ): Promise<OverridesPage> {
    const { rows } = await this.pool.query<StoredOverride>(
      `select * from (${stated}) s
       where ($2::text is null or state = $2) and ($3::text is null or scheme = $3)
         and ($4::text is null or external_id = $4) and ($5::text is null or seat = $5)
         and ($6::bigint is null or known_from < $6)
       order by known_from desc limit $7`,
      [today, state ?? null, scheme ?? null, externalId ?? null, seat ?? null, after ?? null, limit + 1],
    );
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { items: rows.slice(0, limit).map((row) => knownOf(row, today)), next: last?.known_from ?? null };
  }

  /** What awaits a decision at a level of one of these roles, the oldest first, emergencies to be ratified among them. */
  async inboxOf(
    roles: readonly DecidingRole[],
    today: Day,
    { limit, after }: { readonly limit: number; readonly after?: string },
  ): Promise<OverridesPage> {
    const { rows } = await this.pool.query<StoredOverride>(
      `select * from overrides
       where awaited_role = any($2) and (decide_by is null or decide_by >= $1::date)
         and (ratify_by is null or ratify_by > $1::date) and ($3::bigint is null or known_from > $3)
       order by known_from limit $4`,
      [today, roles, after ?? null, limit + 1],
    );
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { items: rows.slice(0, limit).map((row) => knownOf(row, today)), next: last?.known_from ?? null };
  }

  /** All that were ever asked for on a timeline, in that order. */
  async ofTimeline({ scheme, view, externalId }: TimelineKey, today: Day): Promise<OverrideKnown[]> {
    const { rows } = await this.pool.query<StoredOverride>(
      'select * from overrides where external_id = $1 and scheme = $2 and view = $3 order by known_from',
      [externalId, scheme, view],
    );
    return rows.map((row) => knownOf(row, today));
  }

  /** Those that stand or will and end within so many days, the first to end first. */
  async expiring(today: Day, days: number, scheme?: string): Promise<OverrideKnown[]> {
    const { rows } = await this.pool.query<StoredOverride>(
      `select * from (${stated}) s
       where state in ('SCHEDULED', 'ACTIVE') and ends_on <= $2::date and ($3::text is null or scheme = $3)
       order by ends_on, known_from`,
      [today, addDays(today, days), scheme ?? null],
    );
    return rows.map((row) => knownOf(row, today));
  }
}
