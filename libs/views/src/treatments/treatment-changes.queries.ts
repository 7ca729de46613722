import type { Pool } from 'pg';
import type { AttributeChange, Scope } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day, Instant } from '#libs/kernel';
import { narrowed } from '../part/narrowed';
import type {
  TreatmentChange,
  TreatmentChangesCursor,
  TreatmentChangesQuestion,
  TreatmentChangeState,
} from './treatment-changes.answers';

interface Row {
  id: string;
  scheme: string;
  view: string;
  external_id: string;
  change: number;
  day: Day;
  from_tier: string | null;
  to_tier: string | null;
  from_policy_version: number | null;
  policy_version: number | null;
  difference: string;
  outstanding: string | null;
  supersedes: number | null;
  due_on: Day;
  decision_id: string | null;
  event_id: string | null;
  recorded_at: Date;
  known_from: string;
  state: TreatmentChangeState;
  overdue: boolean;
  settled_recorded_at: Date | null;
  acknowledged_by: string | null;
  acknowledged_on: Day | null;
  comment: string | null;
}

/** The changes known at a position, as they stood there. */
const known = `
  select c.id, c.scheme, c.view, c.external_id, c.change, c.day, c.from_tier, c.to_tier, c.from_policy_version,
         c.policy_version, c.difference, c.outstanding, c.supersedes, c.due_on, c.decision_id, c.event_id,
         c.recorded_at, c.known_from, coalesce(e.settled_as, 'open') as state,
         e.settled_as is null and c.due_on < $2::date as overdue,
         e.settled_recorded_at, e.acknowledged_by, e.acknowledged_on, e.comment
  from treatment_changes c left join treatment_changes e on e.id = c.id and e.settled_from <= $1::bigint
  where c.known_from <= $1::bigint`;

/** What has to be treated otherwise, and whether anybody has taken it on. */
export class TreatmentChanges {
  constructor(private readonly pool: Pool) {}

  /** The same, of the accounts inside a scope alone; null is the whole portfolio. */
  within(scope: Scope | null): TreatmentChanges {
    return scope ? new TreatmentChanges(narrowed(this.pool, scope)) : this;
  }

  /** Null where nothing was required under the id. */
  async get(id: string, { at, today }: { at: Position; today: Day }): Promise<TreatmentChange | null> {
    const { rows } = await this.pool.query<Row>({
      name: 'treatment-changes-get',
      text: `${known} and c.id = $3`,
      values: [String(at), today, id],
    });
    return rows[0] ? changeOf(rows[0]) : null;
  }

  /** What is due first comes first. */
  async page(
    { at, today, scheme, view, externalId, tier, state }: TreatmentChangesQuestion,
    { limit, after }: { readonly limit: number; readonly after?: TreatmentChangesCursor },
  ): Promise<{ items: TreatmentChange[]; next: TreatmentChangesCursor | null }> {
    const { rows } = await this.pool.query<Row>(
      `select * from (${known}) c
       where ($3::text is null or scheme = $3) and ($4::text is null or view = $4)
         and ($5::text is null or external_id = $5) and ($6::text is null or to_tier = $6)
         and ($7::text is null or state = $7 or ($7 = 'overdue' and overdue))
         and ($8::date is null or (due_on, known_from, change) > ($8::date, $9::bigint, $10::int))
       order by due_on, known_from, change limit $11`,
      [
        String(at),
        today,
        ...[scheme, view, externalId, tier, state].map((said) => said ?? null),
        ...[after?.dueOn, after?.knownFrom, after?.change].map((said) => said ?? null),
        limit + 1,
      ],
    );
    const last = rows.length > limit ? rows[limit - 1]! : null;
    return {
      items: rows.slice(0, limit).map(changeOf),
      next: last && { dueOn: last.due_on, knownFrom: last.known_from, change: last.change },
    };
  }
}

/** The texts are the view's own, written as canonical JSON of what the event held. */
const differenceIn = (text: string) => JSON.parse(text) as AttributeChange[];

const changeOf = (row: Row): TreatmentChange => ({
  id: row.id,
  scheme: row.scheme,
  view: row.view,
  externalId: row.external_id,
  change: row.change,
  state: row.state,
  overdue: row.overdue,
  day: row.day,
  fromTier: row.from_tier,
  toTier: row.to_tier,
  fromPolicyVersion: row.from_policy_version,
  policyVersion: row.policy_version,
  difference: differenceIn(row.difference),
  outstanding: differenceIn(row.outstanding ?? row.difference),
  supersedes: row.supersedes,
  dueOn: row.due_on,
  cause: { decisionId: row.decision_id, eventId: row.event_id },
  requiredAt: row.recorded_at.toISOString() as Instant,
  settledAt: (row.settled_recorded_at?.toISOString() as Instant | undefined) ?? null,
  acknowledgedBy: row.acknowledged_by,
  acknowledgedOn: row.acknowledged_on,
  comment: row.comment,
});
