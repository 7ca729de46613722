import type { Day } from '#libs/kernel';
import type { PolicyInForce, SchemeKnowledge } from '../placement/knowledge';
import type { Policy } from './policy-life';
import type { Scheme } from './scheme';

/** A version that has a time: it would be in force on `[from, until)`, if no later one were. */
interface Claim {
  readonly version: number;
  readonly document: Policy['document'];
  readonly from: Day;
  readonly until: Day | null;
  readonly scheduledAs: number;
}

/** What a scheme tells of itself: which version is in force on which days, and the days of assessment. */
export const schemeKnowledge = ({ policies, days, cohorts }: Scheme): SchemeKnowledge => ({
  policies: inForce(policies.flatMap((policy, index) => claimOf(policy, index + 1))),
  days: [...days],
  cohorts,
});

const claimOf = (policy: Policy, version: number): Claim[] => {
  if (policy.status !== 'scheduled' && policy.status !== 'retired') return [];
  const until = policy.status === 'retired' ? policy.effectiveUntil : null;
  if (until !== null && until <= policy.effectiveFrom) return [];
  const { document, effectiveFrom: from, scheduledAs } = policy;
  return [{ version, document, from, until, scheduledAs }];
};

/** Cuts the days where a claim begins or ends, and gives each piece to the claim that outdoes the others on it. */
const inForce = (claims: readonly Claim[]): PolicyInForce[] => {
  const edges = claims.flatMap(({ from, until }) => (until === null ? [from] : [from, until]));
  const cuts = [...new Set(edges)].sort();
  const pieces: PolicyInForce[] = [];
  cuts.forEach((from, index) => {
    const winner = winnerOn(from, claims);
    if (!winner) return;
    const until = cuts[index + 1] ?? null;
    const last = pieces.at(-1);
    if (last?.version === winner.version && last.until === from)
      pieces[pieces.length - 1] = { ...last, until };
    else pieces.push({ version: winner.version, document: winner.document, from, until });
  });
  return pieces;
};

/** The claim that began last; of those that began together, the one scheduled last. */
const winnerOn = (on: Day, claims: readonly Claim[]): Claim | undefined =>
  claims
    .filter(({ from, until }) => from <= on && (until === null || on < until))
    .sort((a, b) => (a.from === b.from ? b.scheduledAs - a.scheduledAs : a.from < b.from ? 1 : -1))[0];
