import { createHash } from 'node:crypto';
import {
  type AccountKnowledge,
  cutCohort,
  hasEnded,
  inputsOn,
  judgeOf,
  openedOn,
  type PolicyDocument,
  type PolicyInForce,
  type Ranking,
} from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day, Decimal } from '#libs/kernel';
import type { Facts, Portfolio } from '#libs/views';

export interface RankingParts {
  readonly facts: Facts;
  readonly portfolio: Portfolio;
  /** Accounts read together. */
  readonly chunk: number;
  readonly signal: AbortSignal;
}

export interface RankedDay {
  readonly day: Day;
  readonly at: Position;
  readonly policy: PolicyInForce;
}

/**
 * Ranks the accounts that came in before a day and have a score on it, and cuts them where the policy says. The
 * result names the cohort and its scores by their hashes; the scores themselves stand in the assessments that follow.
 */
export const rankCohort = async (parts: RankingParts, ranked: RankedDay): Promise<Ranking | undefined> => {
  const { policy, at } = ranked;
  if (policy.document.kind !== 'percentile') return undefined;
  const scores: Decimal[] = [];
  const [cohort, vector] = [createHash('sha256'), createHash('sha256')];
  for await (const [externalId, score] of contenders(parts, ranked)) {
    scores.push(score);
    cohort.update(`${externalId}\n`);
    vector.update(`${externalId}\t${score}\n`);
  }
  return {
    policyVersion: policy.version,
    accounts: scores.length,
    cohortHash: cohort.digest('hex'),
    scoresHash: vector.digest('hex'),
    cuts: cutCohort(policy.document, scores),
    basis: String(at),
  };
};

/** What the next chunk needs is fetched while the scores of this one are worked out. */
async function* contenders(
  parts: RankingParts,
  { day, at, policy: { document } }: RankedDay,
): AsyncIterable<readonly [string, Decimal]> {
  const fetch = (after?: string) => fetchChunk(parts, { day, at, document }, after);
  const judge = judgeOf(document);
  let next = fetch();
  for (;;) {
    const { externalIds, known } = await next;
    parts.signal.throwIfAborted();
    if (externalIds.length === 0) return;
    next = fetch(externalIds.at(-1));
    // It is awaited at the next turn; until then a failure must not count as unhandled.
    next.catch(() => {});
    for (const externalId of externalIds) {
      const account = known.get(externalId);
      const opened = account && openedOn(account);
      if (!account || !opened || opened >= day || hasEnded(account, day)) continue;
      const score = judge.contends(inputsOn(day, document, account));
      if (score !== null) yield [externalId, score];
    }
  }
}

const fetchChunk = async (
  { facts, portfolio, chunk: limit }: RankingParts,
  { day, at, document }: { day: Day; at: Position; document: PolicyDocument },
  after: string | undefined,
): Promise<{ externalIds: readonly string[]; known: ReadonlyMap<string, AccountKnowledge> }> => {
  const externalIds = await portfolio.externalIds(at, { limit, ...(after !== undefined && { after }) });
  if (externalIds.length === 0) return { externalIds, known: new Map() };
  return { externalIds, known: await facts.knowledgeForDay(externalIds, at, day, document) };
};
