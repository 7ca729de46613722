import type { Assessment, PlacementEvent, View } from '#libs/domain';
import type { Day } from '#libs/kernel';
import type { DryMove, Outcomes } from './evaluation';

type Count = Exclude<keyof Outcomes, 'decisionsRoot'>;

/** How many accounts came to what. */
export type Tally = Record<Count, number>;

export const emptyTally = (): Tally => ({
  assessed: 0,
  assigned: 0,
  promoted: 0,
  demoted: 0,
  moved: 0,
  unchanged: 0,
  heldStale: 0,
  untiered: 0,
  outOfProgramme: 0,
  restated: 0,
});

/** What an account, or a service line of it, came to on the day of a run. */
export interface Assessed {
  readonly externalId: string;
  readonly view: View;
  /** Null when the account is not assessed on the day. */
  readonly assessment: Assessment | null;
  /** The computed tier before the day; null is none. */
  readonly before: string | null;
  /** Whether this run has recorded (or, run dry, would record) the assessment. */
  readonly recorded: boolean;
  readonly restated: boolean;
}

const counts: Record<Exclude<Assessment['outcome'], 'ENDED'>, Count> = {
  ASSIGNED: 'assigned',
  PROMOTED: 'promoted',
  DEMOTED: 'demoted',
  MOVED: 'moved',
  REAFFIRMED: 'unchanged',
  HELD_STALE: 'heldStale',
  UNTIERED: 'untiered',
  OUT_OF_PROGRAMME: 'outOfProgramme',
};

const moves: ReadonlySet<Assessment['outcome']> = new Set(['ASSIGNED', 'PROMOTED', 'DEMOTED', 'MOVED']);

/** Counts an account; a move that was on record already is none of this run's, and the end of an account is none. */
export const countIn = (tally: Tally, { assessment, recorded, restated }: Assessed): void => {
  if (!assessment || assessment.outcome === 'ENDED') return;
  tally.assessed += 1;
  if (restated) tally.restated += 1;
  const { outcome } = assessment;
  tally[!recorded && moves.has(outcome) ? 'unchanged' : counts[outcome]] += 1;
};

/** The move an account makes on the day; undefined when it makes none. */
export const moveOf = ({ externalId, assessment, before, recorded }: Assessed): DryMove | undefined =>
  assessment && recorded && moves.has(assessment.outcome)
    ? { externalId, outcome: assessment.outcome, fromTier: before, toTier: assessment.computed }
    : undefined;

/** Whether events rewrite the answers of days behind the run's own. */
export const restatesLater = (events: readonly PlacementEvent[], on: Day): boolean =>
  events.some(({ type, data }) => type === 'TierRestated' && data.assessments.some(({ day }) => day > on));

/** The last computed tier before a day. */
export const tierBefore = (assessments: readonly Assessment[], on: Day): string | null =>
  assessments.findLast(({ day }) => day < on)?.computed ?? null;
