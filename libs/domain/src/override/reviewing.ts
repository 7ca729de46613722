import { addDays, type Day, earliest, type Outcome, overlaps } from '#libs/kernel';
import type { OverrideEvent } from './override.events';
import { OverrideReviewAwaited, OverrideReviewed } from './override.events';
import type { PersonId, ReviewId } from '../vocabulary';
import { mayNotFit } from './beside';
import { standingOverrides } from './composition/standing-override';
import type { Approved, Overrides } from './override-life';
import { aboutOf, type OfOverride } from './override-type';
import { unknownOverride } from './refusals';
import { answered } from './reviewed';
import { endingOf, isLive } from './status-on';

interface OfReview<Type extends string> extends OfOverride<Type> {
  readonly reviewId: ReviewId;
  readonly today: Day;
}

/** A review that is pinned asks whether the override is to stand. */
export interface AwaitReview extends OfReview<'AwaitReview'> {
  /** The last day on which the review can be answered. */
  readonly decideBy: Day;
}

/** Somebody has answered a review that asks about the override, in its time; said when it may be over. */
export interface NoteReview extends OfReview<'NoteReview'> {
  readonly decision: Extract<OverrideEvent, { type: 'OverrideReviewed' }>['data']['decision'];
  readonly decidedBy: PersonId;
  readonly decidedOn: Day;
}

/** Only what would stand behind the deadline has something to lose by it. */
export const awaitReview = (command: AwaitReview, overrides: Overrides): Outcome<OverrideEvent> => {
  const { overrideId, reviewId, decideBy, today } = command;
  const override = overrides.get(overrideId);
  if (!override) return unknownOverride(command);
  const lapsesOn = addDays(decideBy, 1);
  if (!isLive(override, earliest(today, lapsesOn)) || asks(override, reviewId)) return [];
  if (override.until !== null && override.until <= lapsesOn) return [];
  return [OverrideReviewAwaited({ ...aboutOf(command), reviewId, decideBy })];
};

/** The answer counts whenever it is told; but what has taken the place of the override in the meantime keeps it. */
export const noteReview = (command: NoteReview, overrides: Overrides): Outcome<OverrideEvent> => {
  const { overrideId, reviewId, decision, decidedBy, decidedOn } = command;
  const override = overrides.get(overrideId);
  if (!override) return unknownOverride(command);
  if (override.status !== 'approved' || asks(override, reviewId)?.decideBy === null) return [];
  const until = replacedOn(override, overrides, command);
  const said = { reviewId, decision, decidedBy, decidedOn, ...(until !== null && { until }) };
  return [OverrideReviewed({ ...aboutOf(command), ...said })];
};

const asks = ({ reviews }: Approved, reviewId: ReviewId) => reviews.find((one) => one.reviewId === reviewId);

/** The day on which it lapsed for want of the answer, where something was approved since that goes before it; else null. */
const replacedOn = (
  override: Approved,
  overrides: Overrides,
  { reviewId, today }: NoteReview,
): Day | null => {
  const { on: lapsedOn, lapsed } = endingOf(override, today);
  if (lapsed !== 'NOT_REVIEWED' || lapsedOn === null) return null;
  const again = { from: lapsedOn, until: endingOf(answered(override, { reviewId }), today).on };
  const isThere = standingOverrides(overrides.values(), today).some((one) => {
    const other = overrides.get(one.overrideId) as Approved;
    if (other === override || other.approvedOn < lapsedOn || !overlaps(one, again)) return false;
    return other.supersedes === override.overrideId || mayNotFit(other, override);
  });
  return isThere ? lapsedOn : null;
};
