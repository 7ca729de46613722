import type { Day, Decimal } from '#libs/kernel';
import type { OverrideKind } from '../override/override-type';
import type { OverrideState } from '../override/status-on';
import type { PackHindsight } from './pack-hindsight';

/** An override as it stands on the closing day, by what is known at the pin. */
export interface PackOverride {
  readonly overrideId: string;
  readonly externalId: string;
  readonly name: string;
  readonly kind: OverrideKind;
  readonly tier: string | null;
  readonly from: Day;
  readonly until: Day | null;
  readonly state: OverrideState['state'];
  readonly seat: string;
  readonly requestedBy: string;
  readonly requestedOn: Day;
  readonly decidedBy: readonly string[];
  readonly reasonCode: string | null;
  readonly justification: string;
  readonly jump: number;
  readonly direction: 'up' | 'down' | null;
  readonly renews: string | null;
  readonly renewal: number;
  /** The reference of the incident, of an emergency; and the day by which it is to be ratified, while it is not. */
  readonly incident: string | null;
  readonly ratifyBy: Day | null;
  readonly retro: boolean;
  readonly arr: Decimal;
  /** The basis has changed since the approval and nobody has attested it. */
  readonly drift: { readonly reattestBy: Day; readonly driftedOn: Day } | null;
}

/** What a seat has of its quota in the quarter, of all accounts and views of the scheme. */
export interface SeatQuota {
  readonly seat: string;
  readonly quarter: string;
  /** The smaller of the limits in overrides; null where none is set. */
  readonly limit: number | null;
  readonly arrCap: Decimal | null;
  readonly reserved: number;
  readonly consumed: number;
  /** Given back: declined, withdrawn or not decided in time. */
  readonly released: number;
  readonly left: number | null;
  /** Those that went over the limit: emergencies. */
  readonly exceeding: number;
}

/** Section 7. Lists hold ids of `overrides`, in their order; one override can stand in several. */
export interface OverridesSection {
  /** All that are in any of the lists, in the order in which they were asked for. */
  readonly overrides: readonly PackOverride[];
  /** Asked for, or taken, within the quarter. */
  readonly opened: readonly string[];
  /** Active on the closing day. */
  readonly active: readonly string[];
  /** Active on the closing day and ending within the quarter after. */
  readonly expiring: readonly string[];
  readonly expired: readonly string[];
  /** Renewals approved within the quarter. */
  readonly renewed: readonly string[];
  readonly revoked: readonly string[];
  readonly lapsed: readonly string[];
  readonly superseded: readonly string[];
  readonly emergency: readonly string[];
  readonly basisDrift: readonly string[];
  readonly quota: readonly SeatQuota[];
  readonly hindsight: PackHindsight;
}
