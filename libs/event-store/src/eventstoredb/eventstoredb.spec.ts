import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import { instant } from '#libs/kernel';
import { EventStoreDbDouble } from '../../../testing/src/eventstoredb-double';
import {
  appendOf,
  contextOf,
  eventStoreContract,
  followed,
  noted,
  testCatalogue,
} from '../event-store.contract';
import { MemoryClock } from '../memory/memory-clock';
import { AppendTooLarge, Conflict, origin, type Recorded, StoreUnavailable } from '../store';
import { toStored } from './envelope';
import { EventStoreDbClock } from './eventstoredb-clock';
import { EventStoreDbEventStore } from './eventstoredb-event-store';
import { Scoped } from './scoped.fixture';

const storedIn = async (connectionString: string, stream: string) => {
  const client = EventStoreDBClient.connectionString(connectionString);
  const stored = [];
  for await (const { event } of client.readStream(stream)) if (event) stored.push(toStored(event as never));
  await client.dispose();
  return stored;
};

eventStoreContract('eventstoredb, over a double of its server,', async () => {
  const double = await EventStoreDbDouble.start();
  const { connectionString } = double;
  return {
    many: 300,
    open: async (catalogue = testCatalogue) => new EventStoreDbEventStore(catalogue, { connectionString }),
    stored: (stream) => storedIn(connectionString, stream),
    dispose: () => double.stop(),
  };
});

const real = process.env['EVENTSTOREDB_URL'];
if (real !== undefined) {
  eventStoreContract('eventstoredb, over a real server,', async () => {
    const scope = await Scoped.begin(new EventStoreDbEventStore(testCatalogue, { connectionString: real }));
    return {
      open: async (catalogue = testCatalogue) =>
        scope.over(new EventStoreDbEventStore(catalogue, { connectionString: real })),
      stored: (stream) => storedIn(real, scope.name(stream)),
      dispose: async () => undefined,
    };
  });
}

