import {
  type AccountKnowledge,
  type AssessmentDay,
  ExternalId,
  policyOn,
  type RankedCohort,
  type Ranking,
  SchemeCode,
  schemeKnowledge,
  scheme as schemeAggregate,
  type SchemeKnowledge,
} from '#libs/domain';
import { type Context, Execute, failpoint, idFor, type Position, Refused } from '#libs/event-store';
import { dayIn } from '#libs/kernel';
import { knowledgeViews } from '#libs/views';
import { type Attempt, JobFailed } from '../jobs/job';
import { untilSettled } from '../settling';
import { readSettings } from '../tenant-settings';
import { type Assessing, type Basis, DryAssessing, RecordedAssessing } from './assessing';
import type { EvaluationOrder, EvaluationResult } from './evaluation';
import type { EvaluationsParts } from './evaluations';
import { type EvaluationMark, marked, outcomesOf, unmarked } from './evaluation-mark';
import { ownAssessments } from './own-assessments';
import { rankCohort } from './ranking';
import { readScheme } from './scheme-plan';
import type { Assessed } from './tally';

export type EvaluationInput = Omit<EvaluationOrder, 'id' | 'createdBy'>;

const usualChunk = 2_000;

/** Assesses a scheme's accounts on one day, chunk by chunk in the order of their ids. */
export class EvaluationWork {
  constructor(
    private readonly parts: EvaluationsParts,
    private readonly attempt: Attempt<EvaluationInput, EvaluationMark>,
  ) {}

  private get chunk(): number {
    return this.parts.chunk ?? usualChunk;
  }

  async run(): Promise<EvaluationResult> {
    const begun = this.attempt.mark ?? (await this.begin());
    const basis = await this.basisOf(begun);
    const end = await this.goOn(begun, this.assessing(basis));
    const { scheme, effectiveOn, dryRun } = this.attempt.input;
    return {
      scheme,
      effectiveOn,
      policyVersion: basis.policy.version,
      dryRun,
      position: end.at,
      ...outcomesOf(end),
      ...(basis.policy.document.serviceLines && { serviceLines: outcomesOf(end.serviceLines) }),
      ...(dryRun && { moves: end.moves }),
    };
  }

  /** Whatever was recorded before the run has its consequences before the run looks. */
  private async begin(): Promise<EvaluationMark> {
    const { store, clock, portfolio } = this.parts;
    const { scope, dryRun } = this.attempt.input;
    await this.settle();
    const ranking = await this.rank();
    if (!dryRun) await this.addDay(ranking);
    const at = await this.settle();
    const { governanceTimeZone } = await readSettings(store);
    const today = dayIn(await clock.now(), governanceTimeZone);
    const total = scope ? scope.externalIds.length : await portfolio.count(at);
    const mark = {
      ...unmarked(at, today, total),
      ...(dryRun && ranking && { cohort: this.cohortOf(ranking) }),
    };
    await this.attempt.report({ done: 0, total, mark });
    return mark;
  }

  private async settle(): Promise<Position> {
    const head = await this.parts.store.head();
    await untilSettled(this.parts.progress, knowledgeViews, head, this.attempt.signal);
    return head;
  }

  /** Where the policy takes a ranked cohort, a run of the whole scheme on one of its reviews ranks it, once a day. */
  private async rank(): Promise<Ranking | undefined> {
    const { scheme, effectiveOn: day, kind, scope } = this.attempt.input;
    if (kind !== 'scheduled' || scope) return undefined;
    const at = await this.parts.store.head();
    const plan = schemeKnowledge(await readScheme(this.parts.store, scheme, at));
    const policy = policyOn(plan, day);
    const isRanked = (version: number) =>
      plan.cohorts.some((one) => one.day === day && one.policyVersion === version);
    if (!policy || policy.document.kind !== 'percentile' || isRanked(policy.version)) return undefined;
    const { facts, portfolio } = this.parts;
    return rankCohort(
      { facts, portfolio, chunk: this.chunk, signal: this.attempt.signal },
      { day, at, policy },
    );
  }

  private cohortOf({ policyVersion, cuts }: Ranking): RankedCohort {
    return { day: this.attempt.input.effectiveOn, policyVersion, cuts };
  }

  private async addDay(ranking: Ranking | undefined): Promise<void> {
    const { scheme, effectiveOn: day, kind, scope } = this.attempt.input;
    const externalIds = scope && scope.externalIds.map((id) => ExternalId.parse(id));
    const command = {
      type: 'AddAssessmentDay',
      scheme: SchemeCode.parse(scheme),
      day,
      kind,
      externalIds,
      runId: this.attempt.id,
      ranking,
    } as const;
    try {
      await this.parts.execute.execute(new Execute(schemeAggregate, command, this.context('assessment-day')));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { code, message, details } = error.refusal;
      throw new JobFailed({ ...details, code, detail: message });
    }
  }

