import type { Pool } from 'pg';
import type { ExternalId } from '#libs/domain';
import { type OfTimelines, ReportedAccounts } from './reported-accounts.queries';

/** Reports read of some accounts alone, which somebody else has chosen: the others do not exist for them. */
export class AccountsAmong extends ReportedAccounts {
  private readonly inOrder: readonly ExternalId[];
  private readonly among: ReadonlySet<string>;

  constructor(pool: Pool, externalIds: Iterable<string>) {
    super(pool);
    this.among = new Set(externalIds);
    this.inOrder = [...this.among].sort() as ExternalId[];
  }

  override externalIds(
    _: OfTimelines,
    { limit, after }: { readonly limit: number; readonly after: string | undefined },
  ): Promise<ExternalId[]> {
    const start = after === undefined ? 0 : this.inOrder.findIndex((id) => id > after);
    return Promise.resolve(start < 0 ? [] : this.inOrder.slice(start, start + limit));
  }

  override async everAskedFor(timelines: OfTimelines): Promise<ExternalId[]> {
    return (await super.everAskedFor(timelines)).filter((id) => this.among.has(id));
  }
}
