import type {
  Candidates,
  Evidence,
  OverrideId,
  OverrideType,
  PersonId,
  Prospect,
  QuotaLedger,
  Seat,
  TierCode,
  Wanted,
} from '#libs/domain';
import type { Day, Refusal } from '#libs/kernel';
import type { GroundKnown } from './grounds';
import type { OfOneTimeline } from './timelines';

/** What somebody asks for, as they say it. */
export interface OverrideAsked extends OfOneTimeline {
  readonly overrideId: OverrideId;
  readonly type: OverrideType;
  readonly tier: TierCode | null;
  readonly from: Day;
  readonly until: Day | null;
  readonly reasonCode: string;
  readonly justification: string;
  readonly evidence: readonly Evidence[];
  readonly supersedes?: OverrideId | undefined;
  readonly renews?: OverrideId | undefined;
  readonly onBehalfOf?: PersonId | undefined;
}

/** What somebody cannot wait for. */
export interface EmergencyAsked extends OfOneTimeline {
  readonly overrideId: OverrideId;
  readonly tier: TierCode;
  readonly until: Day;
  readonly incident: string;
  readonly justification: string;
  readonly evidence: readonly Evidence[];
  readonly supersedes?: OverrideId | undefined;
}

/** What a request would come to, recorded nowhere. */
export interface Preview {
  readonly ground: GroundKnown;
  readonly wanted: Wanted;
  readonly prospect: Prospect;
  readonly seat: Seat;
  readonly quarter: string;
  readonly quota: QuotaLedger;
  /** In the order of the route: who of those that are known could decide now. */
  readonly approvers: readonly Candidates[];
  /** Why it would be refused as things stand; null when it would not. */
  readonly refusal: Refusal | null;
}