  private async basisOf({ at, today, cohort }: EvaluationMark): Promise<Basis> {
    const { scheme, effectiveOn: day } = this.attempt.input;
    const known = schemeKnowledge(await readScheme(this.parts.store, scheme, BigInt(at)));
    const plan = this.attempt.input.dryRun ? this.withDay(known, cohort) : known;
    const policy = policyOn(plan, day);
    if (!policy) throw new JobFailed(policyNotInForce(scheme, day));
    return {
      runId: this.attempt.id,
      scheme: SchemeCode.parse(scheme),
      day,
      at: BigInt(at),
      plan,
      policy,
      today,
    };
  }

  /** A dry run assesses a day that is not among the scheme's, or not yet. */
  private withDay(plan: SchemeKnowledge, cohort: RankedCohort | undefined): SchemeKnowledge {
    const { effectiveOn: day, kind, scope } = this.attempt.input;
    const added: AssessmentDay = { day, kind, externalIds: scope && new Set(scope.externalIds) };
    return { ...plan, days: [...plan.days, added], cohorts: [...plan.cohorts, ...(cohort ? [cohort] : [])] };
  }

  private assessing(basis: Basis): Assessing {
    return this.attempt.input.dryRun
      ? new DryAssessing(this.parts, basis)
      : new RecordedAssessing(this.parts, basis, this.context('assessments'));
  }

  /**
   * While a chunk is being appended the next one is thought through, and what the one after that needs is fetched.
   * So up to two chunks may be on record without having been marked, when the process ends.
   */
  private async goOn(begun: EvaluationMark, assessing: Assessing): Promise<EvaluationMark> {
    let mark = begun;
    let appended: Promise<readonly Assessed[]> | undefined;
    let next = this.fetch(begun, assessing);
    for (let n = 0; ; n += 1) {
      const { externalIds, known } = await next;
      this.attempt.signal.throwIfAborted();
      const last = externalIds.at(-1);
      const current = last === undefined ? undefined : this.assess(assessing, externalIds, known, n < 2);
      if (last !== undefined) next = this.fetch({ at: mark.at, after: last }, assessing);
      // Both are awaited at the next turn; until then a failure must not count as unhandled.
      current?.catch(() => {});
      next.catch(() => {});
      if (appended) mark = await this.record(mark, await appended);
      if (!current) return mark;
      appended = current;
    }
  }

  private async assess(
    assessing: Assessing,
    externalIds: readonly string[],
    known: ReadonlyMap<string, AccountKnowledge>,
    mayBeOnRecord: boolean,
  ): Promise<readonly Assessed[]> {
    const assessed = await assessing.assess(externalIds, known);
    failpoint('in-the-middle-of-an-evaluation');
    const { id, input, mark } = this.attempt;
    return mark && mayBeOnRecord ? ownAssessments(this.parts.store, id, input)(assessed) : assessed;
  }

  private async record(before: EvaluationMark, assessed: readonly Assessed[]): Promise<EvaluationMark> {
    const mark = marked(before, assessed, { moves: this.attempt.input.dryRun });
    await this.attempt.report({ done: mark.done, total: mark.total, mark });
    return mark;
  }

  private async fetch({ at, after }: Pick<EvaluationMark, 'at' | 'after'>, assessing: Assessing) {
    const externalIds = await this.externalIds(BigInt(at), after);
    return {
      externalIds,
      known: externalIds.length > 0 ? await assessing.knowledge(externalIds) : new Map(),
    };
  }

  private async externalIds(at: Position, after: string | null): Promise<readonly string[]> {
    const { scope } = this.attempt.input;
    if (!scope)
      return this.parts.portfolio.externalIds(at, { limit: this.chunk, ...(after !== null && { after }) });
    const all = [...new Set(scope.externalIds)].sort(inByteOrder);
    const from = after === null ? 0 : all.indexOf(after) + 1;
    return all.slice(from, from + this.chunk);
  }

  /** The same at every attempt, so that the log knows an append again. */
  private context(step: string): Context {
    const { id, createdBy: actor } = this.attempt;
    return { actor, commandId: idFor(id, step), correlationId: id };
  }
}

/** As the database orders ids. */
const inByteOrder = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

export const policyNotInForce = (scheme: string, on: string) => ({
  code: 'POLICY_NOT_IN_FORCE',
  detail: `No policy of ${scheme} is in force on ${on}: schedule an approved one that begins by then.`,
});
