import {
  type Candidates,
  nobodyLeft,
  override as anOverride,
  type OverrideCommand,
  type Prospect,
  prospectOf,
  type RequestOverride,
  renewalNumber,
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
import { type Day, isRefusal } from '#libs/kernel';
import type { OverrideAsked, Preview } from './asking';
import { type Caller, type DutiesAsked, mayAskFor, whoCould } from './duties';
import type { GroundKnown, Grounds } from './grounds';
import type { OrgBook } from './org-book';
import { exhausted } from './quota/quota-refusals';
import type { UnitWanted } from './quota/quota-unit';
import type { Quotas } from './quota/quotas';
import { seatOf } from './seat-of';
import { readOverrides, type TimelineTold } from './told';
import { unitOf } from './quota/unit-of';

export interface RequestsParts {
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
  readonly grounds: Grounds;
  readonly org: OrgBook;
  readonly quotas: Quotas;
}

interface Prepared {
  readonly command: RequestOverride & { readonly profile: GroundKnown['profile'] };
  readonly prospect: Prospect;
  readonly told: TimelineTold;
  readonly unit: UnitWanted;
  readonly approvers: readonly Candidates[];
}

/** Asking for overrides. */
export class Requests {
  constructor(private readonly parts: RequestsParts) {}

  async preview(asked: OverrideAsked, caller: Caller): Promise<Preview> {
    const { command, prospect, told, unit, approvers } = await this.prepared(asked, caller);
    const quota = await this.parts.quotas.ledger(unit, command.document, command.today);
    const outcome = anOverride.decide(command, told.overrides);
    const { seat, quarter } = unit;
    const refusal = isRefusal(outcome) ? outcome : quota.left === 0 ? exhausted(unit, quota) : null;
    const { wanted } = command;
    return { ground: command, wanted, prospect, seat, quarter, quota, approvers, refusal };
  }

  /** Keeps a unit of the quota and hands the request in. @throws Refused */
  async request(asked: OverrideAsked, caller: Caller, context: Context): Promise<Receipt> {
    const { command, told, unit } = await this.prepared(asked, caller);
    const { execute, quotas } = this.parts;
    if (!told.overrides.has(asked.overrideId)) {
      refuseAtOnce(command, told);
      await quotas.reserve(unit, context);
    }
    const { profile: _, ...request } = command;
    return handIn(request, unit, { execute, quotas }, context);
  }

  private async prepared(asked: OverrideAsked, caller: Caller): Promise<Prepared> {
    const { type: kind, tier, from, until, onBehalfOf, ...said } = asked;
    const { store, grounds, org } = this.parts;
    const { person } = caller;
    const wanted = { kind, tier, from, until };
    const { profile, ...ground } = await grounds.about(asked, wanted);
    const duties: DutiesAsked = {
      ...{ organisation: await org.now(), scheme: asked.scheme, profile, today: ground.today },
    };
    if (onBehalfOf !== undefined) mayAskFor(person, onBehalfOf, duties);
    const told = await readOverrides(store, asked);
    const prospect = prospectOf(
      wanted,
      ground,
      renewalNumber({ ...asked, wanted }, told.overrides, ground.today),
    );
    const principal = onBehalfOf === undefined ? caller : { ...caller, person: onBehalfOf, seat: null };
    const seat = await seatOf(principal, ground.today, org);
    const requestedBy = onBehalfOf === undefined ? [person] : [person, onBehalfOf];
    const approvers = whoCould(prospect.route, requestedBy, duties);
    const command = {
      type: 'RequestOverride' as const,
      ...said,
      ...ground,
      wanted,
      requestedBy: person,
      ...(onBehalfOf !== undefined && { onBehalfOf }),
      seat,
      findings: nobodyLeft(approvers),
      profile,
    };
    return { command, prospect, told, approvers, unit: unitOf(asked, ground, seat) };
  }
}

/** Records what a unit is kept for; where somebody else was quicker, it is given back. @throws Refused, Conflict */
export const handIn = async (
  command: OverrideCommand & { readonly today: Day },
  unit: UnitWanted,
  { execute, quotas }: Pick<RequestsParts, 'execute' | 'quotas'>,
  context: Context,
): Promise<Receipt> => {
  try {
    return await execute.execute(new Execute(anOverride, command, context));
  } catch (error) {
    // It was right a moment ago.
    if (error instanceof Refused || error instanceof Conflict)
      await quotas.release(unit, unit.overrideId, 'WITHDRAWN', command.today, context);
    throw error;
  }
};

/** What is refused anyhow takes nothing of the quota. @throws Refused */
export const refuseAtOnce = (command: OverrideCommand, { overrides }: TimelineTold): void => {
  const outcome = anOverride.decide(command, overrides);
  if (isRefusal(outcome)) throw new Refused(outcome);
};
