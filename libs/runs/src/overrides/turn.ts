import { type Level, type Override, refusalOf, statusOn } from '#libs/domain';
import { Refused } from '#libs/event-store';
import { type Day, refuse } from '#libs/kernel';
import type { DecidingNow } from './duties';

interface Coming {
  readonly override: Override;
  /** The level whose turn it is. */
  readonly level: Level | undefined;
  readonly deciding: DecidingNow;
  readonly today: Day;
}

/**
 * Who comes too late, or too early, is told so; a conflict of duties goes before that, so that nobody learns by
 * trying. @throws Refused
 */
export const refuseOutOfTurn = ({ override, level, deciding, today }: Coming): void => {
  const hasDecided = override.given.some(({ decidedBy }) => decidedBy === deciding.decidedBy);
  if (hasDecided) return;
  const conflict = refusalOf(deciding.findings);
  if (conflict) throw new Refused(conflict);
  const { state } = statusOn(override, today);
  if (override.kind !== 'EMERGENCY' && override.status === 'approved')
    throw tooLate(`It has been approved by now, and is ${state}.`, { state });
  if (!level || deciding.roles.includes(level.role)) return;
  const own = override.route.find(({ role }) => deciding.roles.includes(role));
  if (!own) return;
  throw tooLate(
    own.level < level.level
      ? `Level ${own.level} has been decided by now: it is the turn of ${level.role}.`
      : `Level ${own.level} comes later: it is the turn of ${level.role}.`,
    { level: level.level, role: level.role },
  );
};

const tooLate = (why: string, details: object): Refused =>
  new Refused(refuse('out-of-order', 'OVERRIDE_OUT_OF_ORDER', why, { ...details }));
