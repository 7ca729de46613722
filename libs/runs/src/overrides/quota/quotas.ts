import type { Pool } from 'pg';
import {
  ledgerOf,
  type OverrideId,
  overrideRulesOf,
  type PolicyDocument,
  quota,
  type QuotaCommand,
  type QuotaLedger,
} from '#libs/domain';
import { type Context, type EventStore, Execute, type ExecuteHandler } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { Limits } from './limits';
import type { OrgBook } from '../org-book';
import { QuotaHealing } from './quota-healing';
import { apart, keyOf, type QuotaKey, readQuota, type UnitWanted, unlimited } from './quota-unit';
import type { Timelines } from '../timelines';

export interface QuotasParts {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
}

/** How many overrides a seat may ask for in a quarter, and what has been taken of that. */
export class Quotas {
  readonly limits: Limits;
  private readonly healing: QuotaHealing;

  constructor(
    private readonly parts: QuotasParts,
    timelines: Timelines,
    org: OrgBook,
  ) {
    this.limits = new Limits(parts.pool, org);
    this.healing = new QuotaHealing(parts, timelines);
  }

  /** Keeps a unit. @throws Refused QUOTA_EXHAUSTED, EMERGENCIES_EXHAUSTED */
  async reserve(wanted: UnitWanted, context: Context): Promise<void> {
    const { document, ...unit } = wanted;
    await this.healing.heal(unit, unit.today, context);
    const limits = await this.limits.of(unit.seat, { document, on: unit.today });
    const { perQuarter: emergenciesAtMost } = overrideRulesOf(document).emergency;
    const command = { type: 'ReserveQuota', ...unit, limits, emergenciesAtMost } as const;
    await this.execute(command, context);
  }

  /** Spends what was kept; again is as once. */
  async consume(
    key: QuotaKey,
    overrideId: OverrideId,
    { document, today }: { document: PolicyDocument; today: Day },
    context: Context,
  ): Promise<void> {
    const limits = await this.limits.of(key.seat, { document, on: today });
    await this.execute({ type: 'ConsumeQuota', ...keyOf(key), overrideId, today, limits }, context);
  }

  /** Spends what was kept for an emergency, which stands already. */
  async spend(key: QuotaKey, overrideId: OverrideId, today: Day, context: Context): Promise<void> {
    const limits = unlimited;
    await this.execute({ type: 'ConsumeQuota', ...keyOf(key), overrideId, today, limits }, context);
  }

  async release(
    key: QuotaKey,
    overrideId: OverrideId,
    why: 'REJECTED' | 'WITHDRAWN' | 'LAPSED',
    today: Day,
    context: Context,
  ): Promise<void> {
    await this.execute({ type: 'ReleaseQuota', ...keyOf(key), overrideId, why, today }, context);
  }

  /** What a seat has, has given away and has left, by the policy of a day. */
  async ledger(key: QuotaKey, document: PolicyDocument, today: Day): Promise<QuotaLedger> {
    const { state } = await readQuota(this.parts.store, key);
    return ledgerOf(state.entries.values(), await this.limits.of(key.seat, { document, on: today }), today);
  }

  private async execute(command: QuotaCommand, context: Context): Promise<void> {
    await this.parts.execute.execute(new Execute(quota, command, apart(context)));
  }
}
