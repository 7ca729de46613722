import type { CutPoints, Reading } from '../policy/judge/judge';
import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument } from '../policy/policy-document';
import type { TierCode } from '../vocabulary';

/**
 * Where inputs lead an account that stands at a tier, however long the stabiliser takes: its dead band counts,
 * its confirmations and shields do not. What cannot be judged leaves the account where it is.
 */
export const settledTier = (
  document: PolicyDocument,
  inputs: readonly Reading[],
  cuts: CutPoints | null,
  current: TierCode | null,
): TierCode | null => {
  const judge = judgeOf(document);
  const { tier, outOfProgramme } = judge.judge(inputs, cuts);
  if (tier === null) return outOfProgramme ? null : current;
  if (current === null || !judge.places.has(current) || !document.stabiliser || tier === current) return tier;
  const kept = judge.keep(inputs, current, cuts);
  if (judge.order !== 'ordinal') return kept === current ? current : tier;
  const place = (one: TierCode) => judge.places.get(one)!;
  return place(tier) < place(current) && place(kept) >= place(current) ? current : tier;
};
