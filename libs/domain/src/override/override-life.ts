import type { Day } from '#libs/kernel';
import type { DecidingRole } from '../org/delegation.events';
import type { OverrideId, PersonId, ReviewId } from '../vocabulary';
import type { Basis } from './basis';
import type { Wanted } from './override-type';
import type { Level } from './rules/route';

/** One yes: whose, in which role, and for whom where a delegate gave it. */
export interface Yes {
  readonly role: DecidingRole;
  readonly decidedBy: PersonId;
  readonly onBehalfOf?: PersonId | undefined;
}

/** What was asked for, as far as a later decision reads it; `until` as it has been shortened since. */
export interface Asked extends Wanted {
  readonly overrideId: OverrideId;
  /** Who asked, and for whom where a delegate did. */
  readonly requestedBy: readonly PersonId[];
  readonly justification: string;
  /** Hashes: its own, and those of all that it renews. */
  readonly evidence: ReadonlySet<string>;
  readonly supersedes: OverrideId | null;
  readonly renews: OverrideId | null;
  /** How many renewals in a row it makes, whether or not it calls itself one. */
  readonly renewal: number;
  /** Whether the past was asked for. */
  readonly retro: boolean;
  readonly route: readonly Level[];
  readonly given: readonly Yes[];
  readonly basis: Basis;
  readonly basisHash: string;
}

export interface Requested extends Asked {
  readonly status: 'requested';
  readonly requestedOn: Day;
  /** The last day to decide. */
  readonly decideBy: Day;
  /** What has been announced: `REMINDED`, `ESCALATED`. */
  readonly announced: ReadonlySet<string>;
}

/** A quarter's review that asks about an override. */
export interface AskingReview {
  readonly reviewId: ReviewId;
  /** The last day to answer it; null once somebody has. */
  readonly decideBy: Day | null;
}

/** Why an override ended before the day that was approved. */
export type EndedBy = 'REVOKED' | 'SUPERSEDED' | 'LAPSED' | 'REJECTED';

/** One that stands on its days: approved, or taken in an emergency. */
export interface Approved extends Asked {
  readonly status: 'approved';
  /** The day of the last yes, or on which it was taken: days before it are decided about afterwards. */
  readonly approvedOn: Day;
  /** Null while nothing has shortened it. */
  readonly endedBy: EndedBy | null;
  /** A basis that nobody has attested: its hash, and the last day to do so. */
  readonly drift: { readonly hash: string; readonly reattestBy: Day } | null;
  /** Who has attested it since, where that takes several. */
  readonly attesting: readonly Yes[];
  /** The last day on which an EXCLUDE can be attested again. */
  readonly attestBy: Day | null;
  /** The day on which an emergency ends that is not ratified before; null where there is nothing to ratify. */
  readonly ratifyBy: Day | null;
  readonly reviews: readonly AskingReview[];
  /** What has been announced: `ACTIVATED`, `ENDED`, `NOTICE:<days>`. */
  readonly announced: ReadonlySet<string>;
}

/** One that never stood. */
export interface Dropped extends Asked {
  readonly status: 'rejected' | 'withdrawn' | 'lapsed';
}

export type Override = Requested | Approved | Dropped;

/** All overrides that were ever asked for on one timeline, in that order. */
export type Overrides = Map<OverrideId, Override>;

/** The level whose turn it is; undefined when none is left. */
export const levelOf = ({ route, given }: Pick<Asked, 'route' | 'given'>): Level | undefined =>
  route.find(({ role, quorum }) => given.filter((one) => one.role === role).length < quorum);

/** The last day on which somebody has to have answered a review for the override to stand on; null where none asks. */
export const reviewBy = ({ reviews }: Pick<Approved, 'reviews'>): Day | null =>
  reviews.reduce<Day | null>(
    (first, { decideBy }) => (decideBy === null || (first !== null && first <= decideBy) ? first : decideBy),
    null,
  );
