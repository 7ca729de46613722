import { type Day, isDay } from '#libs/kernel';
import type { Stabiliser } from '../policy/policy-document';
import { factOn, type Points } from './inputs';
import type { KnownInput } from './knowledge';
import type { Assessment, Input } from './placement.events';

/** The first fact in the order of the policy that came since the last assessment that could be evaluated. */
export const bypassOn = (
  points: Points,
  day: Day,
  { bypassOn: measures }: Stabiliser,
  before: readonly Assessment[],
): Input | undefined => {
  const after = before.findLast(({ outcome }) => outcome !== 'HELD_STALE')?.day;
  for (const measure of measures) {
    const fact = factOn(points, measure, day);
    if (fact && after !== undefined && fact.validFrom > after) return asInput(fact);
  }
  return undefined;
};

/** The fact that names the day of the next renewal, where the policy shields it. */
export const renewalOn = (
  points: Points,
  day: Day,
  { renewalShieldDays, renewalMeasure }: Stabiliser,
): Input | undefined => {
  const fact = renewalShieldDays > 0 ? factOn(points, renewalMeasure, day) : undefined;
  return fact && isDay(fact.value) ? asInput(fact) : undefined;
};

const asInput = ({ measure, value, factId, validFrom }: KnownInput): Input => ({
  measure,
  value,
  factId,
  validFrom,
});
