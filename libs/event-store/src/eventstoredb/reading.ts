import { BACKWARDS, END, type EventStoreDBClient, StreamNotFoundError } from '@eventstore/db-client';
import type { toRecorded } from './envelope';
import { NoAnswer } from './trouble';

export type Resolved = Parameters<typeof toRecorded>[0];

/** A page of a stream, in order; empty for a stream that is unknown. */
export const pageOf = (
  client: EventStoreDBClient,
  stream: string,
  { from, most, within }: { from: number; most: number; within: number },
): Promise<Resolved[]> =>
  collected(
    client.readStream(stream, { fromRevision: BigInt(from), maxCount: most, requiresLeader: true }),
    within,
  );

export const lastOfStream = async (
  client: EventStoreDBClient,
  stream: string,
  within: number,
): Promise<Resolved | undefined> => {
  const options = { fromRevision: END, direction: BACKWARDS, maxCount: 1, requiresLeader: true } as const;
  return (await collected(client.readStream(stream, options), within))[0];
};

interface Reading extends AsyncIterable<unknown> {
  on(event: 'error', listener: () => void): unknown;
  destroy(error?: Error): unknown;
  cancel(): Promise<void>;
}

/** The client waits for a read for ever; we do not. */
export const collected = async (reading: Reading, within: number): Promise<Resolved[]> => {
  const events: Resolved[] = [];
  // The client may report on a read that has been left, too.
  reading.on('error', () => undefined);
  const impatience = setTimeout(() => {
    reading.cancel().catch(() => undefined);
    reading.destroy(new NoAnswer(within));
  }, within);
  try {
    for await (const resolved of reading as AsyncIterable<{ event?: Resolved }>) {
      if (resolved.event) events.push(resolved.event);
    }
    return events;
  } catch (error) {
    if (error instanceof StreamNotFoundError) return [];
    throw error;
  } finally {
    clearTimeout(impatience);
  }
};
