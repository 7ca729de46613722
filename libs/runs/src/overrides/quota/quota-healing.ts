import { quota, type QuotaCommand, type QuotaEntry } from '#libs/domain';
import { type Context, type EventStore, Execute, type ExecuteHandler } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { apart, keyOf, type QuotaKey, readQuota, unlimited } from './quota-unit';
import type { Timelines } from '../timelines';
import { readOverrides } from '../told';

/**
 * A decision and what it takes of the quota are recorded one after the other: where the second was lost, it is
 * made up for before anything is decided upon the ledger again.
 */
export class QuotaHealing {
  constructor(
    private readonly parts: { readonly store: EventStore; readonly execute: ExecuteHandler },
    private readonly timelines: Timelines,
  ) {}

  async heal(key: QuotaKey, today: Day, context: Context): Promise<void> {
    const { state } = await readQuota(this.parts.store, key);
    for (const entry of state.entries.values())
      if (entry.state === 'reserved') await this.healEntry(key, entry, today, context);
  }

  private async healEntry(key: QuotaKey, entry: QuotaEntry, today: Day, context: Context): Promise<void> {
    const missed = await this.missed(key, entry, today);
    if (missed) await this.parts.execute.execute(new Execute(quota, missed, apart(context)));
  }

  private async missed(
    key: QuotaKey,
    { overrideId, lapsesOn }: QuotaEntry,
    today: Day,
  ): Promise<QuotaCommand | null> {
    const timeline = await this.timelines.of(overrideId);
    const told = timeline && (await readOverrides(this.parts.store, timeline));
    const about = { ...keyOf(key), overrideId, today: today < lapsesOn ? today : lapsesOn };
    const status = told?.overrides.get(overrideId)?.status;
    if (status === 'approved') return { type: 'ConsumeQuota', ...about, limits: unlimited };
    const why = status === 'rejected' ? 'REJECTED' : status === 'withdrawn' ? 'WITHDRAWN' : null;
    return why && { type: 'ReleaseQuota', ...about, why };
  }
}
