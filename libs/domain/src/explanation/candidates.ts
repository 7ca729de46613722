import { type Decimal, fromLastPlaces, inLastPlaces } from '#libs/kernel';
import type { DecisionBasis } from '../placement/decision';
import type { MeasureDefinition, Read } from '../policy/measures';
import { wordsOf } from './edges';
import { turningPoints } from './turning-points';

/** A word that no rule names. */
const anotherWord = 'any other word';

/**
 * The values of one input that may lead elsewhere, the nearest to the present one first (the upper one of two as
 * near): both sides of each value at which a rule is told otherwise. Where there is no value, the nearest to 0 first.
 */
export const candidatesOf = (
  { due, inputs, cuts }: Pick<DecisionBasis, 'due' | 'inputs' | 'cuts'>,
  { measure, definition, word }: Read,
  from: string | null,
): readonly string[] => {
  const { document } = due.policy;
  if (word) return [...wordsOf(document, measure), anotherWord].filter((one) => one !== from);
  const start = from === null ? 0n : inLastPlaces(from as Decimal);
  const points = turningPoints(document, inputs, cuts, measure).flatMap(sidesFor(definition));
  const distance = (x: bigint) => (x < start ? start - x : x - start);
  return [...new Set(points)]
    .filter((x) => from === null || x !== start)
    .sort((a, b) => compare(distance(a), distance(b)) || compare(b, a))
    .map(fromLastPlaces);
};

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

const one = 10n ** 10n;

/** The first value behind a point and the last one before it; of what is counted, whole numbers from 0 on. */
const sidesFor = (definition: MeasureDefinition) => {
  const isCount = 'aggregate' in definition && definition.aggregate === 'count';
  if (!isCount) return (point: bigint): bigint[] => [point, point - 1n];
  return (point: bigint): bigint[] => {
    const behind = point <= 0n ? 0n : ((point + one - 1n) / one) * one;
    return [behind, behind - one].filter((x) => x >= 0n);
  };
};
