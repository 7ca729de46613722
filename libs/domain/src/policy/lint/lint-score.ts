import { type Decimal, fromLastPlaces, inLastPlaces, pointerTo } from '#libs/kernel';
import { scaleOf } from '../judge/dimension';
import { lintEdges } from './lint-edges';
import { error, type Finding, repeated, unknown } from './lint-finding';
import type { Measures } from '../measures';
import type { PercentilePolicy, ScoreInput, ScorePolicy } from '../policy-document';

const one = inLastPlaces('1' as Decimal);

/** Findings on a weighted score and its thresholds. */
export const lintScore = (policy: ScorePolicy): Finding[] => {
  const { inputs, measures, thresholds } = policy;
  const scale = scaleOf(
    policy.scale,
    thresholds.map(({ at }) => at),
  );
  const edges = thresholds.map(({ tier, at, inclusive }, index) => ({
    tier,
    on: 'the score',
    at: inLastPlaces(at),
    begins: `begins ${inclusive ? 'at' : 'over'} ${at}`,
    pointer: pointerTo('thresholds', index),
  }));
  return [
    ...lintInputs(inputs, measures, '/inputs'),
    ...thresholds.flatMap(({ at, inclusive }, index) =>
      outOfRange({ at, inclusive }, scale, pointerTo('thresholds', index, 'at')),
    ),
    ...lintEdges(policy, edges, '/thresholds'),
  ];
};

/** Findings on a weighted score that is cut by rank. */
export const lintPercentile = (policy: PercentilePolicy): Finding[] => {
  const { inputs, measures, cuts } = policy;
  const edges = cuts.map(({ tier, topPct }, index) => ({
    tier,
    on: 'the ranking',
    at: -inLastPlaces(topPct),
    begins: `takes the top ${topPct} %`,
    pointer: pointerTo('cuts', index),
  }));
  return [
    ...lintInputs(inputs, measures, '/inputs'),
    ...cuts.flatMap(({ topPct }, index) => {
      const value = inLastPlaces(topPct);
      if (value > 0n && value < 100n * one) return [];
      const detail = `A cut takes more than 0 and less than 100 per cent of the accounts, not ${topPct}.`;
      return [error('THRESHOLD_OUT_OF_RANGE', pointerTo('cuts', index, 'topPct'), detail)];
    }),
    ...lintEdges(policy, edges, '/cuts'),
  ];
};

/** A threshold that every score reaches, or none, divides nothing. */
export const outOfRange = (
  { at, inclusive }: { readonly at: Decimal; readonly inclusive: boolean },
  scale: bigint,
  pointer: string,
): Finding[] => {
  const [value, full] = [inLastPlaces(at), scale * one];
  if (inclusive ? value > 0n && value <= full : value >= 0n && value < full) return [];
  const detail = `The score goes from 0 to ${scale}, and ${inclusive ? 'at least' : 'over'} ${at} divides nothing of that.`;
  return [error('THRESHOLD_OUT_OF_RANGE', pointer, detail)];
};

/** Findings on the parts of a weighted score that stand under `where`. */
export const lintInputs = (inputs: readonly ScoreInput[], measures: Measures, where: string): Finding[] => [
  ...inputs.flatMap(({ measure, weight, min, max }, index) => {
    const pointer = where + pointerTo(index);
    const positive = inLastPlaces(weight) > 0n;
    const rises = inLastPlaces(min) < inLastPlaces(max);
    return [
      ...(Object.hasOwn(measures, measure) ? [] : [unknown('MEASURE', `${pointer}/measure`, measure)]),
      ...(positive ? [] : [error('WEIGHT_NOT_POSITIVE', `${pointer}/weight`, weightless(weight))]),
      ...(rises ? [] : [error('INPUT_RANGE_EMPTY', pointer, emptyRange(min, max))]),
    ];
  }),
  ...repeated(inputs, ({ measure }) => measure).map((index) =>
    error(
      'DUPLICATE_INPUT',
      `${where}${pointerTo(index, 'measure')}`,
      `${inputs[index]!.measure} stands twice; put its weights together.`,
    ),
  ),
  ...weights(inputs, where),
];

const weightless = (weight: Decimal): string =>
  `A weight is over 0, not ${weight}; where less is better say \`invert\`.`;

const emptyRange = (min: Decimal, max: Decimal): string =>
  `From ${min} to ${max} there is no way up; let \`min\` be less than \`max\`, and say \`invert\` where less is better.`;

const weights = (inputs: readonly ScoreInput[], where: string): Finding[] => {
  const sum = inputs.reduce((all, { weight }) => all + inLastPlaces(weight), 0n);
  if (sum === one) return [];
  const detail = `The weights add up to ${fromLastPlaces(sum)}; let them add up to 1 exactly.`;
  return [error('WEIGHTS_DO_NOT_SUM_TO_ONE', where, detail)];
};
