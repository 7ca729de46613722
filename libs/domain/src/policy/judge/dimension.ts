import { type Decimal, fromLastPlaces, inLastPlaces } from '#libs/kernel';
import type { Measure } from '../../vocabulary';
import type { Reading } from './judge';
import type { ScoreInput } from '../policy-document';

/** A number that the inputs of a day give: a measure's value, or a weighted score. */
export interface Dimension {
  readonly measures: readonly Measure[];
  /** In last places; null when an input has no value and none may stand in. */
  read(inputs: readonly Reading[]): bigint | null;
}

const absent: Omit<Reading, 'measure'> = { value: null, problem: 'MISSING' };

export const readingOf = (inputs: readonly Reading[], measure: Measure): Omit<Reading, 'measure'> => {
  for (const input of inputs) if (input.measure === measure) return input;
  return absent;
};

export const measured = (measure: Measure): Dimension => ({
  measures: [measure],
  read: (inputs) => {
    const { value } = readingOf(inputs, measure);
    return value === null ? null : inLastPlaces(value as Decimal);
  },
});

const one = 10n ** 10n;

/**
 * The sum of the parts, each weight times how far the measure is from its `min` to its `max`, times the scale. A part
 * is rounded to ten places, ties away from zero. `missing: 'lowest'`: an input without value adds nothing; else there
 * is no score, since a missing input is never shared out among the others.
 */
export const weighted = (
  parts: readonly ScoreInput[],
  scale: bigint,
  missing: 'hold' | 'lowest',
): Dimension => {
  const ready = parts.map(({ measure, weight, min, max, invert = false }) => {
    const [low, high] = [inLastPlaces(min), inLastPlaces(max)];
    return { measure, weight: inLastPlaces(weight) * scale, low, span: high - low, invert };
  });
  return {
    measures: parts.map(({ measure }) => measure),
    read: (inputs) => {
      let score = 0n;
      for (const { measure, weight, low, span, invert } of ready) {
        const { value } = readingOf(inputs, measure);
        if (value === null && missing === 'hold') return null;
        if (value !== null) score += part(inLastPlaces(value as Decimal) - low, span, weight, invert);
      }
      return score;
    },
  };
};

const part = (above: bigint, span: bigint, weight: bigint, invert: boolean): bigint => {
  if (span <= 0n) return 0n;
  const within = above < 0n ? 0n : above > span ? span : above;
  return rounded(weight * rounded((invert ? span - within : within) * one, span), one);
};

/** Ties away from zero. */
export const rounded = (dividend: bigint, divisor: bigint): bigint => {
  const magnitude = dividend < 0n ? -dividend : dividend;
  const of = divisor < 0n ? -divisor : divisor;
  const quotient = (magnitude * 2n + of) / (of * 2n);
  return dividend < 0n === divisor < 0n ? quotient : -quotient;
};

/** What a full score is: as the document says, or 100 when a threshold is over 1. */
export const scaleOf = (scale: '1' | '100' | undefined, thresholds: readonly Decimal[]): bigint => {
  if (scale !== undefined) return BigInt(scale);
  return thresholds.some((at) => inLastPlaces(at) > one) ? 100n : 1n;
};

export const asDecimal = (value: bigint | null): Decimal | null =>
  value === null ? null : fromLastPlaces(value);
