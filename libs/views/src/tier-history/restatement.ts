import type { Assessment, Cause, PlacementEvent } from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import { type Day, day, earliest, firstDay } from '#libs/kernel';
import { decisionIdOf } from '../decisions/decision-id';
import type { Grounds, Restatement, TierRow } from './timeline';

type Placed = Pick<Recorded<PlacementEvent>, 'id' | 'event' | 'position'>;

/** What an event says of its timeline, given the rows that stand. */
export const restatementOf = (recorded: Placed, [first]: readonly TierRow[]): Restatement => {
  const { event, position } = recorded;
  if (event.type === 'TimelineOpened') {
    const { from } = event.data;
    return { ...on(event, false), from, opened: from, assessments: [], position };
  }
  if (event.type === 'TimelineClosed')
    return {
      ...on(event, true),
      from: first?.from ?? day(firstDay),
      opened: null,
      assessments: [],
      position,
    };
  if (event.type === 'TierRestated') {
    const { from, opened, assessments } = event.data;
    return { ...on(event, true), from, opened, assessments: assessments.map(beliefIn(recorded)), position };
  }
  const from: Day = event.data.assessment.day;
  const opened = first ? earliest(first.from, from) : from;
  return {
    ...on(event, false),
    from,
    opened,
    assessments: [beliefIn(recorded)(event.data.assessment)],
    position,
  };
};

const on = ({ data }: { data: { cause: Cause; retroKind?: string } }, restated: boolean): Grounds => ({
  cause: data.cause.kind,
  retroKind: data.retroKind ?? null,
  restated,
});

const beliefIn =
  ({ id, event }: Placed) =>
  (assessment: Assessment) => ({
    day: assessment.day,
    indicated: assessment.indicated,
    computed: assessment.computed,
    // An account ends without the doing of a policy.
    policyVersion: assessment.outcome === 'ENDED' ? null : assessment.policyVersion,
    mergedInto: assessment.mergedInto ?? null,
    decisionId: decisionIdOf(id, event, assessment),
  });