/** Servers crash, stall and come back, and clients have to find out: that takes its seconds. */
describe('the log in EventStoreDB', () => {
  let double: EventStoreDbDouble;
  let store: EventStoreDbEventStore;
  beforeEach(async () => {
    double = await EventStoreDbDouble.start();
    store = new EventStoreDbEventStore(testCatalogue, {
      connectionString: double.connectionString,
      deadlineMs: 1000,
    });
  });
  afterEach(async () => {
    await store.close();
    await double.stop();
  });

  const texts = (events: readonly Recorded[]) =>
    events.map(({ event }) => (event.data as { text: string }).text);
  const inStream = async (stream: string) => texts((await store.readMany([stream])).get(stream) ?? []);

  /** Follows in the background; `seen` is what has come so far. */
  const following = () => {
    const leave = new AbortController();
    const seen: Recorded[] = [];
    const done = (async () => {
      for await (const page of store.follow(origin, { signal: leave.signal })) seen.push(...page);
    })();
    const until = async (many: number) => {
      while (seen.length < many) await after(5);
      await after(20);
      leave.abort();
      await done;
      return texts(seen);
    };
    return { seen, until };
  };

  it.each(['cut', 'unavailable', 'deadline', 'timeout', 'cancelled'] as const)(
    'is appended to once although the answer is lost (%s)',
    async (as) => {
      double.faults.loseAcknowledgement(as, { times: 2 });
      const receipt = await store.append(appendOf('account-1', ['a', 'b']));
      expect(double.faults.pending).toBe(0);
      expect(await inStream('account-1')).toEqual(['a', 'b']);
      expect(receipt).toEqual({ revision: 1, position: await store.head() });
    },
  );

  it('recognises its own append behind a conflict', async () => {
    const append = appendOf('account-1', ['a', 'b']);
    const original = await store.append(append);
    await store.append(appendOf('account-1', ['c'], { expected: 1 }));
    double.faults.loseAcknowledgement('unavailable');
    expect(await store.append(append)).toEqual(original);
    await expect(store.append({ ...append, context: contextOf() })).rejects.toBeInstanceOf(Conflict);
  });

  it('is asked again of the leader that a node names', async () => {
    const { hostname: host, port } = new URL(double.connectionString);
    double.faults.answerNotLeader({ host, port: Number(port) }, { times: 2 });
    expect(await store.append(appendOf('account-1', ['a']))).toMatchObject({ revision: 0 });
    expect(double.faults.pending).toBe(0);
  });

  it('is asked again with a client of its own making when a server stalls', async () => {
    const goOn = double.faults.stall();
    const appending = store.append(appendOf('account-1', ['a']));
    const reading = store.head();
    await after(1500);
    goOn();
    expect(await appending).toMatchObject({ revision: 0 });
    await reading;
    expect(await inStream('account-1')).toEqual(['a']);
  });

  it('says that it is unavailable when no server answers for long', async () => {
    await double.stop();
    // Chance lengthens and shortens the pauses between attempts, six seconds together: here it leaves nothing of them.
    const chance = jest.spyOn(Math, 'random').mockReturnValue(-0.5);
    await expect(store.append(appendOf('account-1', ['a']))).rejects.toBeInstanceOf(StoreUnavailable);
    chance.mockRestore();
  });

  it('is followed on through a crash in the middle, without a miss or a duplicate', async () => {
    const follower = following();
    const many = 60;
    const appending = (async () => {
      for (let n = 0; n < many; n += 1) await store.append(appendOf(`account-${n}`, [`${n}`]));
    })();
    for (let crash = 0; crash < 3; crash += 1) {
      await after(60);
      await double.crash();
      await after(40);
      await double.restart();
    }
    await appending;
    expect(await follower.until(many)).toEqual(Array.from({ length: many }, (_, n) => `${n}`));
  });

  it.each(['ok', 'cancelled', 'unavailable'] as const)(
    'is followed on after a live subscription was ended with %s',
    async (as) => {
      const follower = following();
      await store.append(appendOf('account-1', ['a']));
      while (follower.seen.length < 1) await after(5);
      for (let n = 0; n < 4; n += 1) {
        expect(double.faults.dropSubscriptions(as)).toBe(1);
        await store.append(appendOf(`account-b${n}`, [`${n}`]));
        while (follower.seen.length < n + 2) await after(5);
        await after(30);
      }
      expect(await follower.until(5)).toEqual(['a', '0', '1', '2', '3']);
    },
  );

  it('is followed on after a subscription that ends while it catches up', async () => {
    for (let n = 0; n < 30; n += 1) await store.append(appendOf(`account-${n}`, [`${n}`]));
    for (const [as, behind] of [
      ['ok', 7],
      ['unavailable', 3],
      ['cancelled', 11],
    ] as const) {
      double.faults.dropNextSubscription(as, behind);
    }
    expect(texts(await followed(store, 30))).toEqual(Array.from({ length: 30 }, (_, n) => `${n}`));
    expect(double.faults.pending).toBe(0);
  });

  it('gives what has gathered in one batch', async () => {
    await store.appendMany(Array.from({ length: 200 }, (_, n) => appendOf(`account-${n}`, ['a', 'b'])));
    let batches = 0;
    let events = 0;
    for await (const page of store.follow(origin)) {
      batches += 1;
      events += page.length;
      // In each of these turns something may come, on a slow machine as on a fast one.
      for (let turn = 0; turn < 20; turn += 1) await after(1);
      if (events === 400) break;
    }
    expect(batches).toBeLessThan(40);
  });

  it('gives what comes at once in one batch, also to a reader who waits for each', async () => {
    await store.appendMany(Array.from({ length: 200 }, (_, n) => appendOf(`account-${n}`, ['a', 'b'])));
    // Time stands still, so that no batch ends because a slow machine has used up its time.
    const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now());
    const sizes: number[] = [];
    let events = 0;
    for await (const { length } of store.follow(origin)) {
      sizes.push(length);
      events += length;
      if (events === 400) break;
    }
    clock.mockRestore();
    expect(sizes.length).toBeLessThan(40);
  });

  describe('tells moments that never fall', () => {
    const at = (time: string) => instant(`2025-03-01T${time}Z`);
    const moments = (events: readonly Recorded[]) =>
      events.map(({ event, recordedAt }) => [(event.data as { text: string }).text, recordedAt]);
    const append = (text: string) => store.append(appendOf(`account-${text}`, [text]));
    /** What a follower is told that begins at each of the checkpoints, beside what one is told that never ends. */
    const toldFromAnywhere = async (many: number) => {
      const all = await followed(store, many);
      for (const [n, { checkpoint }] of all.slice(0, -1).entries())
        expect(await followed(store, many - n - 1, { after: checkpoint })).toEqual(all.slice(n + 1));
      return moments(all);
    };

    it("though the server's clock goes back", async () => {
      for (const [text, time] of [
        ['a', '10:00:00'],
        ['b', '09:59:58'],
        ['c', '09:59:59'],
        ['d', '10:00:01'],
      ] as const) {
        double.now = () => new Date(at(time));
        await append(text);
      }
      expect(await toldFromAnywhere(4)).toEqual([
        ['a', at('10:00:00')],
        ['b', at('10:00:00')],
        ['c', at('10:00:00')],
        ['d', at('10:00:01')],
      ]);
    });

    it('and lie behind whatever moment was sealed before, whichever clock runs ahead', async () => {
      double.now = () => new Date(at('10:00:00'));
      const clock = new EventStoreDbClock(new MemoryClock(), store);
      const { position } = await append('a');
      await clock.seal(at('10:00:05'));
      await clock.seal(at('10:00:03'));
      expect(await store.head()).toBe(position);
      await append('b');
      double.now = () => new Date(at('10:00:07'));
      await append('c');
      expect(await toldFromAnywhere(3)).toEqual([
        ['a', at('10:00:00')],
        ['b', at('10:00:05.001')],
        ['c', at('10:00:07')],
      ]);
    });

    it('by a simulated clock, also of events that were on their way when it moved', async () => {
      const reading = new MemoryClock(at('10:00:00'));
      const { connectionString } = double;
      const simulated = new EventStoreDbEventStore(testCatalogue, { connectionString, clock: reading });
      const clock = new EventStoreDbClock(reading, simulated);
      await simulated.append(appendOf('account-a', ['a']));
      await clock.seal(await clock.now());
      await simulated.append(appendOf('account-b', ['b']));
      const slow = jest.spyOn(reading, 'now').mockResolvedValueOnce(at('10:00:00'));
      await clock.moveTo(at('11:00:00'));
      await simulated.append(appendOf('account-c', ['c']));
      slow.mockRestore();
      await simulated.close();
      expect(await toldFromAnywhere(3)).toEqual([
        ['a', at('10:00:00')],
        ['b', at('10:00:00.001')],
        ['c', at('11:00:00')],
      ]);
    });

    it('and a crowd that seals leaves few marks, which nobody sees', async () => {
      const clock = new EventStoreDbClock(new MemoryClock(), store);
      await Promise.all(Array.from({ length: 50 }, (_, n) => clock.seal(at(`10:00:${10 + n}`))));
      expect(await store.head()).toBe(0n);
      for (let n = 0; n < 150; n += 1) await clock.seal(at(`11:00:00.${100 + n}`));
      expect(await store.head()).toBe(0n);
      const { position } = await append('a');
      expect(await store.head()).toBe(position);
      const client = EventStoreDBClient.connectionString(double.connectionString);
      const marks = [];
      for await (const { event } of client.readStream('tierledger-seals')) marks.push(event);
      expect(marks).toHaveLength(151);
      await client.dispose();
    });
  });

  it('delivers what others have written as unreadable, and leaves the events of the server out', async () => {
    const client = EventStoreDBClient.connectionString(double.connectionString);
    const foreign = {
      id: randomUUID(),
      contentType: 'application/json',
      type: 'Noted',
      data: { text: 'x' },
    } as const;
    await client.appendToStream('theirs', foreign as never);
    await client.setStreamMetadata('theirs', { maxAge: 1000 } as never);
    const { position } = await store.append(appendOf('account-1', ['a']));
    await client.setStreamMetadata('theirs', { maxAge: 2000 } as never);
    expect(await store.head()).toBe(position);
    const events = await followed(store, 2);
    expect(events.map(({ stream, unreadable }) => [stream, unreadable !== undefined])).toEqual([
      ['theirs', true],
      ['account-1', false],
    ]);
    await client.dispose();
  });

  it('refuses an append that the server would not take, before it asks', async () => {
    const large = noted('x'.repeat(1024 * 1024));
    await expect(
      store.append({ stream: 'account-1', events: [large], expected: 'none', context: contextOf() }),
    ).rejects.toThrow(AppendTooLarge);
  });
});
