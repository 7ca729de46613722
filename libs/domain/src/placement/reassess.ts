import { type Day, earliest, type Outcome, type Refusal, refuse } from '#libs/kernel';
import type { ExternalId, SchemeCode, View } from '../vocabulary';
import { type DueDay, dueDays, openedOn } from './due-days';
import type { AccountKnowledge, SchemeKnowledge } from './knowledge';
import type { Placement } from './placement';
import {
  type Assessment,
  type Cause,
  type PlacementEvent,
  TimelineClosed,
  TimelineOpened,
} from './placement.events';
import { recordAssessments, restateFrom } from './record';
import { sameAssessment } from './same-assessment';
import { assessAll, foldTimeline } from './timeline';

/** Brings a timeline up to what is known at a position. The account is null when nothing of it is known. */
export interface Reassess {
  readonly type: 'Reassess';
  readonly scheme: SchemeCode;
  readonly view: View;
  readonly externalId: ExternalId;
  readonly account: AccountKnowledge | null;
  readonly plan: SchemeKnowledge;
  /**
   * Null for the whole timeline. A day: assess that day alone, on top of a timeline that is settled before it and
   * ends there; refused with WHOLE_TIMELINE_NEEDED when it is not so. The account may then be known for that day only.
   */
  readonly since: Day | null;
  /** The log position at which the account and the plan are told. */
  readonly basis: string;
  readonly cause: Cause;
  readonly today: Day;
}

/** Older knowledge than was used before changes nothing; of newer, what differs is recorded. */
export const reassess = (command: Reassess, placement: Placement): Outcome<PlacementEvent> => {
  if (BigInt(command.basis) < placement.basis) return [];
  return command.since === null
    ? reassessAll(command, placement)
    : reassessDay(command, command.since, placement);
};

const reassessAll = (command: Reassess, placement: Placement): PlacementEvent[] => {
  const { account, plan } = command;
  const { opened, assessments } = account ? foldTimeline(account, plan) : { opened: null, assessments: [] };
  if (opened === null) return close(command, placement);
  if (placement.opened === null) return open(command, opened, assessments);
  return opened === placement.opened
    ? goOn(command, placement, assessments)
    : [restateFrom(earliest(opened, placement.opened), command, opened, assessments)];
};

const reassessDay = (command: Reassess, since: Day, placement: Placement): Outcome<PlacementEvent> => {
  const { account, plan } = command;
  const opened = account && openedOn(account);
  if (!account || opened === null) return placement.opened === null ? [] : wholeTimelineNeeded(command);
  const due = dueDays(account, plan, opened);
  const before = placement.assessments.filter(({ day }) => day < since);
  if (account.ended || !isSettled(since, due, before, placement) || (placement.opened ?? opened) !== opened)
    return wholeTimelineNeeded(command);
  const assessments = assessAll(account, plan, opened, due.slice(before.length), before);
  return placement.opened === null
    ? open(command, opened, assessments)
    : goOn(command, placement, assessments);
};

/** Whether every day that is due before `since` was assessed and nothing lies behind it. */
const isSettled = (
  since: Day,
  due: readonly DueDay[],
  before: readonly Assessment[],
  { assessments }: Placement,
): boolean => {
  const ends = (last: { day: Day } | undefined) => last === undefined || last.day <= since;
  const next = due[before.length];
  return (
    ends(due.at(-1)) &&
    ends(assessments.at(-1)) &&
    (next === undefined || next.day >= since) &&
    before.every(({ day }, index) => due[index]?.day === day)
  );
};

const wholeTimelineNeeded = ({ externalId, since }: Reassess): Refusal =>
  refuse(
    'out-of-order',
    'WHOLE_TIMELINE_NEEDED',
    `The timeline of ${externalId} is not settled before ${since}, or goes on behind it; reassess it as a whole.`,
  );

const close = (
  { scheme, view, externalId, cause, basis }: Reassess,
  { opened }: Placement,
): PlacementEvent[] => (opened === null ? [] : [TimelineClosed({ scheme, view, externalId, cause, basis })]);

const open = (command: Reassess, from: Day, assessments: readonly Assessment[]): PlacementEvent[] => {
  const { scheme, view, externalId, cause, basis } = command;
  return [
    TimelineOpened({ scheme, view, externalId, from, cause, basis }),
    ...recordAssessments(assessments, command, null, false),
  ];
};

/** Appends what lies behind all that was believed; anything else that differs restates from there on. */
const goOn = (
  command: Reassess,
  { opened, assessments: before }: Placement,
  now: readonly Assessment[],
): PlacementEvent[] => {
  const first = before.findIndex((one, index) => !now[index] || !sameAssessment(one, now[index]));
  const changed = before[first];
  if (!changed) return recordAssessments(now.slice(before.length), command, before.at(-1) ?? null, true);
  const from = earliest(changed.day, now[first]?.day ?? changed.day);
  return [restateFrom(from, command, opened!, now)];
};
