import type { Day } from '#libs/kernel';
import type { Assessment } from '../../placement/placement.events';
import type { Timeline } from '../../placement/timeline';
import type { TierCode } from '../../vocabulary';

/** Days on which one decision stands. Segments of a timeline are in order and meet exactly. */
export interface ComputedSegment {
  readonly from: Day;
  readonly until: Day | null;
  /** Null is UNTIERED. */
  readonly computed: TierCode | null;
  /** The account is part of another by then: there is nothing left to override. */
  readonly ended?: boolean;
}

/** A stretch of a timeline with the assessment by which it stands; null before the first. */
export interface AssessedSegment extends ComputedSegment {
  readonly assessment: Assessment | null;
}

/** A timeline as the stretches between its assessments; none before the account came in. */
export const computedSegments = ({ opened, assessments }: Timeline): AssessedSegment[] => {
  if (opened === null) return [];
  const starts = [{ day: opened, assessment: null as Assessment | null }];
  for (const assessment of assessments) {
    if (assessment.day <= starts.at(-1)!.day) starts.pop();
    starts.push({ day: assessment.day, assessment });
  }
  return starts.map(({ day, assessment }, index) => ({
    from: day,
    until: starts[index + 1]?.day ?? null,
    computed: assessment?.computed ?? null,
    ...(assessment?.outcome === 'ENDED' && { ended: true }),
    assessment,
  }));
};
