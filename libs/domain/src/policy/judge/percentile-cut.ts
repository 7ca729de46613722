import { compareDecimals, type Decimal, inLastPlaces } from '#libs/kernel';

/** The cut of a ranked cohort: who is in, by the score that the last one of them has. */
export interface PercentileCut {
  /** Accounts that the share calls for: the least whole number not under it. */
  readonly called: number;
  /** The lowest score that is in; null when nobody is. */
  readonly score: Decimal | null;
  /** Accounts that are in, those tied at the cut included. */
  readonly included: number;
  /** How many more that is than was called for. */
  readonly overshoot: number;
}

const hundredPercent = 10n ** 12n;

/** Cuts the top `percent` of a cohort by score: rank <= ceil(p * N), ties at the cut included. Exact. */
export const percentileCut = (scores: readonly Decimal[], percent: Decimal): PercentileCut => {
  const share = inLastPlaces(percent) * BigInt(scores.length);
  const called = Math.min(scores.length, Math.max(0, Number((share + hundredPercent - 1n) / hundredPercent)));
  const ranked = [...scores].sort((a, b) => compareDecimals(b, a));
  const score = ranked[called - 1] ?? null;
  const included = score === null ? 0 : ranked.filter((one) => compareDecimals(one, score) >= 0).length;
  return { called, score, included, overshoot: included - called };
};
