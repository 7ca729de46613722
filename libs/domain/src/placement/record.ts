import type { Day } from '#libs/kernel';
import { populationShift } from './decision';
import { inHindsight } from './hindsight';
import * as happened from './placement.events';
import type { Assessment, PlacementEvent } from './placement.events';
import type { Reassess } from './reassess';

/** One event for each outcome of an assessment. */
const eventOf = {
  ASSIGNED: happened.TierAssigned,
  PROMOTED: happened.TierPromoted,
  DEMOTED: happened.TierDemoted,
  MOVED: happened.TierMoved,
  REAFFIRMED: happened.TierReaffirmed,
  HELD_STALE: happened.TierHeld,
  UNTIERED: happened.TierWithheld,
  OUT_OF_PROGRAMME: happened.TierWithheld,
  ENDED: happened.TierWithheld,
} as const;

/** Assessments behind the last one, each as its own event; `wasKnown`: the days had an answer before. */
export const recordAssessments = (
  assessments: readonly Assessment[],
  { scheme, view, externalId, basis, cause, today }: Reassess,
  last: Assessment | null,
  wasKnown: boolean,
): PlacementEvent[] =>
  assessments.map((assessment, index) =>
    eventOf[assessment.outcome]({
      scheme,
      view,
      externalId,
      assessment,
      basis,
      before: (index === 0 ? last : assessments[index - 1])?.computed ?? null,
      ...inHindsight(causeOf(assessment, cause), wasKnown && assessment.day < today),
    }),
  );

/** Who moved because the cohort did, and not by inputs of its own, is told so. */
const causeOf = ({ reasons }: Assessment, cause: Reassess['cause']): Reassess['cause'] =>
  cause.kind === 'RUN' && reasons.includes(populationShift) ? { ...cause, kind: 'POPULATION_SHIFT' } : cause;

/** Everything from a day on, as believed from now on. */
export const restateFrom = (
  from: Day,
  { scheme, view, externalId, basis, cause, today }: Reassess,
  opened: Day,
  assessments: readonly Assessment[],
): PlacementEvent =>
  happened.TierRestated({
    scheme,
    view,
    externalId,
    from,
    opened,
    assessments: assessments.filter(({ day }) => day >= from),
    basis,
    ...inHindsight(cause, from < today),
  });
