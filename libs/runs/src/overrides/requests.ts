import {
  type Evidence,
  override as anOverride,
  type OverrideCommand,
  type OverrideId,
  type OverrideKind,
  overrideRulesOf,
  type OverrideType,
  type PersonId,
  type Prospect,
  prospectOf,
  type QuotaLedger,
  type RequestOverride,
  renewalNumber,
  Seat,
  type TakeEmergencyOverride,
  type TierCode,
  type Wanted,
} from '#libs/domain';
import {
  Conflict,
  type Context,
  type EventStore,
  Execute,
  type ExecuteHandler,
  type Receipt,
  Refused,
} from '#libs/event-store';
import { addDays, type Day, decimal, isRefusal, quarterOf, type Refusal, refuse } from '#libs/kernel';
import { type Caller, type DutiesAsked, mayAskFor, whyNobodyCould } from './duties';
import type { GroundKnown, Grounds } from './grounds';
import type { OfOneTimeline } from './log-index';
import type { OrgBook } from './org-book';
import type { Quotas, UnitWanted } from './quotas';
import { readOverrides, type TimelineTold } from './told';

export interface RequestsParts {
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
  readonly grounds: Grounds;
  readonly org: OrgBook;
  readonly quotas: Quotas;
}

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
  /** Why it would be refused as things stand; null when it would not. */
  readonly refusal: Refusal | null;
}

interface Prepared {
  readonly command: RequestOverride & { readonly profile: GroundKnown['profile'] };
  readonly prospect: Prospect;
  readonly told: TimelineTold;
  readonly unit: UnitWanted;
}

/** Asking for overrides, and taking those that cannot wait. */
export class Requests {
  constructor(private readonly parts: RequestsParts) {}

  async preview(asked: OverrideAsked, caller: Caller): Promise<Preview> {
    const { command, prospect, told, unit } = await this.prepared(asked, caller);
    const quota = await this.parts.quotas.ledger(unit, command.document, command.today);
    const outcome = anOverride.decide(command, told.overrides);
    const { seat, quarter } = unit;
    const refusal = isRefusal(outcome) ? outcome : quota.left === 0 ? exhausted(unit, quota) : null;
    return { ground: command, wanted: command.wanted, prospect, seat, quarter, quota, refusal };
  }

  /** Keeps a unit of the quota and hands the request in. @throws Refused */
  async request(asked: OverrideAsked, caller: Caller, context: Context): Promise<Receipt> {
    const { command, told, unit } = await this.prepared(asked, caller);
    if (!told.overrides.has(asked.overrideId)) {
      refuseAtOnce(command, told);
      await this.parts.quotas.reserve(unit, context);
    }
    const { profile: _, ...request } = command;
    return this.handIn(request, context).catch(async (error: unknown) => {
      // It was right a moment ago: somebody else was quicker, and what was kept for it is given back.
      const { today } = command;
      if (error instanceof Refused || error instanceof Conflict)
        await this.parts.quotas.release(unit, asked.overrideId, 'WITHDRAWN', today, context);
      throw error;
    });
  }

  /** Spends a unit of the quota, one over the limit where it must, and takes the override at once. @throws Refused */
  async takeEmergency(asked: EmergencyAsked, caller: Caller, context: Context): Promise<Receipt> {
    const { today } = await this.parts.grounds.today();
    const wanted = { kind: 'EMERGENCY' as OverrideKind, tier: asked.tier, from: today, until: asked.until };
    const { profile, ...ground } = await this.parts.grounds.about(asked, wanted);
    const seat = await this.seatOf(caller, today, profile.ownerSeat);
    const { person: takenBy } = caller;
    const command: TakeEmergencyOverride = {
      type: 'TakeEmergencyOverride',
      ...asked,
      ...ground,
      takenBy,
      seat,
    };
    const told = await readOverrides(this.parts.store, asked);
    if (!told.overrides.has(asked.overrideId)) {
      refuseAtOnce(command, told);
      const unit = unitOf(asked, { ...ground, profile }, seat);
      await this.parts.quotas.reserve({ ...unit, kind: 'emergency', lapsesOn: asked.until }, context);
    }
    return this.handIn(command, context);
  }

  private async prepared(asked: OverrideAsked, caller: Caller): Promise<Prepared> {
    const { type: kind, tier, from, until, onBehalfOf, ...said } = asked;
    const { person } = caller;
    const wanted = { kind, tier, from, until };
    const { profile, ...ground } = await this.parts.grounds.about(asked, wanted);
    const organisation = await this.parts.org.now();
    const duties: DutiesAsked = { organisation, scheme: asked.scheme, profile, today: ground.today };
    if (onBehalfOf !== undefined) mayAskFor(person, onBehalfOf, duties);
    const told = await readOverrides(this.parts.store, asked);
    const prospect = prospectOf(wanted, ground, renewalNumber(asked.renews, told.overrides));
    const principal = onBehalfOf === undefined ? caller : { ...caller, person: onBehalfOf, seat: null };
    const seat = await this.seatOf(principal, ground.today);
    const requestedBy = onBehalfOf === undefined ? [person] : [person, onBehalfOf];
    const command = {
      type: 'RequestOverride' as const,
      ...said,
      ...ground,
      wanted,
      requestedBy: person,
      ...(onBehalfOf !== undefined && { onBehalfOf }),
      seat,
      findings: whyNobodyCould(prospect.route, requestedBy, duties),
      profile,
    };
    return { command, prospect, told, unit: unitOf(asked, { ...ground, profile }, seat) };
  }

  /** The seat that the token names, else the first in which the caller sits. @throws Refused SEAT_NEEDED */
  private async seatOf({ person, seat }: Caller, on: Day, otherwise: string | null = null): Promise<Seat> {
    const { chart } = await this.parts.org.now();
    const found = seat ?? chart.seatsOf(person, on)[0] ?? otherwise;
    if (found) return Seat.parse(found);
    throw new Refused(
      refuse(
        'against-policy',
        'SEAT_NEEDED',
        `An override counts in the quota of a seat, and ${person} has none: PUT /v1/seats/{seat} names its holder.`,
      ),
    );
  }

  private handIn(command: OverrideCommand, context: Context): Promise<Receipt> {
    return this.parts.execute.execute(new Execute(anOverride, command, context));
  }
}

/** What is refused anyhow takes nothing of the quota. @throws Refused */
const refuseAtOnce = (command: OverrideCommand, { overrides }: TimelineTold): void => {
  const outcome = anOverride.decide(command, overrides);
  if (isRefusal(outcome)) throw new Refused(outcome);
};

const unitOf = (
  { scheme, overrideId, renews }: OfOneTimeline & { overrideId: OverrideId; renews?: OverrideId | undefined },
  { today, calendar, document, basis }: GroundKnown,
  seat: Seat,
): UnitWanted => ({
  scheme,
  quarter: quarterOf(today, calendar).label,
  seat,
  overrideId,
  kind: renews ? 'renewal' : 'request',
  arr: basis.arr ?? decimal('0'),
  lapsesOn: addDays(today, overrideRulesOf(document).approvalWithinDays),
  today,
  document,
});

const exhausted = ({ scheme, quarter, seat }: UnitWanted, ledger: QuotaLedger): Refusal =>
  refuse(
    'out-of-order',
    'QUOTA_EXHAUSTED',
    `The quota of ${seat} in ${scheme} for ${quarter} is used up: withdraw a request that is still open, or wait for the next quarter.`,
    { ledger: { scheme, quarter, seat, ...ledger } },
  );
