import type { Day, Decimal } from '#libs/kernel';
import type { NotMeasured } from './not-measured';

export const exceptionKinds = [
  'UNTIERED',
  'STALE',
  'OVERDUE',
  'FLAPPING',
  'JUMP_2',
  'WAIT_LISTED',
  'SEGREGATION',
  'RETRO_DECISION',
  'OWNER_ROLE_MISMATCH',
  'OVER_SERVED',
  'UNDER_SERVED',
  'HIDDEN_GEM',
  'CRM_DRIFT',
] as const;
export type ExceptionKind = (typeof exceptionKinds)[number];

/** One thing that is not as it should be. */
export interface PackException {
  /** Null where it is about no account. */
  readonly externalId: string | null;
  readonly name: string | null;
  readonly day: Day | null;
  readonly overrideId: string | null;
  readonly decisionId: string | null;
  /** Of the account, on the closing day; 0 where it is about none. */
  readonly arr: Decimal;
  readonly inWords: string;
}

/** Those of a kind, in the order of account and day. */
export interface ExceptionsFound {
  readonly found: readonly PackException[];
}

/** Section 8: every kind is answered, if only by why it cannot be. */
export type ExceptionsSection = Readonly<Record<ExceptionKind, ExceptionsFound | NotMeasured>>;
