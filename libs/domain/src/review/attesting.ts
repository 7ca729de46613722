import { type Day, type Outcome, refuse } from '#libs/kernel';
import { isSamePerson } from '../org/same-person';
import type { SodFinding } from '../override/sod-finding';
import { refusalOf, sodViolation } from '../segregation/sod-violation';
import type { PersonId, ReviewId } from '../vocabulary';
import { unknownReview, wrongTime } from './refusals';
import type { Pinned, Review } from './review-life';
import { AttestingRole, ReviewAttested, type ReviewEvent } from './review.events';

export interface AttestReview {
  readonly type: 'AttestReview';
  readonly reviewId: ReviewId;
  readonly statement: string;
  /** Where somebody has several roles; the first that nobody has attested in when absent. */
  readonly role?: AttestingRole | undefined;
  readonly attestedBy: PersonId;
  /** Their own, as their token names them. */
  readonly roles: readonly string[];
  /** What the segregation of duties holds against them before the overrides of the pack. */
  readonly findings: readonly SodFinding[];
  readonly today: Day;
}

/** Of two attestations in one role the later one counts, so that somebody without a conflict can take over. */
export const attest = (command: AttestReview, review: Review): Outcome<ReviewEvent> => {
  if (review.status === 'unopened') return unknownReview;
  if (review.status !== 'pinned') return wrongTime(review);
  const conflict = refusalOf(command.findings);
  if (conflict) return conflict;
  const { attestedBy, statement, today } = command;
  const [before] = [...review.attested].find(([, person]) => isSamePerson(person, attestedBy)) ?? [];
  const role = command.role ?? before ?? roleOf(command, review);
  if (role === undefined || !command.roles.includes(role)) return roleNeeded(command);
  if (before === role) return [];
  if (before !== undefined)
    return sodViolation({
      rule: 'SOD-5',
      detail: `Each role is attested by another person: ${attestedBy} has attested as ${before}.`,
    });
  const { reviewId, scheme } = review;
  return [ReviewAttested({ reviewId, scheme, role, statement, attestedBy, attestedOn: today })];
};

const roleOf = ({ roles }: AttestReview, { attested }: Pinned): AttestingRole | undefined => {
  const own = AttestingRole.options.filter((role) => roles.includes(role));
  return own.find((role) => !attested.has(role)) ?? own[0];
};

const roleNeeded = ({ attestedBy, role }: AttestReview) =>
  refuse(
    'not-entitled',
    'ROLE_NEEDED',
    `A review is attested by ${AttestingRole.options.join(', ')}: ${attestedBy} is not ${role ?? 'one of them'}.`,
  );
