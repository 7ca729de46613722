import { DayByDay, type DayByDayParts } from '../standing/day-by-day';
import { handoverName } from '../settling';
import { HandoverWork, type HandoverWorkParts } from './handover-work';

export type HandoversParts = DayByDayParts & Omit<HandoverWorkParts, 'checkpoint' | 'days'>;

/**
 * The standing reaction to changes of the effective tier: it sees to it that whoever looks after an account is told
 * where it stands.
 */
export class Handovers extends DayByDay {
  constructor(parts: HandoversParts) {
    super(parts, {
      name: handoverName,
      lock: 'handover',
      days: 'handover_days',
      called: 'The hand-over',
      tells: 'The changes of treatment',
      open: (kept, signal) => new HandoverWork({ ...parts, ...kept }, signal),
    });
  }
}
