import { type EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import type { Instant } from '#libs/kernel';
import { later } from '../clock';
import type { Connection } from './connection';
import type { Resolved } from './reading';

const stream = 'tierledger-seals';
const type = 'MomentSealed';

/** The moment up to which a mark of ours seals the log behind it; undefined for an event. */
export const sealedBy = ({ streamId, type: is, data }: Resolved): Instant | undefined =>
  streamId === stream && is === type ? (data as { upTo: Instant }).upTo : undefined;

type Append = Parameters<EventStoreDBClient['appendToStream']>[2];

/**
 * Seals moments by marks in the log itself: whatever stands behind one is told to be recorded later, by whoever
 * reads the log and whatever any clock says.
 */
export class Seals {
  private sealed = '' as Instant;
  private wanted = '' as Instant;
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: Connection,
    private readonly options: Append,
  ) {}

  /** Those who ask while a mark is being made share the next one. @throws StoreUnavailable */
  upTo(at: Instant): Promise<void> {
    this.wanted = later(this.wanted, at);
    this.underWay = this.underWay.catch(() => undefined).then(() => this.reach(at));
    return this.underWay;
  }

  private async reach(at: Instant): Promise<void> {
    if (this.sealed >= at) return;
    const upTo = this.wanted;
    // Made twice, because its answer was lost, it says the same twice.
    const mark = jsonEvent({ type, data: { upTo } });
    await this.connection.persistently((client) => client.appendToStream(stream, mark, this.options));
    this.sealed = upTo;
  }
}
