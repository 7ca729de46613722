import { type Day, earliest, sumDecimals } from '#libs/kernel';
import type { RevenueKnown } from '../placement/knowledge';
import type { PolicyDocument } from '../policy/policy-document';

/** The revenue of several accounts as that of one. */
export const together = (parts: readonly RevenueKnown[]): RevenueKnown => ({
  earliest: parts.reduce<Day | null>(
    (first, { earliest: day }) => (first === null || day === null ? (first ?? day) : earliest(first, day)),
    null,
  ),
  window: (period, filter) => {
    const sums = parts.map((part) => part.window(period, filter));
    return {
      sum: sumDecimals(sums.map(({ sum }) => sum)),
      lines: sums.reduce((total, { lines }) => total + lines, 0),
      currencies: [...new Set(sums.flatMap(({ currencies }) => currencies))].sort(),
    };
  },
});

/** Whether a policy reads what an account's whole family has brought in. */
export const readsFamilies = ({ measures }: PolicyDocument): boolean =>
  Object.values(measures).some((measure) => 'revenueWindowMonths' in measure && measure.of === 'family');
