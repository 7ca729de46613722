import { account, type Account, type AccountEvent } from '#libs/domain';
import { type EventStore, type Recorded, type Revision, UnreadableStream } from '#libs/event-store';

/** An account as far as its stream has been read, and what of it is already this batch's own doing. */
export interface Entry {
  state: Account;
  revision: Revision;
}

/**
 * The accounts a file speaks of, kept from batch to batch so that their streams are not read again and again;
 * those not met for the longest time are let go of when together they hold too many facts.
 */
export class AccountBook {
  private readonly entries = new Map<string, Entry>();
  private facts = 0;

  constructor(
    private readonly store: EventStore,
    private readonly mostFacts = 400_000,
  ) {}

  /** The entries of some accounts; `seen` is shown every event that had to be read for them. */
  async open(
    externalIds: readonly string[],
    seen: (recorded: Recorded) => void = () => {},
  ): Promise<Map<string, Entry>> {
    const missing = externalIds.filter((externalId) => !this.entries.has(externalId));
    if (missing.length > 0) await this.read(missing, seen);
    const opened = new Map<string, Entry>();
    for (const externalId of externalIds) {
      const entry = this.entries.get(externalId)!;
      this.entries.delete(externalId);
      this.entries.set(externalId, entry);
      opened.set(externalId, entry);
    }
    return opened;
  }

  /** Takes an account's new events in, before the log has answered: `forget` it when the log says no. */
  evolve(entry: Entry, event: AccountEvent): void {
    const before = entry.state.facts.size;
    entry.state = account.evolve(entry.state, event);
    this.facts += entry.state.facts.size - before;
  }

  forget(externalId: string): void {
    const entry = this.entries.get(externalId);
    if (!entry) return;
    this.facts -= entry.state.facts.size;
    this.entries.delete(externalId);
  }

  /** Lets go of the accounts met longest ago, until what is left is small enough. */
  shrink(): void {
    for (const externalId of this.entries.keys()) {
      if (this.facts <= this.mostFacts) return;
      this.forget(externalId);
    }
  }

  private async read(externalIds: readonly string[], seen: (recorded: Recorded) => void): Promise<void> {
    const streams = await this.store.readMany(externalIds.map(streamOfAccount));
    for (const externalId of externalIds) {
      const entry: Entry = { state: account.initialState(), revision: 'none' };
      for (const recorded of streams.get(streamOfAccount(externalId)) ?? []) {
        if (recorded.unreadable !== undefined) throw new UnreadableStream(recorded);
        seen(recorded);
        // The stream is the account aggregate's own, and what cannot be read has just been refused.
        this.evolve(entry, recorded.event as AccountEvent);
        entry.revision = recorded.revision;
      }
      this.entries.set(externalId, entry);
    }
  }
}

export const streamOfAccount = (externalId: string): string => `${account.category}-${externalId}`;
