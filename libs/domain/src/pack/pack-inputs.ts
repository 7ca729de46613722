import type { Day, Decimal, Instant } from '#libs/kernel';
import type { OrgKnown } from '../org/org-known';
import type { OverrideEvent } from '../override/override.events';
import type { Assessment, Cause } from '../placement/placement.events';
import type { QuotaEvent } from '../quota/quota.events';
import type { SchemeEvent } from '../scheme/scheme.events';
import type { ConflictFound } from '../segregation/conflicts-found';
import type { TenantSettings } from '../settings/settings.events';
import type { RetroKind } from '../vocabulary';
import type { PackCoordinates } from './pack-coordinates';
import type { PackHindsight } from './pack-hindsight';

/** An account of the scope as known at the pin. */
export interface PackAccount {
  readonly externalId: string;
  readonly name: string;
  readonly ownerSeat: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  /** As declared, or the day of its earliest fact; null when there is neither. */
  readonly opened: Day | null;
}

/** A row of the tier history: what is believed of the days `[from, until)`. */
export interface PackSegment {
  readonly externalId: string;
  readonly from: Day;
  readonly until: Day | null;
  /** Null is UNTIERED. */
  readonly effective: string | null;
  readonly computed: string | null;
  readonly overrideId: string | null;
  /** Whether the override of these days was decided when they were past. */
  readonly decidedBack: boolean;
  readonly policyVersion: number | null;
  readonly decisionId: string | null;
  readonly cause: Cause['kind'];
  readonly retroKind: RetroKind | null;
  readonly restated: boolean;
  /** The position that told it. */
  readonly position: string;
}

/** What an account's ARR was at the close of three days; null where amounts of several currencies stand side by side. */
export interface ArrKnown {
  readonly basis: 'MEASURED' | 'TRAILING_REVENUE';
  readonly previous: Decimal | null;
  readonly opening: Decimal | null;
  readonly closing: Decimal | null;
}

/** ARR by account, and what was added where revenue stood for it. */
export interface ArrTold {
  readonly of: ReadonlyMap<string, ArrKnown>;
  readonly kinds: readonly string[];
  readonly currencies: readonly string[];
}

/** A decision that was read for its reasons. */
export interface PackDecision {
  readonly decisionId: string;
  readonly externalId: string;
  readonly assessment: Pick<Assessment, 'day' | 'reasons' | 'inputs' | 'outcome'>;
}

/** An event as it was recorded. */
export interface ToldEvent<Event> {
  readonly event: Event;
  readonly recordedAt: Instant;
}

/** A rule of the segregation of duties that speaks against a yes of the quarter, as known then, at the pin, or both. */
export interface ConflictKnown extends ConflictFound {
  readonly externalId: string;
  readonly overrideId: string;
  readonly role: string;
  readonly approver: string;
  readonly onBehalfOf: string | null;
  readonly decidedOn: Day;
}

/** A clock that has run out on the closing day. */
export interface OverdueKnown {
  readonly clock: 'policy' | 'assignment' | 'account';
  readonly externalId: string | null;
  readonly dueOn: Day;
  readonly state: string;
}

/** An account promoted into a tier that has no place for it. */
export interface WaitingKnown {
  readonly externalId: string;
  readonly tier: string;
  readonly number: number;
  readonly promotedOn: Day;
}

/** Everything that a pack is made of, all of it as known at the pin. */
export interface PackInputs {
  readonly coordinates: PackCoordinates;
  readonly settings: TenantSettings;
  /** Of the scheme's own stream. */
  readonly scheme: readonly SchemeEvent[];
  /** Of the scope, in the order of their ids. */
  readonly accounts: readonly PackAccount[];
  /** Accounts by the seat that owns them, in the whole portfolio. */
  readonly books: ReadonlyMap<string, number>;
  /** Rows of the scope that reach into the five quarters up to the closing day, by account and day. */
  readonly segments: readonly PackSegment[];
  /** What was believed of the days before the quarter, then and now: of timelines of which something was told since. */
  readonly believedThen: readonly PackSegment[];
  readonly believedNow: readonly PackSegment[];
  readonly openingPosition: string;
  readonly arr: ArrTold;
  /** Those that the quarter's moves name. */
  readonly decisions: readonly PackDecision[];
  /** The decisions in force on the closing day that hold a tier for want of inputs. */
  readonly held: readonly PackDecision[];
  /** Of the whole scheme and every view of it, each timeline's in the order of the log. */
  readonly overrides: readonly (readonly ToldEvent<OverrideEvent>[])[];
  readonly quotas: readonly (readonly QuotaEvent[])[];
  readonly org: OrgKnown;
  readonly conflicts: readonly ConflictKnown[];
  readonly hindsight: PackHindsight;
  readonly overdue: readonly OverdueKnown[];
  readonly waiting: readonly WaitingKnown[];
  /** Whether anybody has said who is there for the tiers. */
  readonly capacityKnown: boolean;
}
