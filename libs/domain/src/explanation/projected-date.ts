import { type Day, daysBetween, isDay } from '#libs/kernel';
import type { Assessment } from '../placement/placement.events';
import type { Stabiliser } from '../policy/policy-document';

/**
 * The first of the scheduled reviews known at which what is being watched could be confirmed, if the inputs stay as
 * they are; null where nothing is being watched, or too few reviews are known.
 */
export const projectedDate = (
  settings: Stabiliser,
  assessment: Assessment,
  opened: Day,
  reviews: readonly Day[],
): Day | null => {
  const { watch, day } = assessment;
  if (watch === null) return null;
  const more = Math.max(1, watch.needed - watch.seen);
  const ahead = reviews.filter((review) => review > day).slice(more - 1);
  return ahead.find((review) => isFree(settings, assessment, opened, review)) ?? null;
};

/** Whether no shield that is known is up on a day. */
const isFree = (
  { minTenureDays, onboardingGraceDays, renewalShieldDays, renewalMeasure }: Stabiliser,
  { heldSince, watch, inputs }: Assessment,
  opened: Day,
  on: Day,
): boolean => {
  if (heldSince !== null && daysBetween(heldSince, on) < minTenureDays) return false;
  if (watch?.direction !== 'demotion') return true;
  if (daysBetween(opened, on) < onboardingGraceDays) return false;
  const renewsOn = inputs.find(({ measure, value }) => measure === renewalMeasure && value !== null)?.value;
  if (renewsOn === undefined || !isDay(renewsOn)) return true;
  const left = daysBetween(on, renewsOn);
  return left <= 0 || left > renewalShieldDays;
};
