import {
  Conflict,
  type Context,
  type EventStore,
  idFor,
  type Recorded,
  type Revision,
} from '#libs/event-store';
import type { AccountEvent, ExternalId } from '#libs/domain';
import { AccountBook, type Entry, streamOfAccount } from './account-book';
import { type Batch, rejectOf } from './batch';
import type { Reject } from './import';
import type { Row } from './rows/row';
import { Taker, type Taking } from './taking';

/** What became of the rows of a batch. */
export interface Taken {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejects: readonly Reject[];
}

export interface BatchTakerParts {
  readonly store: EventStore;
  readonly importId: string;
  readonly source: string;
  readonly actor: string;
}

/** How often the race for an account's stream may be lost within one batch. */
const racesToLose = 20;

/** Appends what a file's rows say, one append for each account of a batch. */
export class BatchTaker {
  private readonly book: AccountBook;

  constructor(private readonly parts: BatchTakerParts) {
    this.book = new AccountBook(parts.store);
  }

  /** Takes a batch; taken once more after a crash it appends what is missing, and answers as if it had never been taken. */
  async take({ from, byAccount, rejects }: Batch): Promise<Taken> {
    const context = this.contextOf(from);
    const total = { accepted: 0, duplicates: 0, rejects: [...rejects] };
    let waiting = [...byAccount.keys()];
    for (let lost = 0; waiting.length > 0; lost += 1) {
      if (lost > racesToLose)
        throw new Error('Others write to the same accounts all the time: the batch waits.');
      const takings = await this.decide(waiting, byAccount, context);
      const again = await this.append(takings, context);
      waiting = [...again];
      for (const [externalId, taking] of takings) if (!again.has(externalId)) count(total, taking);
    }
    this.book.shrink();
    return { ...total, rejects: total.rejects.sort((a, b) => a.line - b.line) };
  }

  private async decide(
    externalIds: readonly ExternalId[],
    byAccount: ReadonlyMap<ExternalId, readonly Row[]>,
    context: Context,
  ): Promise<Map<ExternalId, Decided>> {
    const earlier = new Map<string, Set<string>>();
    const entries = await this.book.open(externalIds, (recorded) => noteOwn(earlier, recorded, context));
    const takings = new Map<ExternalId, Decided>();
    for (const externalId of externalIds) {
      const entry = entries.get(externalId)!;
      const expected = entry.revision;
      const own = earlier.get(streamOfAccount(externalId)) ?? none;
      const taker = new Taker(this.book, entry, externalId, this.parts.source, own);
      takings.set(externalId, { ...taker.take(byAccount.get(externalId)!), entry, expected });
    }
    return takings;
  }

  /** Answers with the accounts that somebody else has written to meanwhile. */
  private async append(
    takings: ReadonlyMap<ExternalId, Decided>,
    context: Context,
  ): Promise<Set<ExternalId>> {
    const decided = [...takings].filter(([, { events }]) => events.length > 0);
    const appends = decided.map(([externalId, { events, expected }]) => ({
      stream: streamOfAccount(externalId),
      events,
      expected,
      context,
    }));
    const again = new Set<ExternalId>();
    const receipts = await this.parts.store.appendMany(appends);
    decided.forEach(([externalId, { entry }], index) => {
      const receipt = receipts[index]!;
      if (receipt instanceof Conflict) {
        this.book.forget(externalId);
        again.add(externalId);
      } else entry.revision = receipt.revision;
    });
    return again;
  }

  /** The same for a batch whenever it is taken, so that the log knows an append again. */
  private contextOf(firstLine: number): Context {
    const { importId, actor } = this.parts;
    return { actor, commandId: idFor(importId, `rows from line ${firstLine}`), correlationId: importId };
  }
}

type Decided = Taking & { readonly entry: Entry; readonly expected: Revision };

const none: ReadonlySet<string> = new Set();

const count = (total: { accepted: number; duplicates: number; rejects: Reject[] }, taking: Taking): void => {
  total.accepted += taking.accepted;
  total.duplicates += taking.duplicates;
  for (const { row, misfit } of taking.misfits) total.rejects.push(rejectOf(row, misfit));
};

/** Notes what an earlier attempt at this very batch has appended. */
const noteOwn = (
  earlier: Map<string, Set<string>>,
  { stream, event, context }: Recorded,
  own: Context,
): void => {
  if (context.commandId !== own.commandId) return;
  const { type, data } = event as AccountEvent;
  const keys = earlier.get(stream) ?? new Set<string>();
  earlier.set(stream, keys);
  if (type === 'AccountOnboarded' || type === 'AccountChanged') keys.add('profile');
  else if (type === 'FactsRecorded' || type === 'RevenueRecorded')
    for (const { factId } of data.facts) keys.add(factId);
  else if ('factId' in data) keys.add(data.factId);
};
