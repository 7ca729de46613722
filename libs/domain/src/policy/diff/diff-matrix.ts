import type { TierCode } from '../../vocabulary';
import { edge, inputChanges } from './diff-inputs';
import { say, told } from './diff-words';
import type { MatrixPolicy } from '../policy-document';

type NameOf = (tier: TierCode) => string;

/** How two matrices differ: their axes, band by band, and their cells. */
export const matrixChanges = (before: MatrixPolicy, after: MatrixPolicy, nameOf: NameOf): string[] => [
  ...after.axes.flatMap((axis, index) => axisChanges(before.axes[index]!, axis, index)),
  ...cellChanges(before, after, nameOf),
];

type Axis = MatrixPolicy['axes'][number];

const axisName = ({ name, measure }: Axis, index: number): string => name ?? measure ?? `axis ${index + 1}`;

const axisChanges = (was: Axis, is: Axis, index: number): string[] => {
  const name = axisName(is, index);
  const cuts = Math.max(was.cuts.length, is.cuts.length);
  return [
    ...(was.name === is.name
      ? []
      : [`Axis ${index + 1} is called ${told(is.name)} instead of ${told(was.name)}.`]),
    ...(was.measure === is.measure
      ? []
      : [`${name} reads ${told(is.measure)} instead of ${told(was.measure)}.`]),
    ...inputChanges(was.inputs ?? [], is.inputs ?? [], name),
    ...Array.from({ length: cuts }, (_, cut) =>
      cutChange(was.cuts[cut], is.cuts[cut], `Band ${cut + 2} of ${name}`),
    ).flat(),
  ];
};

type Cut = Axis['cuts'][number];

const cutChange = (was: Cut | undefined, is: Cut | undefined, band: string): string[] => {
  if (!is) return [`${band} is gone.`];
  if (!was) return [`${band} is new: it begins at ${edge(is)}.`];
  return edge(was) === edge(is) ? [] : [`${band} begins at ${edge(is)} instead of ${edge(was)}.`];
};

const cellChanges = (before: MatrixPolicy, { axes, cells }: MatrixPolicy, nameOf: NameOf): string[] => {
  const [first, second] = axes.map(axisName) as [string, string];
  const [rows, columns] = [
    Math.max(before.cells.length, cells.length),
    Math.max(...[...before.cells, ...cells].map((row) => row.length)),
  ];
  return Array.from(
    { length: rows * columns },
    (_, index) => [Math.floor(index / columns), index % columns] as const,
  )
    .map(([row, column]) => ({ row, column, was: before.cells[row]?.[column], is: cells[row]?.[column] }))
    .filter(({ was, is }) => was !== is)
    .map(({ row, column, was, is }) => {
      const change = say(was && nameOf(was), is && nameOf(is));
      return `Band ${row + 1} of ${first} with band ${column + 1} of ${second} ${change}.`;
    });
};
