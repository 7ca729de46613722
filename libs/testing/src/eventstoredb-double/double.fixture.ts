import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import {
  EventStoreDBClient,
  jsonEvent,
  type AllStreamSubscription,
  type ResolvedEvent,
  type StreamSubscription,
} from '@eventstore/db-client';
import { EventStoreDbDouble, type Options } from '.';

/** Given to an append, they make the client take the classic path; a server without TLS never sees them. */
export const classic = { credentials: { username: 'admin', password: 'changeit' } };

export const fact = (n: number, type = 'Counted', id: string = randomUUID()) =>
  jsonEvent({ id, type, data: { n }, metadata: { $correlationId: 'c-1' } });

export const facts = (count: number, type?: string) => Array.from({ length: count }, (_, n) => fact(n, type));

/** A double and its clients, gone again after each test of the suite. */
export const useDouble = (options?: Options) => {
  const at = {} as { double: EventStoreDbDouble; client: EventStoreDBClient };
  let clients: EventStoreDBClient[] = [];
  const connect = () => {
    const client = EventStoreDBClient.connectionString(at.double.connectionString);
    clients.push(client);
    return client;
  };
  beforeEach(async () => {
    at.double = await EventStoreDbDouble.start(options);
    at.client = connect();
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.dispose()));
    clients = [];
    await at.double.stop();
  });
  return Object.assign(at, { connect });
};

export const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
};

/** What a subscription does, in order; `seen` resolves once it has done all that is asked for. */
export const watch = (subscription: AllStreamSubscription | StreamSubscription) => {
  const happened: string[] = [];
  let waiting: (() => void)[] = [];
  const note = (what: string) => {
    happened.push(what);
    for (const look of waiting) look();
  };
  const emitter = subscription as unknown as Readable;
  emitter.on('data', ({ event }: ResolvedEvent) => {
    note(String((event?.data as { n?: number } | undefined)?.n ?? event?.type));
  });
  for (const what of ['confirmation', 'caughtUp', 'end'] as const) emitter.on(what, () => note(what));
  emitter.on('error', (error: Error & { type?: string }) => note(error.type ?? error.message));
  const seen = (what: string, times = 1) =>
    new Promise<string[]>((resolve) => {
      const look = () => {
        if (happened.filter((one) => one === what).length < times) return;
        waiting = waiting.filter((other) => other !== look);
        resolve(happened);
      };
      waiting.push(look);
      look();
    });
  return { happened, seen, note };
};
