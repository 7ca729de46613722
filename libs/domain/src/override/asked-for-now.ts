import { type Refusal, refuse } from '#libs/kernel';
import type { DecidingRole } from '../org/delegation.events';
import { type Ground, prospectOf } from './ground';
import type { Approved } from './override-life';
import type { Level } from './rules/route';

/** Somebody looks again at what was approved, upon what is known now. */
type Again = Pick<Ground, 'today' | 'calendar' | 'document' | 'basis'> & {
  readonly roles: readonly DecidingRole[];
};

/**
 * Who attests again is one of those who would be asked now. What takes several voices is left to those who have them,
 * and where a drift has brought in levels that nobody was asked at, it is the last of these: what only a committee
 * could approve is not got past it, neither by a fact that was right when it was asked for nor by one voice.
 */
const levelsAskedNow = (command: Again, override: Approved): readonly Level[] => {
  const { route } = prospectOf(override, command, override.renewal, override.retro);
  const committee = route.filter(({ quorum }) => quorum > 1);
  const more = route.filter(({ role }) => override.route.every((one) => one.role !== role));
  return [committee, more.slice(-1), route].find((levels) => levels.length > 0) ?? [];
};

/** The level at which somebody attests; undefined where they have no role of those who are asked. */
export const levelAskedNow = (command: Again, override: Approved): Level | undefined =>
  levelsAskedNow(command, override).find(({ role }) => command.roles.includes(role));

export const roleIsAskedForNow = (command: Again, override: Approved): Refusal | undefined => {
  if (levelAskedNow(command, override)) return undefined;
  const asked = levelsAskedNow(command, override);
  const who = asked.map(({ role }) => role).join(' or ');
  return refuse(
    'not-entitled',
    'ROLE_NOT_ASKED_FOR',
    `As it stands now it is attested by ${who}: leave it to who has that role.`,
    { roles: asked.map(({ role }) => role), because: asked.flatMap(({ because }) => because) },
  );
};
