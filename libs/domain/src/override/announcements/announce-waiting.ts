import { addDays, type Day, daysBetween } from '#libs/kernel';
import type { AnnounceOverrides } from './announcement';
import { ApprovalEscalated, ApprovalReminded, type OverrideEvent, OverrideLapsed } from '../override.events';
import { levelOf, type Requested } from '../override-life';
import { aboutOf } from '../override-type';

/** The day by which so many quarters of the time to decide have passed. */
const afterQuarters = ({ requestedOn, decideBy }: Requested, quarters: number): Day =>
  addDays(requestedOn, Math.ceil((daysBetween(requestedOn, decideBy) * quarters) / 4));

/** Half of the time is over. */
const remindedOn = (override: Requested): Day => afterQuarters(override, 2);

/** A quarter of it is left. */
const escalatedOn = (override: Requested): Day => afterQuarters(override, 3);

/** The first day on which there is something to announce of a request that nobody has decided. */
export const undecidedNext = (override: Requested): Day => {
  if (override.announced.has('ESCALATED')) return addDays(override.decideBy, 1);
  return override.announced.has('REMINDED') ? escalatedOn(override) : remindedOn(override);
};

/** What the time that passes says of a request; of several things that are due, the last one. */
export const undecided = (override: Requested, command: AnnounceOverrides): OverrideEvent[] => {
  const { overrideId, decideBy } = override;
  const { today } = command;
  const about = aboutOf({ ...command, overrideId });
  if (today > decideBy)
    return [OverrideLapsed({ ...about, reason: 'NOT_DECIDED', on: addDays(decideBy, 1) })];
  return today >= undecidedNext(override) ? waiting(override, command) : [];
};

const waiting = (
  override: Requested,
  { today, escalatesTo, ...command }: AnnounceOverrides,
): OverrideEvent[] => {
  const { overrideId, decideBy } = override;
  const { level, role } = levelOf(override) ?? override.route.at(-1)!;
  const awaited = { ...aboutOf({ ...command, overrideId }), level, role, decideBy };
  if (today < escalatedOn(override)) return [ApprovalReminded(awaited)];
  // Nobody stands above the committee: it is told itself.
  return [ApprovalEscalated({ ...awaited, to: escalatesTo[role] ?? role })];
};
