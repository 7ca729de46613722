import { type Decimal, fromLastPlaces, inLastPlaces } from '#libs/kernel';
import type { Input } from '../placement/placement.events';
import type { CutPoints } from '../policy/judge';
import { judgeOf } from '../policy/judge-of';
import type { PolicyDocument } from '../policy/policy-document';
import type { Measure } from '../vocabulary';
import { withValue } from './changed-inputs';
import { divisionsOf } from './edges';

/** The greatest value that a decimal can have, in last places. */
const most = 10n ** 30n - 1n;

/** What one subject comes to for each value of the input that is being varied. */
type Course = (x: bigint) => bigint | null;

/**
 * The values of one input, in last places, at which something that a rule reads passes an edge: each is the first
 * value behind the edge, and between two neighbours nothing changes. Found by bisection on every stretch on which
 * what is read only rises or only falls.
 */
export const turningPoints = (
  document: PolicyDocument,
  inputs: readonly Input[],
  cuts: CutPoints | null,
  measure: Measure,
): bigint[] => {
  const judge = judgeOf(document);
  const points = new Set<bigint>([0n, 1n]);
  for (const { subject, at } of divisionsOf(document, cuts)) {
    const edge = inLastPlaces(at);
    const course: Course = (x) =>
      inPlaces(judge.valueOf(subject, withValue(document, inputs, measure, fromLastPlaces(x))));
    // Whether the edge itself belongs to what is above it or not: both of its sides are asked.
    for (const first of [edge, edge + 1n])
      if (subject === measure) points.add(first);
      else for (const point of passings(course, first, [...points])) points.add(point);
  }
  return [...points].filter((x) => x > -most && x <= most);
};

const inPlaces = (value: Decimal | null): bigint | null => (value === null ? null : inLastPlaces(value));

const inOrder = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Where the course passes the edge, on each of the stretches between the points found so far. */
const passings = (course: Course, edge: bigint, points: readonly bigint[]): bigint[] => {
  const starts = [-most, ...[...points].sort(inOrder)];
  return starts.flatMap((from, index) => {
    const to = (starts[index + 1] ?? most + 1n) - 1n;
    return from > to ? [] : onStretch(course, edge, from, to);
  });
};

/** A stretch may begin or end where there is no value: too great a number, or a share of nothing. */
const onStretch = (course: Course, edge: bigint, from: bigint, to: bigint): bigint[] => {
  const side = (x: bigint) => {
    const value = course(x);
    return value === null ? null : value >= edge;
  };
  const [first, last] = [side(from), side(to)];
  if (first === last) return [];
  const turn = firstUnlike(side, first, from, to);
  const there = side(turn);
  return there === last ? [turn] : [turn, firstUnlike(side, there, turn, to)];
};

/** The first value after `from` on whose side things are otherwise than on the side of `from`. */
const firstUnlike = (
  side: (x: bigint) => boolean | null,
  like: boolean | null,
  from: bigint,
  to: bigint,
): bigint => {
  let [low, high] = [from, to];
  while (high - low > 1n) {
    const middle = low + (high - low) / 2n;
    if (side(middle) === like) low = middle;
    else high = middle;
  }
  return high;
};
