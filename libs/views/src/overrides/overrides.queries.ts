import type { Pool } from 'pg';
import { type DecidingRole, endingOf, levelOf, type Scope, statusOn } from '#libs/domain';
import { addDays, type Day } from '#libs/kernel';
import type { TimelineKey } from '../decisions/timeline-key';
import { narrowed } from '../part/narrowed';
import type { OverrideAwaiting, OverrideKnown, OverridesPage, OverridesQuestion } from './overrides.answers';
import { rowOf, type StoredOverride } from './overrides.row';
import { pageStated, stated } from './stated';

const knownOf = (stored: StoredOverride, today: Day): OverrideKnown => {
  const { key, life, told, changedAt } = rowOf(stored);
  const { overrideId: id, kind, tier, from, until, supersedes, renews, renewal } = life;
  const isApproved = life.status === 'approved';
  return {
    ...{ ...key, id, type: kind, kind, tier, from, until, supersedes, renews, renewal, life, ...told },
    state: statusOn(life, today),
    endsOn: isApproved ? endingOf(life, today).on : null,
    awaits: stateAwaits(life, today) ? (levelOf(life) ?? null) : null,
    attestBy: isApproved ? life.attestBy : null,
    ratifyBy: isApproved ? life.ratifyBy : null,
    askedAt: stored.known_from,
    position: String(changedAt),
  };
};

const stateAwaits = (life: OverrideKnown['life'], today: Day): boolean => {
  if (life.status === 'requested') return today <= life.decideBy;
  return (
    life.status === 'approved' && life.ratifyBy !== null && life.endedBy === null && today < life.ratifyBy
  );
};

interface Keepers {
  readonly owner_seat: string | null;
  readonly attributes: Record<string, string>;
}

interface Page {
  readonly limit: number;
  readonly after?: string;
}

/** The last position that there can be. */
const everything = 2n ** 63n - 1n;

/** Overrides as last decided; what follows from dates is derived on the day of the question. */
export class OverridesView {
  constructor(private readonly pool: Pool) {}

  /** The same, of the accounts inside a scope alone; null is the whole portfolio. */
  within(scope: Scope | null): OverridesView {
    return scope ? new OverridesView(narrowed(this.pool, scope)) : this;
  }

  async get(id: string, today: Day): Promise<OverrideKnown | null> {
    const { rows } = await this.pool.query<StoredOverride>({
      name: 'overrides-get',
      text: 'select * from overrides where override_id = $1',
      values: [id],
    });
    return rows[0] ? knownOf(rows[0], today) : null;
  }

  /** Which timeline it is about; null where nobody has asked for it. That never changes. */
  async timelineOf(id: string): Promise<TimelineKey | null> {
    const { rows } = await this.pool.query<TimelineKey>({
      name: 'overrides-timeline-of',
      text: 'select scheme, view, external_id as "externalId" from overrides where override_id = $1',
      values: [id],
    });
    return rows[0] ?? null;
  }

  /** The last revision of a timeline's stream that the view knows; null where it knows none. */
  async revisionOf({ scheme, view, externalId }: TimelineKey): Promise<number | null> {
    const { rows } = await this.pool.query<{ revision: number | null }>({
      name: 'overrides-revision-of',
      text: `select max(revision) as revision from overrides
             where external_id = $1 and scheme = $2 and view = $3`,
      values: [externalId, scheme, view],
    });
    return rows[0]?.revision ?? null;
  }

  /** As known at a position, or by now; the latest first. */
  async page(
    { state, scheme, externalId, seat, today, at = everything }: OverridesQuestion,
    { limit, after }: Page,
  ): Promise<OverridesPage> {
    const filters = [scheme, externalId, seat, after].map((said) => said ?? null);
    const { rows } = await this.pool.query<StoredOverride>(pageStated(state), [
      ...[today, ...filters, String(at), state ?? null],
      limit + 1,
    ]);
    return pageFrom(rows, limit, today);
  }

  /** What awaits a decision at a level of one of these roles, the oldest first, emergencies to be ratified among them. */
  async inboxOf(
    roles: readonly DecidingRole[],
    today: Day,
    { limit, after }: Page,
  ): Promise<OverridesPage<OverrideAwaiting>> {
    const { rows } = await this.pool.query<StoredOverride & Keepers>({
      name: 'overrides-inbox',
      text: `select o.*, a.owner_seat, coalesce(a.attributes, '{}') as attributes
             from overrides o left join accounts a on a.external_id = o.external_id and a.known_until is null
             where o.awaited_role = any($2) and (o.decide_by is null or o.decide_by >= $1::date)
               and (o.ratify_by is null or o.ratify_by > $1::date) and ($3::bigint is null or o.known_from > $3)
             order by o.known_from limit $4`,
      values: [today, roles, after ?? null, limit + 1],
    });
    const { items, next } = pageFrom(rows, limit, today);
    const keptBy = ({ owner_seat: ownerSeat, attributes }: Keepers) => ({ ownerSeat, attributes });
    return { items: items.map((item, index) => ({ ...item, account: keptBy(rows[index]!) })), next };
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
      `select * from (${stated('overrides', `o.status = 'approved' and ($3::text is null or o.scheme = $3)`)}) s
       where state in ('SCHEDULED', 'ACTIVE') and ends_on <= $2::date
       order by ends_on, known_from`,
      [today, addDays(today, days), scheme ?? null],
    );
    return rows.map((row) => knownOf(row, today));
  }
}

/** One row more than asked for says that there are others. */
const pageFrom = (rows: readonly StoredOverride[], limit: number, today: Day): OverridesPage => ({
  items: rows.slice(0, limit).map((row) => knownOf(row, today)),
  next: rows.length > limit ? rows[limit - 1]!.known_from : null,
});
