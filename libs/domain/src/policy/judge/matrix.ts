import type { Measure, TierCode } from '../../vocabulary';
import { asDecimal, measured, scaleOf, weighted } from './dimension';
import { entryOf, exitOf } from './edges';
import { gateLetters, gateRules, readyGates, throughGates, undecidedGates } from './gates';
import type { Judge, Judgement, Reading, Rule } from './judge';
import { withoutValue } from './ladder-judge';
import { placeKept, placeReached, type Rung } from './rung';
import { readsOf } from '../measures';
import type { Axis, MatrixPolicy } from '../policy-document';
import { ladderOfTiers, placesOf } from '../tiers';

interface ReadyAxis extends Rung {
  readonly name: string;
}

/** Two axes, each cut into bands; the cell where an account's bands meet is its tier. */
export const matrixJudge = (document: MatrixPolicy): Judge => {
  const tiers = ladderOfTiers(document.tiers, false);
  const places = placesOf(tiers);
  const axes = document.axes.map((axis, index) => readyAxis(document, axis, ruleBefore(document, index)));
  const gates = readyGates(document.gates, null);
  const dimensions = axes.map(({ dimension }) => dimension);
  const edgeCount = ruleBefore(document, document.axes.length);
  const cellsOf = homes(document);

  const judge = (inputs: readonly Reading[]): Judgement => {
    const letters = Array<string>(edgeCount).fill('?');
    const bands = axes.map((axis) => placeReached(axis, inputs, letters));
    const verdicts = letters.join('') + gateLetters(gates, inputs);
    const missing = withoutValue(dimensions, inputs);
    const waiting = undecidedGates(gates, inputs);
    const base = { outOfProgramme: false, verdicts, score: null };
    if ((document.missing === 'hold' && missing.length > 0) || waiting.length > 0)
      return { ...base, tier: null, reasons: [...new Set([...missing, ...waiting])] };
    const isIn = throughGates(gates, inputs, 0, missing) !== null;
    return { ...base, tier: isIn ? cell(document, bands) : null, outOfProgramme: !isIn, reasons: missing };
  };

  const keep = (inputs: readonly Reading[], current: TierCode): TierCode => {
    const home = cellsOf.get(current) ?? [];
    const highest = (index: number) => Math.max(0, ...home.map((bands) => bands[index]!));
    const bands = axes.map((axis, index) => placeKept(axis, inputs, highest(index)));
    return cell(document, bands) ?? current;
  };

  return {
    order: 'axes',
    tiers,
    places,
    reads: readsOf(document.measures, [
      ...dimensions.flatMap((one) => one.measures),
      ...document.gates.map((one) => one.measure),
    ]),
    ranked: false,
    judge,
    keep,
    contends: () => null,
    jump: (from, to) => nearest(cellsOf.get(from) ?? [], cellsOf.get(to) ?? []),
    rules: () => [
      ...axes.flatMap((axis, index) => cutRules(document, axis, index)),
      ...gateRules(document.gates),
    ],
    valueOf: (subject, inputs) => {
      const axis = axes.find(({ name }) => name === subject);
      return asDecimal((axis?.dimension ?? measured(subject as Measure)).read(inputs));
    },
  };
};

const nameOf = ({ name, measure }: Axis, index: number): string => name ?? measure ?? `axis ${index + 1}`;

const ruleBefore = ({ axes }: MatrixPolicy, index: number): number =>
  axes.slice(0, index).reduce((count, { cuts }) => count + cuts.length, 0);

const readyAxis = (document: MatrixPolicy, axis: Axis, firstRule: number): ReadyAxis => {
  const { measure, inputs = [], cuts } = axis;
  const scale = scaleOf(
    undefined,
    cuts.map(({ at }) => at),
  );
  return {
    name: nameOf(axis, document.axes.indexOf(axis)),
    dimension: measure === undefined ? weighted(inputs, scale, document.missing) : measured(measure),
    edges: cuts
      .map(({ at, inclusive }, index) => ({
        place: index + 1,
        entry: entryOf(at, inclusive),
        exit: exitOf(at, inclusive, document.stabiliser?.deadBandPct),
        rule: firstRule + index,
      }))
      .reverse(),
  };
};

const cell = ({ cells }: MatrixPolicy, [first, second]: readonly number[]): TierCode | null =>
  cells[first!]?.[second!] ?? null;

/** The cells in which each tier stands. */
const homes = ({ cells }: MatrixPolicy): ReadonlyMap<TierCode, readonly (readonly [number, number])[]> => {
  const all = new Map<TierCode, (readonly [number, number])[]>();
  cells.forEach((row, first) =>
    row.forEach((tier, second) => all.set(tier, [...(all.get(tier) ?? []), [first, second]])),
  );
  return all;
};

/** The number of axes that differ, between the cells of two tiers that are nearest to each other. */
const nearest = (from: readonly (readonly number[])[], to: readonly (readonly number[])[]): number =>
  Math.min(
    2,
    ...from.flatMap((one) => to.map((other) => one.filter((band, axis) => band !== other[axis]).length)),
  );

const cutRules = ({ axes }: MatrixPolicy, { name }: ReadyAxis, axis: number): Rule[] =>
  axes[axis]!.cuts.map(({ at, inclusive }, index) => ({
    pointer: `/axes/${axis}/cuts/${index}`,
    says: `${name} is ${inclusive ? 'at least' : 'over'} ${at}`,
    tier: null,
    subject: name,
    at,
  }));
