import type {
  AttestingRole,
  ItemDecision,
  ItemKind,
  ItemReason,
  Pin,
  ReviewState,
  Risk,
  Scope,
} from '#libs/domain';
import type { Day, Decimal, Instant } from '#libs/kernel';

/** What has been said of an item by a day; `UNDECIDED_DEFAULTED` where nobody had settled it by the deadline. */
export type ItemSaid = ItemDecision | 'UNDECIDED' | 'UNDECIDED_DEFAULTED';

export interface Attestation {
  readonly role: AttestingRole;
  readonly statement: string;
  readonly attestedBy: string;
  readonly attestedOn: Day;
  readonly attestedAt: Instant;
  /** Nothing was decided since, and nobody has taken over. */
  readonly stands: boolean;
}

/** How somebody reviews, as it stands above the signatures. */
export interface ReviewerFigures {
  readonly reviewer: string;
  readonly decided: number;
  /** Of what they have decided, in per cent with two places. */
  readonly bulkShare: Decimal;
  readonly confirmShare: Decimal;
  /** Between one decision of theirs and the next; null where there is only one. */
  readonly medianSeconds: Decimal | null;
}

/** A review as it stands in the list. */
export interface ReviewKnown {
  readonly id: string;
  readonly scheme: string;
  readonly view: string;
  readonly quarter: string;
  readonly from: Day;
  readonly until: Day;
  readonly scope: Scope;
  readonly deadline: Day;
  readonly state: ReviewState;
  readonly openedBy: string;
  readonly openedOn: Day;
  readonly pin: Pin | null;
  readonly digest: string | null;
  readonly pinnedBy: string | null;
  readonly pinnedOn: Day | null;
  readonly sealedBy: string | null;
  readonly sealedOn: Day | null;
  readonly sealedAt: Instant | null;
  readonly revision: number;
}

/** With all that is asked of one. */
export interface ReviewInFull extends ReviewKnown {
  readonly items: number;
  readonly counts: Readonly<Partial<Record<ItemSaid, number>>>;
  readonly attestations: readonly Attestation[];
  readonly reviewers: readonly ReviewerFigures[];
}

export interface ReviewItemKnown {
  readonly n: number;
  readonly kind: ItemKind;
  readonly externalId: string | null;
  readonly name: string | null;
  readonly overrideId: string | null;
  readonly risk: Risk;
  readonly arr: Decimal;
  readonly suggested: ItemDecision;
  readonly reasons: readonly ItemReason[];
  readonly deferredFrom: string | null;
  readonly decision: ItemSaid;
  readonly comment: string | null;
  readonly bulk: boolean | null;
  readonly decidedBy: string | null;
  readonly decidedOn: Day | null;
  readonly decidedAt: Instant | null;
}

export interface ReviewsQuestion {
  readonly state?: ReviewState | undefined;
  readonly scheme?: string | undefined;
  readonly quarter?: string | undefined;
}

export interface ReviewItemsQuestion {
  readonly reviewId: string;
  readonly kind?: ItemKind | undefined;
  readonly risk?: Risk | undefined;
  readonly decision?: ItemSaid | undefined;
  readonly externalId?: string | undefined;
  /** The day it is now: behind the deadline what is undecided has defaulted. */
  readonly today: Day;
}
