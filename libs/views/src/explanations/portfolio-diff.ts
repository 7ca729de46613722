import type { Pool } from 'pg';
import {
  type Assessment,
  causeOfMove,
  type Cause,
  cohortsOn,
  type MoveCause,
  policyOn,
  type SchemeKnowledge,
  type Scope,
  type Standing,
  TierCode,
} from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day, Instant } from '#libs/kernel';
import { narrowed } from '../part/narrowed';
import { streamed } from '../streamed';
import { type End, type Ends, endsSql, movedSql } from './moved-sql';
import type { PoliciesKept } from './policies-kept';

/** A point of both clocks. */
export interface Point {
  readonly asOf: Day;
  readonly position: Position;
  /** The moment of the position. */
  readonly knownAt: Instant;
}

export interface DiffQuestion {
  readonly scheme: string;
  readonly view: string;
  readonly a: Point;
  readonly b: Point;
  /** The scheme as known at b. */
  readonly plan: SchemeKnowledge;
  /** The accounts whose revenue counts as an account's own at a point; absent where the policies ask for none. */
  readonly familyOf?: (externalId: string, at: Point) => Promise<readonly string[]>;
}

/** An account that stands at another tier at b than at a, and why. */
export interface Moved {
  readonly externalId: string;
  readonly fromTier: string | null;
  readonly toTier: string | null;
  readonly cause: MoveCause;
  /** The decisions by which it stood and stands; null where there was none. */
  readonly decisionIds: { readonly a: string | null; readonly b: string | null };
}

/** Who stands at another tier at one point of both clocks than at another, each with its cause. */
export class PortfolioDiff {
  constructor(
    private readonly pool: Pool,
    private readonly policies: PoliciesKept,
  ) {}

  /** The same, of the accounts inside a scope alone; null is the whole portfolio. */
  within(scope: Scope | null): PortfolioDiff {
    return scope ? new PortfolioDiff(narrowed(this.pool, scope), this.policies) : this;
  }

  /** Those behind `after` in the order of their ids, as many as are asked for. */
  async page(
    question: DiffQuestion,
    { limit, after }: { readonly limit: number; readonly after?: string },
  ): Promise<{ items: Moved[]; next: string | null }> {
    const { rows } = await this.pool.query<{ external_id: string }>(
      `${movedSql} and ($9::text is null or t.external_id > $9) order by t.external_id limit $10`,
      [...valuesOf(question), after ?? null, limit + 1],
    );
    const ids = rows.slice(0, limit).map(({ external_id }) => external_id);
    return { items: await this.causes(question, ids), next: rows.length > limit ? ids.at(-1)! : null };
  }

  /** All of them, in batches: no more is held in memory than one batch. */
  async *stream(question: DiffQuestion): AsyncIterable<readonly Moved[]> {
    const text = `${movedSql} order by t.external_id`;
    for await (const rows of streamed<[string]>(this.pool, text, valuesOf(question)))
      yield await this.causes(
        question,
        rows.map(([externalId]) => externalId),
      );
  }

  /** The cause for each of the accounts that have moved. */
  async causes(question: DiffQuestion, externalIds: readonly string[]): Promise<Moved[]> {
    if (externalIds.length === 0) return [];
    const { rows } = await this.pool.query<Ends>({
      text: endsSql,
      values: [...valuesOf(question), externalIds],
      rowMode: 'array',
    });
    const moved = await Promise.all(rows.map((row) => this.causeOf(question, row)));
    return moved.flatMap((one) => one ?? []);
  }

  private async causeOf(question: DiffQuestion, [externalId, ...row]: Ends): Promise<Moved | null> {
    const [first, then, last] = [row.slice(0, 6), row.slice(6, 12), row.slice(12)] as [End, End, End];
    const { a: from, b: to } = question;
    const [a, aAsKnownAtB, b] = await Promise.all([
      this.standing(question, externalId, first, from),
      this.standing(question, externalId, then, { ...to, asOf: from.asOf }),
      this.standing(question, externalId, last, to),
    ]);
    const cause = causeOfMove({ a, aAsKnownAtB, b });
    return (
      cause && {
        externalId,
        fromTier: a.tier,
        toTier: b.tier,
        cause,
        decisionIds: { a: first[2], b: last[2] },
      }
    );
  }

  private async standing(
    { scheme, plan, familyOf }: DiffQuestion,
    externalId: string,
    [tier, overridden, , text, cause, retroKind]: End,
    at: Point,
  ): Promise<Standing> {
    const decision = text === null ? null : (JSON.parse(text) as Assessment);
    const version = decision?.policyVersion ?? policyOn(plan, at.asOf)?.version ?? null;
    const document = version === null ? null : await this.policies.document(scheme, version);
    const cohorts = await this.policies.cohortsFor(document, scheme, at.position);
    const { last } = cohortsOn({ cohorts }, version ?? 0, decision?.cohortOf ?? at.asOf);
    return {
      tier: tier === null ? null : TierCode.parse(tier),
      overridden,
      decision,
      document,
      policyVersion: version,
      cuts: last?.cuts ?? null,
      because: cause === null ? null : (JSON.parse(cause) as Cause),
      retroKind,
      ...(familyOf && { family: await familyOf(externalId, at) }),
    };
  }
}

const valuesOf = ({ scheme, view, a, b }: DiffQuestion) => [
  scheme,
  view,
  a.asOf,
  String(a.position),
  b.asOf,
  String(b.position),
  a.knownAt,
  b.knownAt,
];
