import { type Decimal, fromLastPlaces, inLastPlaces } from '#libs/kernel';
import type { Input } from '../placement/placement.events';
import type { CutPoints } from '../policy/judge/judge';
import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument } from '../policy/policy-document';
import type { Measure } from '../vocabulary';
import { withValue } from './changed-inputs';
import { bendsOf, type Division, divisionsOf, isDividedBy } from './edges';

/** The greatest value that a decimal can have, in last places. */
const most = 10n ** 30n - 1n;

/** What one subject comes to for each value of the input that is being varied. */
type Course = (x: bigint) => bigint | null;

/** Values on which a course only rises or only falls, with what it comes to at either end. */
interface Stretch {
  readonly from: bigint;
  readonly to: bigint;
  readonly first: bigint | null;
  readonly last: bigint | null;
}

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
  const courseOf =
    (subject: string): Course =>
    (x) =>
      inPlaces(judge.valueOf(subject, withValue(document, inputs, measure, fromLastPlaces(x))));
  const passings = (subject: string, edges: readonly bigint[], bends: readonly bigint[]): bigint[] => {
    if (subject === measure) return [...edges];
    const course = courseOf(subject);
    const plain = stretchesBetween(bends, course);
    const stretches = turnsRound ? plain.flatMap((stretch) => halvesOf(stretch, course)) : plain;
    return edges.flatMap((edge) => stretches.flatMap((stretch) => onStretch(course, edge, stretch)));
  };
  const turnsRound = isDividedBy(document, measure);
  const bends = new Set<bigint>([0n, 1n]);
  for (const [subject, edges] of bySubject(bendsOf(document)))
    for (const point of passings(subject, edges, [...bends])) bends.add(point);
  const points = new Set(bends);
  for (const [subject, edges] of bySubject(divisionsOf(document, cuts)))
    for (const point of passings(subject, edges, [...bends])) points.add(point);
  return [...points].filter((x) => x > -most && x <= most);
};

/** Whether an edge itself belongs to what is above it or not, both of its sides are asked. */
const bySubject = (divisions: readonly Division[]): Map<string, bigint[]> => {
  const edges = new Map<string, Set<bigint>>();
  for (const { subject, at } of divisions) {
    const ofSubject = edges.get(subject) ?? new Set();
    edges.set(subject, ofSubject.add(inLastPlaces(at)).add(inLastPlaces(at) + 1n));
  }
  return new Map([...edges].map(([subject, all]) => [subject, [...all]]));
};

const inPlaces = (value: Decimal | null): bigint | null => (value === null ? null : inLastPlaces(value));

const inOrder = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

const everything = { from: -most, to: most };

const stretchesBetween = (bends: readonly bigint[], course: Course, whole = everything): Stretch[] => {
  const starts = [whole.from, ...[...bends].sort(inOrder)];
  return starts.flatMap((from, index) => {
    const to = (starts[index + 1] ?? whole.to + 1n) - 1n;
    return from > to ? [] : [{ from, to, first: course(from), last: course(to) }];
  });
};

/**
 * Where the input is divided by as well as added, what comes of both may rise and fall between two bends, once: the
 * stretch in two, at its least and at its greatest value. Where it never turns, nothing is lost by dividing it.
 */
const halvesOf = (stretch: Stretch, course: Course): Stretch[] => {
  const { from, to, first, last } = stretch;
  if (first === null || last === null || to - from < 3n) return [stretch];
  const peaks = [1n, -1n].map((sign) => peakOf((x) => sign * (course(x) ?? 0n), from, to));
  return stretchesBetween(peaks, course, { from, to });
};

/** The place of the greatest value, where there is but one peak. */
const peakOf = (height: (x: bigint) => bigint, from: bigint, to: bigint): bigint => {
  let [low, high] = [from, to];
  while (high - low > 2n) {
    const third = (high - low) / 3n;
    if (height(low + third) < height(high - third)) low += third;
    else high -= third;
  }
  return low + 1n;
};

/** A stretch may begin or end where there is no value: too great a number, or a share of nothing. */
const onStretch = (course: Course, edge: bigint, { from, to, ...ends }: Stretch): bigint[] => {
  const sideOf = (value: bigint | null) => (value === null ? null : value >= edge);
  const side = (x: bigint) => sideOf(course(x));
  const [first, last] = [sideOf(ends.first), sideOf(ends.last)];
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
