import { createHash } from 'node:crypto';
import {
  cutCohort,
  hasEnded,
  inputsOn,
  judgeOf,
  openedOn,
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

async function* contenders(
  { facts, portfolio, chunk, signal }: RankingParts,
  { day, at, policy: { document } }: RankedDay,
): AsyncIterable<readonly [string, Decimal]> {
  const judge = judgeOf(document);
  let after: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    const externalIds = await portfolio.externalIds(at, {
      limit: chunk,
      ...(after !== undefined && { after }),
    });
    if (externalIds.length === 0) return;
    after = externalIds.at(-1);
    const known = await facts.knowledgeForDay(externalIds, at, day, document);
    for (const externalId of externalIds) {
      const account = known.get(externalId);
      const opened = account && openedOn(account);
      if (!account || !opened || opened >= day || hasEnded(account, day)) continue;
      const score = judge.contends(inputsOn(day, document, account));
      if (score !== null) yield [externalId, score];
    }
  }
}
