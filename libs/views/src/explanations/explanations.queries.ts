import type { Pool } from 'pg';
import type { OnRecord, Scope } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { coalesced } from '../coalesced';
import type { TimelineKey } from '../decisions/timeline-key';
import { narrowed } from '../part/narrowed';
import { streamed } from '../streamed';
import {
  besideDecision,
  decisionColumns,
  type DecisionRecord,
  type DecisionRow,
  recordOf,
} from './decision-record';
import { decisionsInForce, type InForceAsked } from './decisions-in-force';
import { PoliciesKept } from './policies-kept';

/** A decision with all that is needed to take it again. */
export interface Explained {
  readonly decision: DecisionRecord;
  readonly record: OnRecord;
}

export interface SampleAsked {
  readonly n: number;
  readonly seed: string;
  /** All decisions of one account instead of a sample. */
  readonly externalId?: string;
}

/** Decisions on record, ready to be explained and taken again. */
export class Explanations {
  private readonly look: (question: InForceAsked) => Promise<DecisionRecord | null>;

  constructor(
    private readonly pool: Pool,
    readonly policies = new PoliciesKept(pool),
  ) {
    this.look = coalesced((questions) => decisionsInForce(pool, questions));
  }

  /** The same, of the accounts inside a scope alone; null is the whole portfolio. */
  within(scope: Scope | null): Explanations {
    return scope ? new Explanations(narrowed(this.pool, scope), this.policies) : this;
  }

  /** The decision in force on a day, as known at a position; null before the first. Many at once are one look-up. */
  async inForce(timeline: TimelineKey, asOf: Day, at: Position): Promise<Explained | null> {
    const decision = await this.look({ ...timeline, asOf, at });
    return decision && this.explained(decision);
  }

  /** Decisions chosen by the seed alone, whatever else is on record beside them: each as it was taken. */
  async *sample({ n, seed, externalId }: SampleAsked): AsyncIterable<readonly Explained[]> {
    const text = `
      select ${decisionColumns} from (
        select * from decisions d where $1::text is null or d.external_id = $1
        order by md5(d.decision_id || $2) limit $3) d ${besideDecision('d.known_from')}`;
    const { rows } = await this.pool.query<DecisionRow>(text, [externalId ?? null, seed, n]);
    for (let from = 0; from < rows.length; from += aBatch)
      yield await Promise.all(rows.slice(from, from + aBatch).map((row) => this.explained(recordOf(row))));
  }

  /** The decision in force on a day for every account of a scheme, in the order of their ids. */
  async *allInForce(
    { scheme, view }: Pick<TimelineKey, 'scheme' | 'view'>,
    asOf: Day,
    at: Position,
  ): AsyncIterable<readonly Explained[]> {
    const text = `
      select distinct on (d.external_id) d.external_id, d.decision_id, d.assessment, d.day, d.cause,
             d.retro_kind, d.recorded_at, d.basis, d.known_from
      from decisions d where d.scheme = $1 and d.view = $2 and d.day <= $3::date
        and d.known_from <= $4::bigint and (d.known_until is null or d.known_until > $4::bigint)
      order by d.external_id, d.day desc`;
    for await (const rows of streamed<Columns>(this.pool, text, [scheme, view, asOf, String(at)]))
      yield await Promise.all(rows.map((row) => this.explained(recordOf(rowOf(scheme, view, row)))));
  }

  async explained(decision: DecisionRecord): Promise<Explained> {
    const { scheme, assessment, previous, opened, basis } = decision;
    const document = await this.policies.document(scheme, assessment.policyVersion);
    const cohorts = await this.policies.cohortsFor(document, scheme, basis);
    return { decision, record: { document, opened, previous, assessment, cohorts } };
  }
}

const aBatch = 500;

type Columns = [string, string, string, Day, string, DecisionRow['retro_kind'], Date, string | null, string];

/** What stands beside a decision is not asked for where many are read for what they say alone. */
const rowOf = (
  scheme: string,
  view: string,
  [external_id, decision_id, assessment, day, cause, retro_kind, recorded_at, basis, known_from]: Columns,
): DecisionRow => ({
  ...{ scheme, view, external_id, decision_id, assessment, day, cause, retro_kind, recorded_at, basis },
  ...{ known_from, previous: null, opened: null },
});
