import type {
  DecidingRole,
  Evidence,
  Jump,
  KeptAccount,
  Level,
  Override,
  OverrideKind,
  OverrideState,
  OverrideType,
} from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day, Instant } from '#libs/kernel';
import type { TimelineKey } from '../decisions/timeline-key';

/** What somebody has done to an override, in the order of the log. */
export interface OverrideStep {
  readonly what:
    | 'REQUESTED'
    | 'TAKEN'
    | 'APPROVED'
    | 'REJECTED'
    | 'WITHDRAWN'
    | 'REVOKED'
    | 'SUPERSEDED'
    | 'RECONFIRMED'
    | 'ATTESTATION_GIVEN'
    | 'REATTESTED'
    | 'RATIFIED'
    | 'DRIFTED'
    | 'DRIFT_CLEARED';
  /** Null where nobody did it. */
  readonly by: string | null;
  readonly onBehalfOf?: string;
  readonly level?: number;
  readonly role?: DecidingRole;
  readonly comment?: string;
  /** When that was recorded. */
  readonly at: Instant;
}

/** What else was said when it was asked for, or taken: what decisions read stands in its life. */
export interface OverrideAsked {
  readonly reasonCode: string | null;
  readonly evidence: readonly Evidence[];
  readonly requestedOn: Day;
  /** The reference of the incident, of an emergency. */
  readonly incident: string | null;
  readonly seat: string;
  readonly quarter: string;
}

/** What else changes while it is looked at, beside the route and the basis in its life. */
export interface OverrideGround {
  readonly jump: Jump;
  /** A basis that nobody has attested. */
  readonly drift: {
    readonly basisHash: string;
    readonly freezeDrift: number | null;
    readonly reattestBy: Day;
  } | null;
}

/** An override as last decided; `state` is that of the day of the question. */
export interface OverrideKnown extends TimelineKey {
  readonly id: string;
  readonly type: OverrideType | 'EMERGENCY';
  readonly kind: OverrideKind;
  readonly tier: string | null;
  /** On which days it stands, or would. */
  readonly from: Day;
  readonly until: Day | null;
  readonly state: OverrideState;
  /** The first day on which it stands no more, by what is known on the day of the question; null for one that never stood. */
  readonly endsOn: Day | null;
  /** The level whose turn it is; null when none is. */
  readonly awaits: Level | null;
  readonly asked: OverrideAsked;
  readonly ground: OverrideGround;
  readonly steps: readonly OverrideStep[];
  readonly supersedes: string | null;
  readonly renews: string | null;
  readonly renewal: number;
  readonly attestBy: Day | null;
  /** The last day to answer a review that asks about it. */
  readonly reviewBy: Day | null;
  readonly ratifyBy: Day | null;
  /** As decisions read it. */
  readonly life: Override;
  /** The position at which it was asked for. */
  readonly askedAt: string;
  /** The position of what changed it last. */
  readonly position: string;
}

export interface OverridesQuestion {
  readonly state?: OverrideState['state'];
  readonly scheme?: string;
  readonly externalId?: string;
  readonly seat?: string;
  /** As known at this position; by now when absent. */
  readonly at?: Position;
  /** The day it is now, in the governance time zone. */
  readonly today: Day;
}

/** One that awaits a decision, with who keeps the account: that is what conflicts are about. */
export interface OverrideAwaiting extends OverrideKnown {
  readonly account: KeptAccount;
}

export interface OverridesPage<Item extends OverrideKnown = OverrideKnown> {
  readonly items: readonly Item[];
  /** Behind which to go on; null at the end. */
  readonly next: string | null;
}
