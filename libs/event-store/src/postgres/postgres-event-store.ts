import { setImmediate as breath, setTimeout as after } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Catalogue } from '../catalogue';
import { failpoint } from '../failpoint';
import {
  type Append,
  type Checkpoint,
  Conflict,
  EventStore,
  type FollowOptions,
  type Position,
  type Receipt,
  type Recorded,
  type Revision,
} from '../store';
import { Wake } from '../wake';
import { Announcements } from './announcements';
import { AppendQueue, type Pending } from './append-queue';
import { appendFlight } from './append-statement';
import { type PageAsked, ReadQueue } from './read-queue';
import { storedColumns, storedFrom, type StoredRow } from './stored-row';
import { isTrouble, persistently } from './trouble';

/** How long a reader at the end of the log waits before it looks by itself. */
const pollMs = 250;
const eventsAPage = 1000;
const streamsALook = 1000;
/** How many appends are encoded before others get their turn. */
const encodedAtOnce = 500;

/**
 * The log in PostgreSQL. Several processes may write and read it at once; each takes two connections of its pool
 * for itself while it follows and appends. What it retries is only what may safely happen twice.
 */
export class PostgresEventStore extends EventStore {
  private readonly wake = new Wake();
  private readonly announcements: Announcements;
  private readonly queue = new AppendQueue((flight) => this.send(flight));
  private readonly reads = new ReadQueue((asked) => this.pages(asked));
  private readonly closing = new AbortController();

  constructor(
    private readonly pool: Pool,
    private readonly catalogue: Catalogue,
  ) {
    super();
    this.announcements = new Announcements(pool, this.wake);
  }

  async *read(stream: string, from = 0): AsyncIterable<Recorded> {
    for (let next = from; ;) {
      const page = await this.reads.page(stream, next);
      yield* page;
      if (page.length < eventsAPage) return;
      next = page.at(-1)!.revision + 1;
    }
  }

  async readMany(
    streams: readonly string[],
    from?: ReadonlyMap<string, number>,
  ): Promise<Map<string, Recorded[]>> {
    const found = new Map<string, Recorded[]>();
    for (let at = 0; at < streams.length; at += streamsALook) {
      const some = streams.slice(at, at + streamsALook);
      const firsts = some.map((stream) => from?.get(stream) ?? 0);
      for (const recorded of await this.select('read-many', readManyText, [some, firsts])) {
        const events = found.get(recorded.stream);
        if (events) events.push(recorded);
        else found.set(recorded.stream, [recorded]);
      }
    }
    return found;
  }

  async append(append: Append): Promise<Receipt> {
    const outcome = append.events.length === 0 ? await this.nothingTo(append) : await this.enqueue(append);
    if (outcome instanceof Conflict) throw outcome;
    return outcome;
  }

  async appendMany(appends: readonly Append[]): Promise<(Receipt | Conflict)[]> {
    const outcomes: Promise<Receipt | Conflict>[] = [];
    for (let at = 0; at < appends.length; at += encodedAtOnce) {
      if (at > 0) await breath();
      for (const append of appends.slice(at, at + encodedAtOnce)) {
        outcomes.push(append.events.length === 0 ? this.nothingTo(append) : this.enqueue(append));
      }
    }
    return Promise.all(outcomes);
  }

  async *follow(
    from: Checkpoint,
    { signal, batch = eventsAPage }: FollowOptions = {},
  ): AsyncIterable<readonly Recorded[]> {
    const stop = AbortSignal.any(signal ? [signal, this.closing.signal] : [this.closing.signal]);
    this.announcements.listen();
    let reached = from.commit;
    while (!stop.aborted) {
      const page = await this.select('follow', followText, [reached, batch]).catch(async (error: unknown) => {
        if (!isTrouble(error) && !stop.aborted) throw error;
        await after(pollMs, undefined, { signal: stop }).catch(() => undefined);
        return [];
      });
      if (stop.aborted) return;
      if (page.length > 0) {
        reached = page.at(-1)!.position;
        yield page;
      } else await this.wake.beyond(reached, stop, pollMs);
    }
  }

