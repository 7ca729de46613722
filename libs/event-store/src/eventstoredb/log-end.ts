import { BACKWARDS, END, type EventStoreDBClient } from '@eventstore/db-client';
import type { Position } from '../store';
import { collected, type Resolved } from './reading';
import { sealedBy } from './seals';

/** Whether followers are given it: it is neither the server's own nor one of our marks. */
const isGiven = (event: Resolved): boolean => !event.type.startsWith('$') && sealedBy(event) === undefined;

/** Mostly the very last event is one that followers are given. */
const firstLook = 1;
const eventsALook = 64;

/** The last position that a follower of the log comes to. What has been looked at once is not looked at again. */
export class LogEnd {
  private seen = { upTo: 0n, last: 0n };

  async find(client: EventStoreDBClient, within: number): Promise<Position> {
    let newest: Position | undefined;
    let last: Position | undefined;
    let fromPosition: typeof END | { commit: bigint; prepare: bigint } = END;
    for (let maxCount = firstLook; last === undefined; maxCount = eventsALook) {
      const options = { fromPosition, direction: BACKWARDS, maxCount, requiresLeader: true } as const;
      const page: Resolved[] = await collected(client.readAll(options), within);
      newest ??= page[0]?.position?.commit;
      last = this.lastIn(page) ?? (page.length < maxCount ? 0n : undefined);
      fromPosition = page.at(-1)?.position ?? END;
    }
    this.seen = { upTo: newest ?? 0n, last };
    return last;
  }

  private lastIn(page: readonly Resolved[]): Position | undefined {
    for (const event of page) {
      const { commit } = event.position;
      if (commit === this.seen.upTo) return this.seen.last;
      if (isGiven(event)) return commit;
    }
    return undefined;
  }
}
