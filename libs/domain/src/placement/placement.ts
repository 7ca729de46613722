import { aggregate, compositeId, type Day, earliest, type Outcome, type Refusal, refuse } from '#libs/kernel';
import type { ExternalId, SchemeCode, View } from '../vocabulary';
import { dueDays, openedOn } from './due-days';
import type { AccountKnowledge, SchemeKnowledge } from './knowledge';
import {
  type Assessment,
  type Cause,
  type PlacementEvent,
  placementEvents,
  TierAssigned,
  TierDemoted,
  TierHeld,
  TierMoved,
  TierPromoted,
  TierReaffirmed,
  TierRestated,
  TierWithheld,
  TimelineClosed,
  TimelineOpened,
} from './placement.events';
import { inHindsight } from './hindsight';
import { sameAssessment } from './same-assessment';
import { foldTimeline, type Timeline } from './timeline';

// ── State: only what a decision needs ───────────────────────────────────────
export interface Placement {
  /** Null while no day has an answer. */
  readonly opened: Day | null;
  /** The log position whose knowledge was used last. */
  readonly basis: bigint;
  readonly assessments: Assessment[];
}

/** Brings a timeline up to what is known at a position. The account is null when nothing of it is known. */
export interface Reassess {
  readonly type: 'Reassess';
  readonly scheme: SchemeCode;
  readonly view: View;
  readonly externalId: ExternalId;
  readonly account: AccountKnowledge | null;
  readonly plan: SchemeKnowledge;
  /** Assess from this day on only, on top of a timeline that is settled before it; null for the whole timeline. */
  readonly since: Day | null;
  /** The log position at which the account and the plan are told. */
  readonly basis: string;
  readonly cause: Cause;
  readonly today: Day;
}

// ── Decisions ───────────────────────────────────────────────────────────────
const reassess = (command: Reassess, placement: Placement): Outcome<PlacementEvent> => {
  if (BigInt(command.basis) < placement.basis) return [];
  if (command.since !== null && !settledBefore(command, command.since, placement))
    return wholeTimelineNeeded(command);
  const timeline = command.account
    ? foldTimeline(command.account, command.plan, command.since, placement.assessments)
    : { opened: null, assessments: [] };
  if (timeline.opened === null) return close(command, placement);
  if (placement.opened === null) return open(command, timeline.opened, timeline.assessments);
  return timeline.opened === placement.opened
    ? goOn(command, placement, timeline)
    : restate(command, earliest(timeline.opened, placement.opened), timeline.opened, timeline.assessments);
};

/** Whether `since` is all there is to assess: what lies before it stands already, and nothing lies behind it. */
const settledBefore = (
  { account, plan }: Reassess,
  since: Day,
  { opened, assessments }: Placement,
): boolean => {
  const openedNow = account && openedOn(account);
  if (!account || !openedNow) return opened === null;
  const due = dueDays(account, plan, openedNow);
  const before = due.filter(({ day }) => day < since);
  const standing = assessments.filter(({ day }) => day < since);
  return (
    (opened === openedNow || (opened === null && before.length === 0)) &&
    before.length === standing.length &&
    before.every(({ day }, index) => standing[index]!.day === day) &&
    !due.some(({ day }) => day > since) &&
    !assessments.some(({ day }) => day > since)
  );
};

const wholeTimelineNeeded = ({ externalId, since }: Reassess): Refusal =>
  refuse(
    'out-of-order',
    'WHOLE_TIMELINE_NEEDED',
    `The timeline of ${externalId} is not settled up to ${since}, or goes on behind it; reassess it as a whole.`,
  );

const close = ({ cause, basis, ...command }: Reassess, { opened }: Placement): PlacementEvent[] =>
  opened === null ? [] : [TimelineClosed({ ...timelineOf(command), cause, basis })];

const open = (command: Reassess, from: Day, assessments: readonly Assessment[]): PlacementEvent[] => [
  TimelineOpened({ ...timelineOf(command), from, cause: command.cause, basis: command.basis }),
  ...record(command, assessments, null, false),
];

/** Appends what lies behind all that was believed; anything else that differs restates from there on. */
const goOn = (command: Reassess, { assessments: before }: Placement, { opened, assessments }: Timeline) => {
  const first = firstDifference(before, assessments);
  if (first === before.length) return record(command, assessments.slice(first), before.at(-1) ?? null, true);
  const [old, now] = [before[first]!.day, assessments[first]?.day];
  return restate(command, now === undefined ? old : earliest(old, now), opened!, assessments);
};

/** The index of the first assessment that stands no more; how many there were when all do. */
const firstDifference = (before: readonly Assessment[], now: readonly Assessment[]): number => {
  const first = before.findIndex((one, index) => !now[index] || !sameAssessment(one, now[index]!));
  return first < 0 ? before.length : first;
};

const restate = (
  command: Reassess,
  from: Day,
  opened: Day,
  assessments: readonly Assessment[],
): PlacementEvent[] => [
  TierRestated({
    ...timelineOf(command),
    from,
    opened,
    assessments: assessments.filter(({ day }) => day >= from),
    basis: command.basis,
    ...inHindsight(command.cause, from < command.today),
  }),
];

const eventOf = {
  ASSIGNED: TierAssigned,
  PROMOTED: TierPromoted,
  DEMOTED: TierDemoted,
  MOVED: TierMoved,
  REAFFIRMED: TierReaffirmed,
  HELD_STALE: TierHeld,
  UNTIERED: TierWithheld,
  OUT_OF_PROGRAMME: TierWithheld,
} as const;

const record = (
  command: Reassess,
  assessments: readonly Assessment[],
  last: Assessment | null,
  wasKnown: boolean,
): PlacementEvent[] =>
  assessments.map((assessment, index) =>
    eventOf[assessment.outcome]({
      ...timelineOf(command),
      assessment,
      basis: command.basis,
      before: (index === 0 ? last : assessments[index - 1])?.computed ?? null,
      ...inHindsight(command.cause, wasKnown && assessment.day < command.today),
    }),
  );

const timelineOf = ({ scheme, view, externalId }: Pick<Reassess, 'scheme' | 'view' | 'externalId'>) => ({
  scheme,
  view,
  externalId,
});

// ── Evolutions ──────────────────────────────────────────────────────────────
const append = (
  { opened, assessments }: Placement,
  { assessment, basis }: { assessment: Assessment; basis: string },
): Placement => {
  assessments.push(assessment);
  return { opened, basis: BigInt(basis), assessments };
};

// ── The aggregate ───────────────────────────────────────────────────────────
/** The history of one account in one scheme and view, as the facts and the plan give it. */
export const placement = aggregate<Placement, Reassess, PlacementEvent>({
  category: 'placement',
  idOf: ({ scheme, view, externalId }) => compositeId(scheme, view, externalId),
  events: placementEvents,
  initialState: () => ({ opened: null, basis: 0n, assessments: [] }),
  decide: { Reassess: reassess },
  evolve: {
    TimelineOpened: (_, { from, basis }) => ({ opened: from, basis: BigInt(basis), assessments: [] }),
    TierAssigned: append,
    TierPromoted: append,
    TierDemoted: append,
    TierMoved: append,
    TierReaffirmed: append,
    TierHeld: append,
    TierWithheld: append,
    TierRestated: ({ assessments }, { from, opened, basis, assessments: believed }) => ({
      opened,
      basis: BigInt(basis),
      assessments: [...assessments.filter(({ day }) => day < from), ...believed],
    }),
    TimelineClosed: (_, { basis }) => ({ opened: null, basis: BigInt(basis), assessments: [] }),
  },
});
