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

const beginnings = ['OverrideRequested', 'EmergencyOverrideTaken'];

/** Where in the log things are: found in the audit trail, once that has everything that is in the log by now. */
export class LogIndex {
  constructor(
    private readonly pool: Pool,
    private readonly store: EventStore,
    private readonly progress: Progress,
  ) {}

  /** Null where nobody has asked for such an override. */
  async timelineOf(overrideId: OverrideId): Promise<OfOneTimeline | null> {
    await this.upToDate();
    const { rows } = await this.pool.query<{ data: string }>(
      `select data from audit_trail where type = any($1) and data::jsonb ->> 'overrideId' = $2 limit 1`,
      [beginnings, overrideId],
    );
    // Every event was held against its shape when it was recorded.
    return rows[0] ? (JSON.parse(rows[0].data) as OfOneTimeline) : null;
  }

  /** The streams of timelines on which an override was ever asked for. */
  async timelines({ scheme, externalId }: OverridesWanted): Promise<string[]> {
    await this.upToDate();
    const { rows } = await this.pool.query<{ stream: string }>(
      `select distinct stream from audit_trail
       where type = any($1) and ($2::text is null or scheme = $2) and ($3::text is null or external_id = $3)
       order by stream`,
      [beginnings, scheme ?? null, externalId ?? null],
    );
    return rows.map(({ stream }) => stream);
  }

  /** The streams that hold events of these types, with the position of the last of those events. */
  async streamsOf(types: readonly string[]): Promise<{ streams: string[]; last: string }> {
    await this.upToDate();
    const { rows } = await this.pool.query<{ stream: string; last: string }>(
      `select stream, max(position)::text as last from audit_trail where type = any($1) group by stream order by stream`,
      [types],
    );
    const last = rows.reduce((most, row) => (BigInt(row.last) > most ? BigInt(row.last) : most), 0n);
    return { streams: rows.map(({ stream }) => stream), last: String(last) };
  }

  private async upToDate(): Promise<void> {
    await this.progress.reach('audit-trail', await this.store.head());
  }
}
