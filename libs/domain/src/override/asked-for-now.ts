import { type Refusal, refuse } from '#libs/kernel';
import type { DecidingRole } from '../org/delegation.events';
import { type Ground, prospectOf } from './ground';
import type { Approved } from './override-life';

/** Somebody looks again at what was approved, upon what is known now. */
type Again = Pick<Ground, 'today' | 'calendar' | 'document' | 'basis'> & {
  readonly roles: readonly DecidingRole[];
};

/**
 * Who attests again is one of those who would be asked now. Where a drift has brought in levels that nobody was
 * asked at, it is the last of these: what only a committee could have approved is not got past it by a fact that
 * was right when it was asked for.
 */
export const roleIsAskedForNow = (command: Again, override: Approved): Refusal | undefined => {
  const { route } = prospectOf(override, command, override.renewal, override.retro);
  const more = route.filter(({ role }) => override.route.every((one) => one.role !== role));
  const asked = more.length > 0 ? more.slice(-1) : route;
  if (asked.some(({ role }) => command.roles.includes(role))) return undefined;
  const who = asked.map(({ role }) => role).join(' or ');
  return refuse(
    'not-entitled',
    'ROLE_NOT_ASKED_FOR',
    `As it stands now it is attested by ${who}: leave it to who has that role.`,
    { roles: asked.map(({ role }) => role), because: asked.flatMap(({ because }) => because) },
  );
};