  async head(): Promise<Position> {
    const text = 'select coalesce(max(position), 0) from ledger.events';
    const { rows } = await persistently(() =>
      this.pool.query<[string]>({ name: 'ledger-head', text, rowMode: 'array' }),
    );
    return BigInt(rows[0]![0]);
  }

  /** Ends what follows, and waits for what is being appended; the pool stays its owner's. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.queue.drained();
    await this.announcements.close();
  }

  private enqueue(append: Append): Promise<Receipt | Conflict> {
    const events = this.catalogue.encode(append);
    const { stream, expected } = append;
    return new Promise((settle, fail) => this.queue.push({ stream, expected, events, settle, fail }));
  }

  private async send(flight: readonly Pending[]): Promise<void> {
    try {
      failpoint('before-append');
      const outcomes = await persistently(() => appendFlight(this.pool, flight));
      failpoint('after-append-before-answer');
      this.tell(outcomes);
      flight.forEach((append, index) => append.settle(outcomes[index]!));
    } catch (error) {
      // What one append is refused for is no fault of those it travelled with.
      if (flight.length > 1 && !isTrouble(error)) for (const append of flight) await this.send([append]);
      else for (const append of flight) append.fail(error);
    }
  }

  private tell(outcomes: readonly (Receipt | Conflict)[]): void {
    let newest = 0n;
    for (const outcome of outcomes) {
      if (!(outcome instanceof Conflict) && outcome.position! > newest) newest = outcome.position!;
    }
    if (newest === 0n) return;
    this.wake.grown(newest);
    this.announcements.announce(newest);
  }

  private async nothingTo({ stream, expected }: Append): Promise<Receipt | Conflict> {
    const text = 'select max(revision) from ledger.events where stream = $1';
    const { rows } = await persistently(() => this.pool.query<{ max: number | null }>(text, [stream]));
    const actual: Revision = rows[0]!.max ?? 'none';
    return actual === expected
      ? { revision: actual, position: null }
      : new Conflict(stream, expected, actual);
  }

  private async pages(asked: readonly PageAsked[]): Promise<Recorded[][]> {
    const [one] = asked;
    if (asked.length === 1)
      return [await this.select('read', readText, [one!.stream, one!.from, eventsAPage])];
    const values = [asked.map(({ stream }) => stream), asked.map(({ from }) => from), eventsAPage];
    const pages: Recorded[][] = asked.map(() => []);
    for (const row of await this.rows('read-pages', readPagesText, values))
      pages[Number(row.at(-1)) - 1]!.push(this.catalogue.decode(storedFrom(row)));
    return pages;
  }

  private async select(name: string, text: string, values: unknown[]): Promise<Recorded[]> {
    const rows = await this.rows(name, text, values);
    return rows.map((row) => this.catalogue.decode(storedFrom(row)));
  }

  private async rows(name: string, text: string, values: unknown[]): Promise<(StoredRow & unknown[])[]> {
    const query = { name: `ledger-${name}`, text, values, rowMode: 'array' as const };
    return (await persistently(() => this.pool.query<StoredRow & unknown[]>(query))).rows;
  }
}

const readText = `
  select ${storedColumns} from ledger.events e
   where e.stream = $1 and e.revision >= $2 order by e.revision limit $3`;

/** The last column says which of the pages asked for a row belongs to, counted from 1. */
const readPagesText = `
  select ${storedColumns}, s.n
    from unnest($1::text[], $2::integer[]) with ordinality s(stream, first, n)
   cross join lateral (
         select * from ledger.events e
          where e.stream = s.stream and e.revision >= s.first order by e.revision limit $3) e
   order by s.n, e.revision`;

const readManyText = `
  select ${storedColumns}
    from unnest($1::text[], $2::integer[]) with ordinality s(stream, first, n)
    join ledger.events e on e.stream = s.stream and e.revision >= s.first
   order by s.n, e.revision`;

const followText = `
  select ${storedColumns} from ledger.events e where e.position > $1 order by e.position limit $2`;
