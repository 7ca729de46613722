import type { Pool } from 'pg';
import { type ExternalId, type OverrideId, type SchemeCode, type View } from '#libs/domain';
import type { EventStore } from '#libs/event-store';
import type { Progress } from '#libs/views';

/** Which timeline an override is about. */
export interface OfOneTimeline {
  readonly scheme: SchemeCode;
  readonly view: View;
  readonly externalId: ExternalId;
}

/** Which overrides somebody looks for; what is left out is any. */
export interface OverridesWanted {
  readonly scheme?: string | undefined;
  readonly externalId?: string | undefined;
}

/** Where in the log things are: found in the views, once they have everything that is in the log by now. */
export class LogIndex {
  constructor(
    private readonly pool: Pool,
    private readonly store: EventStore,
    private readonly progress: Progress,
  ) {}

  /** Null where nobody has asked for such an override. */
  async timelineOf(overrideId: OverrideId): Promise<OfOneTimeline | null> {
    await this.upToDate('overrides');
    // The view takes its keys from events, which were held against their shape when they were recorded.
    const { rows } = await this.pool.query<OfOneTimeline>({
      name: 'override-timeline',
      text: 'select scheme, view, external_id as "externalId" from overrides where override_id = $1',
      values: [overrideId],
    });
    return rows[0] ?? null;
  }

  /** The timelines on which an override was ever asked for, in a fixed order. */
  async timelines({ scheme, externalId }: OverridesWanted): Promise<OfOneTimeline[]> {
    await this.upToDate('overrides');
    const { rows } = await this.pool.query<OfOneTimeline>(
      `select distinct scheme, view, external_id as "externalId" from overrides
       where ($1::text is null or scheme = $1) and ($2::text is null or external_id = $2)
       order by scheme, view, "externalId"`,
      [scheme ?? null, externalId ?? null],
    );
    return rows;
  }

  /** The streams that hold events of these types, with the position of the last of those events. */
  async streamsOf(types: readonly string[]): Promise<{ streams: string[]; last: string }> {
    await this.upToDate('audit-trail');
    const { rows } = await this.pool.query<{ stream: string; last: string }>(
      `select stream, max(position)::text as last from audit_trail where type = any($1) group by stream order by stream`,
      [types],
    );
    const last = rows.reduce((most, row) => (BigInt(row.last) > most ? BigInt(row.last) : most), 0n);
    return { streams: rows.map(({ stream }) => stream), last: String(last) };
  }

  private async upToDate(view: string): Promise<void> {
    await this.progress.reach(view, await this.store.head());
  }
}
