import type { Decimal } from '#libs/kernel';
import type { Measure, TierCode } from '../../vocabulary';
import { asDecimal, type Dimension, measured, readingOf } from './dimension';
import { gateLetters, gateRules, readyGates, throughGates, undecidedGates } from './gates';
import { type CutPoints, type Judge, type Judgement, notRanked, type Reading, type Rule } from './judge';
import { placeKept, placeReached, type Rung } from './rung';
import { readsOf } from '../measures';
import type { PolicyDocument } from '../policy-document';
import { ladderOfTiers, placesOf } from '../tiers';

/** What makes one ladder of tiers differ from another: where its edges come from. */
export interface LadderShape {
  readonly document: PolicyDocument;
  readonly combine: 'highest' | 'lowest';
  /** The weighted score, where edges are on one. */
  readonly score: Dimension | null;
  readonly ranked: boolean;
  /** Null while there are no edges yet. */
  rungs(places: ReadonlyMap<TierCode, number>, cuts: CutPoints | null): readonly Rung[] | null;
  readonly dimensions: readonly Dimension[];
  readonly edgeCount: number;
  edgeRules(cuts: CutPoints | null): readonly Rule[];
}

/** A judge whose tiers stand in one order: each dimension gives a place, one is taken, and the gates have their say. */
export const ladderJudge = (shape: LadderShape): Judge => {
  const { document, combine, score, dimensions, edgeCount } = shape;
  const tiers = ladderOfTiers(document.tiers, true);
  const places = placesOf(tiers);
  const gates = readyGates(document.gates, places);
  const measures = [
    ...dimensions.flatMap((one) => one.measures),
    ...document.gates.map((one) => one.measure),
  ];
  const take = (all: readonly number[]) => (combine === 'highest' ? Math.max(...all) : Math.min(...all));

  const undecided = (reasons: readonly string[], verdicts: string, value: Decimal | null): Judgement => ({
    tier: null,
    outOfProgramme: false,
    reasons,
    verdicts,
    score: value,
  });

  const judge = (inputs: readonly Reading[], cuts: CutPoints | null): Judgement => {
    const rungs = shape.rungs(places, cuts);
    const letters = gateLetters(gates, inputs);
    const value = asDecimal(score?.read(inputs) ?? null);
    if (rungs === null) return undecided([notRanked], '?'.repeat(edgeCount) + letters, value);
    const reasons = withoutValue(dimensions, inputs);
    const edgeLetters = Array<string>(edgeCount).fill('?');
    const found = rungs.map((rung) => placeReached(rung, inputs, edgeLetters));
    const verdicts = edgeLetters.join('') + letters;
    const waiting = undecidedGates(gates, inputs);
    if ((document.missing === 'hold' && reasons.length > 0) || waiting.length > 0)
      return undecided([...new Set([...reasons, ...waiting])], verdicts, value);
    const place = throughGates(gates, inputs, take(found), reasons);
    return {
      tier: place === null ? null : tiers[place]!,
      outOfProgramme: place === null,
      reasons,
      verdicts,
      score: value,
    };
  };

  const keep = (inputs: readonly Reading[], current: TierCode, cuts: CutPoints | null): TierCode => {
    const place = places.get(current) ?? 0;
    const found = (shape.rungs(places, cuts) ?? []).map((rung) => placeKept(rung, inputs, place));
    return tiers[throughGates(gates, inputs, take(found), []) ?? 0]!;
  };

  return {
    order: 'ordinal',
    tiers,
    places,
    reads: readsOf(document.measures, measures),
    ranked: shape.ranked,
    judge,
    keep,
    contends: (inputs) =>
      undecidedGates(gates, inputs).length > 0 || throughGates(gates, inputs, 0, []) === null
        ? null
        : asDecimal(score?.read(inputs) ?? null),
    jump: (from, to) => Math.abs((places.get(to) ?? 0) - (places.get(from) ?? 0)),
    rules: rulesOnce((cuts) => [...shape.edgeRules(cuts), ...gateRules(document.gates)]),
    valueOf: (subject, inputs) =>
      asDecimal(
        subject === 'score' && score ? score.read(inputs) : measured(subject as Measure).read(inputs),
      ),
  };
};

/** Rules are told again and again, and are others only where the cut points are. */
const rulesOnce = (make: Judge['rules']): Judge['rules'] => {
  let last: { readonly cuts: CutPoints | null; readonly rules: readonly Rule[] } | undefined;
  return (cuts) => {
    if (last?.cuts !== cuts) last = { cuts, rules: make(cuts) };
    return last.rules;
  };
};

/** A reason for each input that a dimension reads and that has no value. */
export const withoutValue = (dimensions: readonly Dimension[], inputs: readonly Reading[]): string[] => {
  const reasons: string[] = [];
  for (const { measures } of dimensions) {
    for (const measure of measures) {
      const { value, problem = 'MISSING' } = readingOf(inputs, measure);
      if (value === null) reasons.push(`${problem}:${measure}`);
    }
  }
  return reasons;
};
