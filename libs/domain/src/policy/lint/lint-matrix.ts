import { inLastPlaces, pointerTo } from '#libs/kernel';
import type { TierCode } from '../../vocabulary';
import { scaleOf } from '../judge/dimension';
import { unreachableFindings } from './lint-edges';
import { error, type Finding, unknown } from './lint-finding';
import { lintInputs, outOfRange } from './lint-score';
import { spendOnly } from './lint-spend';
import type { Measures } from '../measures';
import type { Axis, MatrixPolicy } from '../policy-document';

/** Findings on the two axes of a matrix and the cells between them. */
export const lintMatrix = (policy: MatrixPolicy): Finding[] => [
  ...policy.axes.flatMap((axis, index) => lintAxis(axis, policy.measures, pointerTo('axes', index))),
  ...oneAxisTwice(policy),
  ...axisNames(policy),
  ...spendOnly(policy),
  ...cells(policy),
];

const lintAxis = (axis: Axis, measures: Measures, pointer: string): Finding[] => {
  const { measure, inputs, cuts } = axis;
  return [
    ...((measure === undefined) === (inputs === undefined)
      ? [
          error(
            'AXIS_WITHOUT_MEASURE',
            pointer,
            'An axis has either a `measure` or `inputs`; say one of them.',
          ),
        ]
      : []),
    ...(measure === undefined || Object.hasOwn(measures, measure)
      ? []
      : [unknown('MEASURE', `${pointer}/measure`, measure)]),
    ...(inputs ? lintInputs(inputs, measures, `${pointer}/inputs`) : []),
    ...(inputs && measure === undefined ? scoreCuts(cuts, pointer) : []),
    ...risingCuts(cuts, pointer),
  ];
};

const scoreCuts = (cuts: Axis['cuts'], pointer: string): Finding[] => {
  const scale = scaleOf(
    undefined,
    cuts.map(({ at }) => at),
  );
  return cuts.flatMap((cut, index) => outOfRange(cut, scale, pointer + pointerTo('cuts', index)));
};

const risingCuts = (cuts: Axis['cuts'], pointer: string): Finding[] =>
  cuts.flatMap(({ at }, index) => {
    const before = cuts[index - 1];
    if (!before || inLastPlaces(before.at) < inLastPlaces(at)) return [];
    const detail = `The cut at ${at} stands behind the one at ${before.at}; let the cuts of an axis rise.`;
    return [error('OVERLAP', pointer + pointerTo('cuts', index), detail)];
  });

const oneAxisTwice = ({ axes }: MatrixPolicy): Finding[] => {
  const [first, second] = axes;
  if (second?.measure === undefined || first?.measure !== second.measure) return [];
  const detail = `Both axes read ${second.measure}, which makes one ladder and no field; let them differ.`;
  return [error('DUPLICATE_INPUT', '/axes/1/measure', detail)];
};

/** An explanation speaks of an axis by its name, as it does of a measure. */
const axisNames = ({ axes, measures }: MatrixPolicy): Finding[] =>
  axes.flatMap(({ name, measure }, index) => {
    if (name === undefined) return [];
    const other = axes.some((one, place) => place < index && (one.name ?? one.measure) === name);
    if (!other && (name === measure || !Object.hasOwn(measures, name))) return [];
    const detail = `${name} is the name of something else in the document; call the axis otherwise.`;
    return [error('AXIS_NAME_TAKEN', pointerTo('axes', index, 'name'), detail)];
  });

const cells = ({ axes, cells: rows, tiers }: MatrixPolicy): Finding[] => {
  const [high, wide] = axes.map(({ cuts }) => cuts.length + 1) as [number, number];
  const known = new Set<string>(tiers.map(({ code }) => code));
  const without = new Set<TierCode>(tiers.map(({ code }) => code));
  for (const row of rows) for (const tier of row) without.delete(tier);
  return [
    ...(rows.length === high ? [] : [mismatch('/cells', 'rows', high, rows.length, 'first')]),
    ...rows.flatMap((row, index) =>
      row.length === wide ? [] : [mismatch(pointerTo('cells', index), 'cells', wide, row.length, 'second')],
    ),
    ...rows.flatMap((row, first) =>
      row.flatMap((tier, second) =>
        known.has(tier) ? [] : [unknown('TIER', pointerTo('cells', first, second), tier)],
      ),
    ),
    ...unreachableFindings(tiers, without, 'give it a cell'),
  ];
};

const mismatch = (pointer: string, what: string, needed: number, has: number, axis: string): Finding =>
  error(
    'CELLS_DO_NOT_MATCH_CUTS',
    pointer,
    `The cuts of the ${axis} axis make ${needed} bands, so there are ${needed} ${what} here, not ${has}.`,
  );
