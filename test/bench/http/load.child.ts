import { answerParent } from '../ask-child';
import type { Sample } from '../figure';
import { hammer } from '../hammer';
import { HttpClient } from './client';

/** What is asked of a server, and how hard. */
export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** As they go over the wire; the connections take one after the other, and begin again at the end. */
  readonly requests: readonly string[];
}

/** A process that does nothing but ask, so that the server's process does nothing but answer. */
const load = async ({ port, connections, seconds, requests }: Load): Promise<Sample> => {
  const clients = Array.from({ length: connections }, () => new HttpClient(port));
  let next = 0;
  const sample = await hammer(connections, seconds, (caller) =>
    clients[caller]!.ask(requests[next++ % requests.length]!),
  );
  for (const client of clients) client.close();
  return sample;
};

answerParent(load);
