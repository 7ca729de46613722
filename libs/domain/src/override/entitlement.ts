import { type Day, refuse, type Rule } from '#libs/kernel';
import type { DecidingRole } from '../org/delegation.events';
import { isSamePerson } from '../org/same-person';
import { refusalOf, sodViolation } from '../segregation/sod-violation';
import type { PersonId } from '../vocabulary';
import { type Asked, type Yes, levelOf } from './override-life';
import { aboutOf, type OfOverride } from './override-type';
import type { Level } from './rules/route';
import type { SodFinding } from './sod-finding';

/** Who decides, and in which roles. */
export interface Deciding extends OfOverride<string> {
  readonly decidedBy: PersonId;
  /** The principal for whom a delegate decides. */
  readonly onBehalfOf?: PersonId | undefined;
  readonly roles: readonly DecidingRole[];
  /** Which duties would be one person's that have to be several people's. */
  readonly findings: readonly SodFinding[];
  readonly today: Day;
  readonly comment?: string | undefined;
}

type Deciders = Pick<Yes, 'decidedBy' | 'onBehalfOf'>;

/** A delegate decides as two people: themselves and the principal. */
const peopleOf = ({ decidedBy, onBehalfOf }: Deciders): PersonId[] =>
  onBehalfOf === undefined ? [decidedBy] : [decidedBy, onBehalfOf];

const isOneOf = (person: PersonId, deciders: Deciders): boolean =>
  peopleOf(deciders).some((one) => isSamePerson(one, person));

/** Whether this yes has been given, so that giving it again adds nothing. */
export const hasSaidYes = (deciders: Deciders, { route, given }: Asked): boolean => {
  const role = levelOf({ route, given })?.role;
  return given.some(
    (one) =>
      one.role === role && one.decidedBy === deciders.decidedBy && one.onBehalfOf === deciders.onBehalfOf,
  );
};

// ── Rules ───────────────────────────────────────────────────────────────────
const approverIsNotTheRequester: Rule<Deciders, Asked> = (command, { kind, requestedBy }) => {
  if (!requestedBy.some((person) => isOneOf(person, command))) return undefined;
  return sodViolation(kind === 'EMERGENCY' ? ownEmergency : ownRequest);
};

const ownEmergency: SodFinding = {
  rule: 'SOD-9',
  detail: 'Nobody ratifies an emergency of their own: leave it to others.',
};
const ownRequest: SodFinding = {
  rule: 'SOD-1',
  detail: 'An override needs a second pair of eyes: whoever asks for it does not decide it.',
};
const decidedAlready: SodFinding = {
  rule: 'SOD-5',
  detail: 'A person decides once and at one level only: leave this one to somebody who has not decided.',
};

/** One person, one voice. */
export const decidesOnce: Rule<Deciders, Pick<Asked, 'given'>> = (command, { given }) =>
  given.some((one) => peopleOf(one).some((person) => isOneOf(person, command)))
    ? sodViolation(decidedAlready)
    : undefined;

const nobodyIsConflicted: Rule<Pick<Deciding, 'findings'>, Asked> = ({ findings }) => refusalOf(findings);

const roleIsAskedFor: Rule<Deciding, Asked> = ({ roles }, override) => {
  const level = levelOf(override);
  if (!level || roles.includes(level.role)) return undefined;
  return refuse(
    'not-entitled',
    'ROLE_NOT_ASKED_FOR',
    `Level ${level.level} of ${override.route.length} is decided by ${level.role}: leave it to who has that role.`,
    { level: level.level, of: override.route.length, role: level.role },
  );
};

/** Who may decide at the level whose turn it is. */
export const entitlementRules: readonly Rule<Deciding, Asked>[] = [
  approverIsNotTheRequester,
  decidesOnce,
  nobodyIsConflicted,
  roleIsAskedFor,
];

/** Who may look at a decision again: anybody who could have taken it, but not who asked for it. */
export const secondEyesRules: readonly Rule<Omit<Deciding, 'roles'>, Asked>[] = [
  approverIsNotTheRequester,
  nobodyIsConflicted,
];

/** A decision at a level, as it is recorded. */
export const decisionAt = ({ level, role }: Level, command: Deciding) => ({
  ...aboutOf(command),
  level,
  role,
  decidedBy: command.decidedBy,
  ...(command.onBehalfOf !== undefined && { onBehalfOf: command.onBehalfOf }),
  decidedOn: command.today,
  ...(command.comment && { comment: command.comment }),
});

/** Whether one more yes makes the route complete. */
export const isLastYes = ({ route, given }: Asked): boolean =>
  route.reduce((left, { role, quorum }) => {
    const yeses = given.filter((one) => one.role === role).length;
    return left + Math.max(0, quorum - yeses);
  }, 0) === 1;
