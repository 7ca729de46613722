import type { Decimal } from '#libs/kernel';
import type { TierCode } from '../../vocabulary';
import { type Dimension, scaleOf, weighted } from './dimension';
import { type Edge, entryOf, exitOf } from './edges';
import type { CutPoints, Judge, Rule } from './judge';
import { ladderJudge, type LadderShape } from './ladder-judge';
import type { Rung } from './rung';
import type { PercentilePolicy, ScorePolicy } from '../policy-document';

interface Threshold {
  readonly tier: TierCode;
  readonly at: Decimal;
  readonly inclusive: boolean;
}

/** A weighted score against thresholds. */
export const scoreJudge = (document: ScorePolicy): Judge => {
  const { thresholds } = document;
  const score = scoreOf(
    document,
    scaleOf(
      document.scale,
      thresholds.map(({ at }) => at),
    ),
  );
  let rungs: readonly Rung[] | undefined;
  return ladderJudge({
    ...onScore(document, score),
    ranked: false,
    rungs: (places) => (rungs ??= [{ dimension: score, edges: edgesOf(document, thresholds, places) }]),
    edgeCount: thresholds.length,
    edgeRules: () => thresholds.map((one, index) => ruleOf(one, `/thresholds/${index}`)),
  });
};

/** The same score against the scores at which the last ranked cohort was cut. */
export const percentileJudge = (document: PercentilePolicy): Judge => {
  const score = scoreOf(document, document.scale === undefined ? 100n : BigInt(document.scale));
  const made = new WeakMap<CutPoints, readonly Rung[]>();
  const rungsAt = (places: ReadonlyMap<TierCode, number>, cuts: CutPoints): readonly Rung[] => {
    const known = made.get(cuts);
    if (known) return known;
    const rungs = [{ dimension: score, edges: edgesOf(document, thresholdsAt(document, cuts), places) }];
    made.set(cuts, rungs);
    return rungs;
  };
  return ladderJudge({
    ...onScore(document, score),
    ranked: true,
    rungs: (places, cuts) => (cuts === null ? null : rungsAt(places, cuts)),
    edgeCount: document.cuts.length,
    edgeRules: (cuts) =>
      document.cuts.map(({ tier, topPct }, index): Rule => {
        const at = cuts?.find((cut) => cut.tier === tier)?.score ?? null;
        const where = at === null ? 'not ranked yet' : `cut at ${at}`;
        const says = `score is among the top ${topPct} % (${where})`;
        return { pointer: `/cuts/${index}`, says, tier, subject: 'score', at };
      }),
  });
};

const scoreOf = ({ inputs, missing }: ScorePolicy | PercentilePolicy, scale: bigint): Dimension =>
  weighted(inputs, scale, missing);

const onScore = (document: ScorePolicy | PercentilePolicy, score: Dimension) =>
  ({ document, combine: 'highest', score, dimensions: [score] }) satisfies Partial<LadderShape>;

/** A cut that nobody is within has no score and no edge. */
const thresholdsAt = ({ cuts: asked }: PercentilePolicy, cuts: CutPoints): (Threshold | null)[] =>
  asked.map(({ tier }) => {
    const at = cuts.find((cut) => cut.tier === tier)?.score ?? null;
    return at === null ? null : { tier, at, inclusive: true };
  });

const edgesOf = (
  { stabiliser }: ScorePolicy | PercentilePolicy,
  thresholds: readonly (Threshold | null)[],
  places: ReadonlyMap<TierCode, number>,
): Edge[] =>
  thresholds
    .flatMap((one, rule) => {
      const place = one ? places.get(one.tier) : undefined;
      if (!one || place === undefined) return [];
      const { at, inclusive } = one;
      return [
        { place, entry: entryOf(at, inclusive), exit: exitOf(at, inclusive, stabiliser?.deadBandPct), rule },
      ];
    })
    .sort((a, b) => b.place - a.place);

const ruleOf = ({ tier, at, inclusive }: Threshold, pointer: string): Rule => ({
  pointer,
  says: `score is ${inclusive ? 'at least' : 'over'} ${at}`,
  tier,
  subject: 'score',
  at,
});
