import type { AccountLife, EndedOverride, ExternalId, Quarters } from '#libs/domain';
import type { Period } from '#libs/kernel';
import type { OfTimelines, ReportedAccounts } from '#libs/views';
import { ArrsOverWindows } from './arr-over-windows';

/** All that was ever overridden of a scheme. */
export interface Overridden {
  readonly ended: readonly EndedOverride[];
  readonly days: ReadonlyMap<string, readonly Period[]>;
}

/** Accounts as hindsight looks at them, read batch by batch: the next is on its way while one is looked at. */
export class Lives {
  private readonly arrs: ArrsOverWindows;

  constructor(
    private readonly accounts: ReportedAccounts,
    private readonly question: OfTimelines,
    private readonly overridden: Overridden,
  ) {
    const { ended } = overridden;
    const windows = [...new Map(ended.map(({ window }) => [window.from, window])).values()];
    this.arrs = new ArrsOverWindows(accounts, windows, question.at);
  }

  async *of(
    batches: AsyncIterable<readonly ExternalId[]> | Iterable<readonly ExternalId[]>,
  ): AsyncGenerator<readonly AccountLife[], void, undefined> {
    let coming: Promise<readonly AccountLife[]> | undefined;
    for await (const ids of batches) {
      const next = this.read(ids);
      next.catch(() => {}); // is met at the next turn, or the reader has left
      if (coming) yield await coming;
      coming = next;
    }
    if (coming) yield await coming;
  }

  private async read(externalIds: readonly ExternalId[]): Promise<readonly AccountLife[]> {
    const [computed, arrs] = await Promise.all([
      this.accounts.computed(externalIds, this.question),
      this.arrs.of(externalIds),
    ]);
    return externalIds.map((externalId) => {
      const [tiers, over] = [computed.get(externalId) ?? [], arrs(externalId)];
      // Whoever became part of another by then is accounted for there.
      const isThere = ({ until }: Quarters) => (tiers.at(-1)?.until ?? until) >= until;
      return {
        externalId,
        computed: tiers,
        overridden: this.overridden.days.get(externalId) ?? [],
        over: (window) => (isThere(window) ? over(window) : null),
      };
    });
  }
}
