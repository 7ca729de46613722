import type { Pool } from 'pg';
import type { OnRecord, Scope } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { coalesced } from '../coalesced';
import type { TimelineKey } from '../decisions/timeline-key';
import { narrowed } from '../part/narrowed';
import { streamed } from '../streamed';
import type { TierAnswer, TierQuestion } from '../tier-history/tier-history.answers';
import {
  besideDecision,
  decisionColumns,
  type DecisionRecord,
  type DecisionRow,
  recordOf,
} from './decision-record';
import { answersWithDecisions, type Decided } from './answers-with-decisions';
import { PoliciesKept } from './policies-kept';

/** A decision with all that is needed to take it again. */
export interface Explained {
  readonly decision: DecisionRecord;
  readonly record: OnRecord;
}

/** Where an account stands, and why. */
export interface Standing {
  readonly answer: TierAnswer;
  /** Null before the first decision. */
  readonly explained: Explained | null;
}

export interface SampleAsked {
  readonly n: number;
  readonly seed: string;
  /** All decisions of one account instead of a sample. */
  readonly externalId?: string;
  /** What the log had by then: what comes in beside the question may stand in one view and not yet in another. */
  readonly at: Position;
  /** These decisions besides. */
  readonly also?: readonly string[];
}

/** Decisions on record, ready to be explained and taken again. */
export class Explanations {
  private readonly look: (question: TierQuestion) => Promise<Decided | null>;

  constructor(
    private readonly pool: Pool,
    readonly policies = new PoliciesKept(pool),
  ) {
    this.look = coalesced((questions) => answersWithDecisions(pool, questions));
  }

  /** The same, of the accounts inside a scope alone; null is the whole portfolio. */
  within(scope: Scope | null): Explanations {
    return scope ? new Explanations(narrowed(this.pool, scope), this.policies) : this;
  }

  /**
   * The tier on a day and the decision that it rests on, as known; null when the account was not onboarded then.
   * Look-ups of one tick go together.
   */
  async standing(question: TierQuestion): Promise<Standing | null> {
    const found = await this.look(question);
    if (found === null) return null;
    const { answer, decision } = found;
    return { answer, explained: decision && (await this.explained(decision)) };
  }

  /** Decisions chosen by the seed alone, whatever else is on record beside them: each as it was taken. */
  async *sample({ n, seed, externalId, at, also = [] }: SampleAsked): AsyncIterable<readonly Explained[]> {
    const text = `
      select ${decisionColumns} from (
        select * from decisions where decision_id = any($5::text[] || array(
          select decision_id from decisions where ($1::text is null or external_id = $1) and known_from <= $4::bigint
          order by md5(decision_id || $2) limit $3))) d ${besideDecision('d.known_from')}`;
    const values = [externalId ?? null, seed, n, String(at), also];
    const { rows } = await this.pool.query<DecisionRow>(text, values);
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
             d.retro_kind, d.basis, d.known_from
      from decisions d where d.scheme = $1 and d.view = $2 and d.day <= $3::date
        and d.known_from <= $4::bigint and (d.known_until is null or d.known_until > $4::bigint)
      order by d.external_id, d.day desc`;
    for await (const rows of streamed<Columns>(this.pool, text, [scheme, view, asOf, String(at)]))
      yield await Promise.all(rows.map((row) => this.explained(recordOf(rowOf(scheme, view, row)))));
  }

  async explained(decision: DecisionRecord): Promise<Explained> {
    const { scheme, assessment, written, previous, opened, basis } = decision;
    const document = await this.policies.document(scheme, assessment.policyVersion);
    const cohorts = await this.policies.cohortsFor(document, scheme, basis);
    return { decision, record: { document, opened, previous, assessment, written, cohorts } };
  }
}

const aBatch = 500;

type Columns = [string, string, string, Day, string, DecisionRow['retro_kind'], string | null, string];

/** What stands beside a decision is not asked for where many are read for what they say alone. */
const rowOf = (
  scheme: string,
  view: string,
  [external_id, decision_id, assessment, day, cause, retro_kind, basis, known_from]: Columns,
): DecisionRow => ({
  ...{ scheme, view, external_id, decision_id, assessment, day, cause, retro_kind, basis },
  ...{ known_from, previous: null, opened: null },
});
