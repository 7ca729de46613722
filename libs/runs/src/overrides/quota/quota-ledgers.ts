import { ledgerOf, type PolicyDocument, type QuotaEntry, type QuotaLedger } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { QuotaCursor, QuotaKnown, QuotasView } from '#libs/views';
import type { Grounds } from '../grounds';
import type { Limits } from './limits';
import type { QuotaKey } from './quota-unit';

export interface QuotaLedgersParts {
  readonly quotasView: QuotasView;
  readonly grounds: Grounds;
}

export interface LedgersQuestion {
  readonly seat?: string | undefined;
  readonly scheme?: string | undefined;
  readonly quarter: string;
  readonly today: Day;
  readonly at: Position;
}

/** Whose quota, with what has been taken of it. */
export interface LedgerFound extends QuotaKey {
  readonly ledger: QuotaLedger;
}

type LedgersPage = { readonly items: readonly LedgerFound[]; readonly next: QuotaCursor | null };

/** What many seats have, have given away and have left: read from the view, a page at a time. */
export class QuotaLedgers {
  constructor(
    private readonly parts: QuotaLedgersParts,
    private readonly limits: Limits,
  ) {}

  /** As known at a position; of those of which anything was taken, and one that is named in full in any case. */
  async page(
    question: LedgersQuestion,
    page: { readonly limit: number; readonly after?: QuotaCursor },
  ): Promise<LedgersPage> {
    const { seat, scheme, quarter } = question;
    const asked = { ...question, ...{ seat: seat as never, scheme: scheme as never } };
    const { items, next } = await this.parts.quotasView.page(asked, page);
    const isNamed = seat !== undefined && scheme !== undefined;
    const found = items.length === 0 && isNamed && !page.after ? [emptyOf({ seat, scheme, quarter })] : items;
    return { items: await this.ledgersOf(found, question), next };
  }

  /** Each policy is read once, and the books of all its seats are counted together. */
  private async ledgersOf(
    quotas: readonly QuotaKnown[],
    { today, at }: LedgersQuestion,
  ): Promise<LedgerFound[]> {
    const found = new Map<QuotaKnown, LedgerFound>();
    for (const scheme of new Set(quotas.map((quota) => quota.scheme))) {
      const document = await this.parts.grounds.documentAt(scheme, today, at);
      const own = quotas.filter((quota) => quota.scheme === scheme);
      for (const [quota, one] of await this.ledgersUnder(document, own, { today, at })) found.set(quota, one);
    }
    return quotas.map((quota) => found.get(quota)!);
  }

  private async ledgersUnder(
    document: PolicyDocument | null,
    quotas: readonly QuotaKnown[],
    { today, at }: Pick<LedgersQuestion, 'today' | 'at'>,
  ): Promise<[QuotaKnown, LedgerFound][]> {
    // The view takes its keys from events, which were held against their shape when they were recorded.
    const keys = quotas.map(({ seat, quarter, scheme }) => ({ seat, quarter, scheme }) as QuotaKey);
    const limitsOf = await this.limits.ofAll(
      keys.map(({ seat }) => seat),
      { document, on: today, at },
    );
    return quotas.map((quota, index) => {
      const key = keys[index]!;
      return [quota, { ...key, ledger: ledgerOf(entriesOf(quota), limitsOf(key.seat), today) }];
    });
  }
}

const emptyOf = (key: { seat: string; scheme: string; quarter: string }): QuotaKnown => ({
  ...key,
  reserved: 0,
  consumed: 0,
  lines: [],
});

const entriesOf = ({ lines }: QuotaKnown): QuotaEntry[] =>
  lines.flatMap(({ settledOn: _, released: __, state, ...line }) =>
    state === 'released' ? [] : [{ ...line, state }],
  );
