import { DecidingRole } from '../org/delegation.events';
import { isSamePerson } from '../org/same-person';
import { type DutyQuestion, type Matter, principalsOf } from './matter';
import type { PersonalConflict } from './personal-conflicts';

/** How whoever decides would break a rule; undefined when they would not. */
type Breach = (question: DutyQuestion) => string | undefined;

type Part = keyof Pick<Matter, 'requestedBy' | 'approvedBy' | 'authoredBy' | 'closedBy'>;

/** The decider, or somebody they may decide for, has had one of these parts in the matter. */
export const hadPart =
  (did: string, ...parts: readonly Part[]): Breach =>
  (question) => {
    const { matter, decider } = question;
    const had = (person: string) =>
      parts.some((part) => matter[part]?.some((other) => isSamePerson(person, other)));
    if (had(decider.person)) return `${decider.person} ${did}`;
    const principal = principalsOf(question).find(had);
    return principal && `${decider.person} may decide for ${principal}, who ${did}`;
  };

export const isOnesOwn =
  (conflict: PersonalConflict): Breach =>
  (question) =>
    conflict(question.decider.person, question);

/** What holds a principal back holds the delegate back, whomever they say they decide for. */
export const carries =
  (conflict: PersonalConflict): Breach =>
  (question) =>
    principalsOf(question)
      .map((principal) => ({ principal, how: conflict(principal, question) }))
      .filter(({ how }) => how !== undefined)
      .map(({ principal, how }) => `${question.decider.person} may decide for ${principal}, and ${how}`)[0];

/** Who decides for somebody has decided, and so has whom they decided for. */
export const decidesTwice: Breach = ({ matter, decider: { person, onBehalfOf } }) => {
  const isHeard = (voice: string) => matter.approvedBy.some((other) => isSamePerson(voice, other));
  const twice = [person, onBehalfOf].find((voice) => voice && isHeard(voice));
  return twice && `${twice} has decided already`;
};

export const isServiceAccount: Breach = ({ decider: { person, roles } }) =>
  roles.includes('service') ? `${person} is one` : undefined;

export const isMereAdministrator: Breach = ({ decider: { person, roles, onBehalfOf } }) => {
  const decides = onBehalfOf !== undefined || roles.some((role) => DecidingRole.safeParse(role).success);
  return roles.includes('admin') && !decides ? `${person} is nothing more` : undefined;
};

export const lacksDelegation: Breach = ({ matter: { scheme }, decider, chart, on }) => {
  const { person, onBehalfOf, as } = decider;
  const isScoped = chart
    .delegationsOf(person, on)
    .filter(({ principal }) => principal === onBehalfOf)
    .some(({ scope }) => scope.schemes.includes(scheme) && (as === undefined || scope.roles.includes(as)));
  return onBehalfOf === undefined || isScoped
    ? undefined
    : `${onBehalfOf} has delegated no such decision to ${person} on ${on}, and nobody passes a delegation on`;
};
