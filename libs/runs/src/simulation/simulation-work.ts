import { createHash } from 'node:crypto';
import {
  type PolicyDocument,
  policyOn,
  type RankedCohort,
  readsFamilies,
  type Scheme,
  schemeKnowledge,
} from '#libs/domain';
import type { EventStore, Position } from '#libs/event-store';
import { canonicalJson } from '#libs/kernel';
import { type Facts, knowledgeViews, type Portfolio, type Progress } from '#libs/views';
import { type MerkleMark, MerkleRoot } from '../evaluation/merkle-root';
import { rankCohort } from '../evaluation/ranking';
import { readScheme } from '../evaluation/scheme-plan';
import { type Attempt, JobFailed } from '../jobs/job';
import { untilSettled } from '../settling';
import { type Simulated, simulateAccount } from './simulated-account';
import { declaresLines } from './simulated-lines';
import { fingerprintOf, plansOf, rankedDays, type SimulatedPlans, withCohorts } from './simulated-plans';
import { addAccounts, emptyTotals, type SimulatedTotals, told } from './simulated-totals';
import type { SimulationOrder, SimulationResult } from './simulation';
import type { SimulationTables } from './simulation-tables';

export interface SimulationParts {
  readonly store: EventStore;
  readonly progress: Progress;
  readonly facts: Facts;
  readonly portfolio: Portfolio;
  /** Accounts folded together; 1,000 unless told. */
  readonly chunk?: number;
}

export type SimulationInput = Omit<SimulationOrder, 'id' | 'createdBy'>;

/** Where a simulation stands: every account up to `after` has been folded, by what was known at `at`. */
export interface SimulationMark {
  readonly at: string;
  readonly after: string | null;
  readonly total: number;
  readonly totals: SimulatedTotals;
  readonly tree: MerkleMark;
  /** The rankings of a version that ranks. */
  readonly cohorts: readonly RankedCohort[];
}

interface Ground {
  readonly document: PolicyDocument;
  readonly plans: SimulatedPlans;
}

const usualChunk = 1_000;

/** Folds every account of the portfolio under the plan as it stands and under a version, and records nothing in the log. */
export class SimulationWork {
  constructor(
    private readonly parts: SimulationParts,
    private readonly tables: SimulationTables,
    private readonly attempt: Attempt<SimulationInput, SimulationMark>,
  ) {}

  async run(): Promise<SimulationResult> {
    const begun = this.attempt.mark ?? (await this.begin());
    const ground = await this.groundAt(BigInt(begun.at), begun.cohorts);
    const end = await this.goOn(begun, ground);
    const result = this.resultOf(end, ground);
    const { id, createdBy, input } = this.attempt;
    await this.tables.keep({ ...result, id, createdBy, shadow: input.shadow });
    return result;
  }

  /** Whatever was recorded before has its consequences before the simulation looks. */
  private async begin(): Promise<SimulationMark> {
    const { store, progress, portfolio } = this.parts;
    const at = await store.head();
    await untilSettled(progress, knowledgeViews, at, this.attempt.signal);
    const ground = await this.groundAt(at, []);
    const cohorts = await this.rank(at, ground);
    const total = await portfolio.count(at);
    const tree = new MerkleRoot().mark();
    const totals = emptyTotals(hasLines(ground.plans));
    const mark = { at: String(at), after: null, total, totals, tree, cohorts };
    await this.attempt.report({ done: 0, total, mark });
    return mark;
  }

  private async groundAt(at: Position, cohorts: readonly RankedCohort[]): Promise<Ground> {
    const { scheme, version } = this.attempt.input;
    const state = await readScheme(this.parts.store, scheme, at);
    const { document } = versionOf(state, version);
    const plans = plansOf(schemeKnowledge(state), { version, document }, this.attempt.input);
    return { document, plans: withCohorts(plans, cohorts) };
  }

  /** Where the version ranks, the accounts are ranked anew on each review, as its runs would. */
  private async rank(at: Position, { plans }: Ground): Promise<RankedCohort[]> {
    const { facts, portfolio } = this.parts;
    const parts = { facts, portfolio, chunk: this.chunk, signal: this.attempt.signal };
    const cohorts: RankedCohort[] = [];
    for (const day of rankedDays(plans, this.attempt.input)) {
      const policy = policyOn(plans.then, day);
      const ranking = policy && (await rankCohort(parts, { day, at, policy }));
      if (ranking) cohorts.push({ day, policyVersion: ranking.policyVersion, cuts: ranking.cuts });
    }
    return cohorts;
  }

  private async goOn(begun: SimulationMark, ground: Ground): Promise<SimulationMark> {
    let mark = begun;
    for (;;) {
      this.attempt.signal.throwIfAborted();
      const simulated = await this.chunkAfter(mark, ground);
      if (simulated.length === 0) return mark;
      await this.tables.keepAccounts(this.attempt.id, simulated);
      mark = marked(mark, simulated, ground);
      const { accounts: done } = mark.totals;
      await this.attempt.report({ done, total: Math.max(done, mark.total), mark });
    }
  }

  private async chunkAfter({ at, after }: SimulationMark, { plans }: Ground): Promise<Simulated[]> {
    const { facts, portfolio } = this.parts;
    const position = BigInt(at);
    const externalIds = await portfolio.externalIds(position, {
      limit: this.chunk,
      ...(after !== null && { after }),
    });
    if (externalIds.length === 0) return [];
    const families = [...plans.now.policies, ...plans.then.policies].some((one) =>
      readsFamilies(one.document),
    );
    const serviceLines = hasLines(plans);
    const known = await facts.knowledgeOf(externalIds, position, { families, serviceLines });
    return externalIds.flatMap((externalId) => {
      const account = known.get(externalId);
      return account ? [simulateAccount(account, plans, this.attempt.input)] : [];
    });
  }

  private resultOf({ at, totals, tree }: SimulationMark, { document, plans }: Ground): SimulationResult {
    const { scheme, version, from, to } = this.attempt.input;
    const now = policyOn(plans.now, to)?.document;
    return {
      hash: hashOf({
        ...{ scheme, version, from, to, document },
        plan: fingerprintOf(plans.now),
        root: new MerkleRoot(tree).root(),
      }),
      scheme,
      version,
      from,
      to,
      position: at,
      ...told(totals, { now, then: document }),
    };
  }

  private get chunk(): number {
    return this.parts.chunk ?? usualChunk;
  }
}

const hasLines = ({ now, then }: SimulatedPlans): boolean => declaresLines(now) || declaresLines(then);

const versionOf = ({ policies }: Scheme, version: number): { document: PolicyDocument } => {
  const policy = policies[version - 1];
  if (policy) return policy;
  throw new JobFailed({
    code: 'NOT_FOUND',
    detail: `There is no policy version ${version}; draft it first.`,
  });
};

const marked = (
  before: SimulationMark,
  simulated: readonly Simulated[],
  { document }: Ground,
): SimulationMark => {
  const tree = new MerkleRoot(before.tree);
  for (const { leaf } of simulated) tree.add(leaf);
  return {
    ...before,
    after: simulated.at(-1)!.externalId,
    totals: addAccounts(before.totals, simulated, document),
    tree: tree.mark(),
  };
};

/** What an approval is bound to: the version, its period, the plan, and what was made of every account, by their ids. */
const hashOf = (basis: object): string =>
  `sha256:${createHash('sha256').update(canonicalJson(basis)).digest('hex')}`;
