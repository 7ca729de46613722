import { type Day, type Outcome, refuse } from '#libs/kernel';
import type { SodFinding } from '../override/sod-finding';
import type { OverrideId, PersonId, ReviewId } from '../vocabulary';
import { unknownReview, wrongTime } from './refusals';
import { isClosed, type Pinned, type Review, rolesMissing, unsettled } from './review-life';
import { type ReviewEvent, ReviewSealed } from './review.events';

export interface SealReview {
  readonly type: 'SealReview';
  readonly reviewId: ReviewId;
  /** Of the pack, made again at its coordinates just now. */
  readonly digestNow: string;
  /** Emergencies on accounts of the review that stand and are not ratified. */
  readonly emergencies: readonly OverrideId[];
  /** What the segregation of duties holds against those who attested, as known now. */
  readonly conflicts: readonly SodFinding[];
  readonly sealedBy: PersonId;
  readonly today: Day;
}

/** One thing that keeps a review from being sealed, with what to do about it. */
export interface SealReason {
  readonly code:
    'NOT_ATTESTED' | 'UNDECIDED_ITEMS' | 'EMERGENCY_UNRATIFIED' | 'SIGNER_CONFLICTED' | 'PACK_NOT_REPRODUCED';
  readonly detail: string;
  readonly [more: string]: unknown;
}

export const seal = (command: SealReview, review: Review): Outcome<ReviewEvent> => {
  if (review.status === 'unopened') return unknownReview;
  if (review.status !== 'pinned') return wrongTime(review);
  const reasons = blocks.flatMap((block) => block(command, review) ?? []);
  if (reasons.length > 0)
    return refuse(
      'out-of-order',
      'SEAL_BLOCKED',
      `This review cannot be sealed yet. ${reasons.map(({ detail }) => detail).join(' ')}`,
      { reasons },
    );
  const { reviewId, scheme, digest } = review;
  const { sealedBy, today } = command;
  return [
    ReviewSealed({ reviewId, scheme, digest, defaulted: unsettled(review), sealedBy, sealedOn: today }),
  ];
};

type Block = (command: SealReview, review: Pinned) => SealReason | undefined;

const isAttestedByAll: Block = (_, review) => {
  const roles = rolesMissing(review);
  if (roles.length === 0) return undefined;
  const detail = `It is not attested by ${roles.join(', ')} as it stands.`;
  return { code: 'NOT_ATTESTED', detail, roles };
};

const isDecided: Block = ({ today }, review) => {
  const items = unsettled(review);
  if (items.length === 0 || isClosed(review, today)) return undefined;
  const detail = `${items.length} of ${review.items.size} items are undecided: decide them, or wait until ${review.deadline} is over.`;
  return { code: 'UNDECIDED_ITEMS', detail, items: items.slice(0, 100), count: items.length };
};

const hasNoOpenEmergency: Block = ({ emergencies }) => {
  if (emergencies.length === 0) return undefined;
  const detail = `Emergencies on its accounts are not ratified: ratify or reject ${emergencies.join(', ')}.`;
  return { code: 'EMERGENCY_UNRATIFIED', detail, overrides: emergencies };
};

const isSignedWithoutConflict: Block = ({ conflicts: findings }) => {
  if (findings.length === 0) return undefined;
  const detail = `A signer is conflicted: somebody else has to attest in their role. ${findings[0]!.detail}`;
  return { code: 'SIGNER_CONFLICTED', detail, findings };
};

const isReproduced: Block = ({ digestNow }, { digest }) => {
  if (digestNow === digest) return undefined;
  const detail = 'The pack, made again at its pin, is not the one that was pinned: an operator has to look.';
  return { code: 'PACK_NOT_REPRODUCED', detail, pinned: digest, now: digestNow };
};

const blocks = [isAttestedByAll, isDecided, hasNoOpenEmergency, isSignedWithoutConflict, isReproduced];
