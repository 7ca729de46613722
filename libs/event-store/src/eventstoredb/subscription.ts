import { setImmediate as breath } from 'node:timers/promises';
import { excludeSystemEvents, type EventStoreDBClient, START } from '@eventstore/db-client';
import type { Catalogue } from '../catalogue';
import type { Checkpoint, Recorded } from '../store';
import { toRecorded } from './envelope';
import type { Resolved } from './reading';
import { RecordedTime } from './recorded-time';
import { sealedBy } from './seals';

/** How long a batch may grow while more comes in. */
const gatherMs = 20;

/**
 * One subscription to the log, in batches of what has come in. It throws when the server drops it, and ends when the
 * server ends it or the signal aborts: either way whoever wants to go on subscribes again behind what they have.
 */
export async function* subscribed(
  client: EventStoreDBClient,
  catalogue: Catalogue,
  after: Checkpoint,
  { batch, signal }: { batch: number; signal: AbortSignal },
): AsyncGenerator<readonly Recorded[]> {
  const fromPosition = after.commit === 0n && after.prepare === 0n ? START : after;
  const subscription = client.subscribeToAll(
    { fromPosition, filter: excludeSystemEvents() },
    { highWaterMark: batch },
  );
  const news = new News();
  const time = new RecordedTime(after);
  let failure: Error | undefined;
  const fail = (error: Error) => {
    failure ??= error;
    news.end();
  };
  const end = () => news.end();
  subscription
    .on('readable', () => news.tell())
    .on('error', fail)
    .on('end', end)
    .on('close', end);
  signal.addEventListener('abort', end);
  try {
    for (;;) {
      const came = await gather(subscription, batch);
      if (signal.aborted) return;
      const events = told(came, time, catalogue);
      if (events.length > 0) yield events;
      else if (came.length > 0) continue;
      else if (news.ended) break;
      else await news.next();
    }
    if (failure !== undefined) throw failure;
  } finally {
    signal.removeEventListener('abort', end);
    // The client reports on a subscription that has been left, too.
    subscription.on('error', () => undefined);
    await subscription.unsubscribe().catch(() => undefined);
    subscription.destroy();
  }
}

/** Our own marks tell the time, and nothing else. */
const told = (came: readonly Resolved[], time: RecordedTime, catalogue: Catalogue): Recorded[] => {
  const events: Recorded[] = [];
  for (const resolved of came) {
    const upTo = sealedBy(resolved);
    if (upTo === undefined) events.push(time.tell(toRecorded(resolved, catalogue)));
    else time.seal(upTo);
  }
  return events;
};

type Subscription = ReturnType<EventStoreDBClient['subscribeToAll']>;

/** Events come one by one: what comes at once goes together, for every batch is a transaction of each view. */
const gather = async (subscription: Subscription, batch: number): Promise<Resolved[]> => {
  const events = take(subscription, batch);
  const until = Date.now() + gatherMs;
  for (let more = events; more.length > 0 && events.length < batch && Date.now() < until;) {
    await breath();
    more = take(subscription, batch - events.length);
    events.push(...more);
  }
  return events;
};

/** What is there already, up to a batch; what is left stays with the server. */
const take = (subscription: Subscription, batch: number): Resolved[] => {
  const events: Resolved[] = [];
  while (events.length < batch) {
    const resolved = subscription.read() as { event?: Resolved } | null;
    if (resolved === null) break;
    if (resolved.event) events.push(resolved.event);
  }
  return events;
};

/** Something has happened since we last looked, or nothing more will. */
class News {
  ended = false;
  private fresh = false;
  private wake: () => void = () => undefined;

  tell(): void {
    this.fresh = true;
    this.wake();
  }

  end(): void {
    this.ended = true;
    this.wake();
  }

  async next(): Promise<void> {
    if (!this.fresh && !this.ended) await new Promise<void>((resolve) => (this.wake = resolve));
    this.fresh = false;
  }
}
