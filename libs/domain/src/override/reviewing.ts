import { addDays, type Day, earliest, type Outcome, overlaps, type Period } from '#libs/kernel';
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
  const missed = daysMissed(override, command);
  const said = {
    ...{ reviewId, decision, decidedBy, decidedOn },
    ...(missed && { lapsedOn: missed.from }),
    ...(missed && isReplaced(override, missed, overrides, command) && { until: missed.from }),
  };
  return [OverrideReviewed({ ...aboutOf(command), ...said })];
};

const asks = ({ reviews }: Approved, reviewId: ReviewId) => reviews.find((one) => one.reviewId === reviewId);

/** The days on which it does not stand for want of this answer alone; null where there are none. */
const daysMissed = (override: Approved, { reviewId, today }: NoteReview): Period | null => {
  const { on: from, lapsed } = endingOf(override, today);
  const { on: until } = endingOf(answered(override, { reviewId }), today);
  return lapsed !== 'NOT_REVIEWED' || from === null || from === until ? null : { from, until };
};

/** Whether something was approved since it lapsed that has taken its place, or goes before it. */
const isReplaced = (
  override: Approved,
  missed: Period,
  overrides: Overrides,
  { overrideId, today }: NoteReview,
): boolean =>
  standingOverrides(overrides.values(), today).some((one) => {
    const other = overrides.get(one.overrideId) as Approved;
    if (other === override || other.approvedOn < missed.from || !overlaps(one, missed)) return false;
    return other.supersedes === overrideId || mayNotFit(other, override);
  });
