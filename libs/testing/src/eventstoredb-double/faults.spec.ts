import { setTimeout as pause } from 'node:timers/promises';
import { EventStoreDBClient, excludeSystemEvents } from '@eventstore/db-client';
import { EventStoreDbDouble } from '.';
import { classic, collect, fact, facts, useDouble, watch } from './double.fixture';

const at = useDouble();
const append = (
  events: ReturnType<typeof facts>,
  expectedRevision: bigint | 'no_stream' = 'no_stream',
  more = {},
) => at.client.appendToStream('a', events, { ...classic, expectedRevision, ...more });
const written = async () => {
  try {
    return (await collect(at.client.readStream('a'))).length;
  } catch {
    return 0;
  }
};

describe('an append', () => {
  it.each(['unavailable', 'deadline', 'timeout', 'cancelled'] as const)(
    'may fail unwritten as %s',
    async (as) => {
      at.double.faults.failAppend(as);
      const type = as === 'deadline' ? 'deadline-exceeded' : as;
      await expect(append(facts(1))).rejects.toMatchObject({ type });
      expect(await written()).toBe(0);
      expect((await append(facts(1))).nextExpectedRevision).toBe(0n);
      expect(at.double.faults.pending).toBe(0);
    },
  );

  it.each([
    ['cut', 'unavailable'],
    ['unavailable', 'unavailable'],
    ['deadline', 'deadline-exceeded'],
  ] as const)(
    'may be written and never acknowledged (%s), and be recognised when retried',
    async (as, type) => {
      at.double.faults.loseAcknowledgement(as);
      const events = facts(2);
      await expect(append(events)).rejects.toMatchObject({ type });
      const retried = await append(events);
      const [, last] = await collect(at.client.readStream('a'));
      expect(retried).toEqual({ success: true, nextExpectedRevision: 1n, position: last?.event?.position });
      expect(await written()).toBe(2);
    },
  );

  it('may lose its acknowledgement on the shared stream too', async () => {
    at.double.faults.loseAcknowledgement('deadline');
    const events = facts(1);
    const batched = { expectedRevision: 'no_stream' } as const;
    await expect(at.client.appendToStream('a', events, batched)).rejects.toMatchObject({
      type: 'deadline-exceeded',
    });
    expect(await at.client.appendToStream('a', events, batched)).toMatchObject({ nextExpectedRevision: 0n });
    at.double.faults.loseAcknowledgement('cut');
    await expect(at.client.appendToStream('a', facts(1))).rejects.toMatchObject({ type: 'unavailable' });
    expect(await written()).toBe(2);
  });

  it('may be late, and be written after its caller has given up', async () => {
    const held = at.double.faults.holdAppend({ times: Infinity });
    let isHeld = false;
    void held.reached.then(() => (isHeld = true));
    const events = facts(1);
    // Whoever is slow gives up before the server has heard of it, and asks again.
    for (; !isHeld;)
      await expect(append(events, 'no_stream', { deadline: 500 })).rejects.toMatchObject({
        type: 'deadline-exceeded',
      });
    expect(await written()).toBe(0);
    held.goOn();
    while ((await written()) === 0) await pause(5);
    expect((await append(events)).nextExpectedRevision).toBe(0n);
  });

  it('is not written where the server crashes before', async () => {
    const held = at.double.faults.holdAppend();
    const lost = expect(append(facts(1))).rejects.toMatchObject({ type: 'unavailable' });
    await held.reached;
    await at.double.crash();
    await lost;
    held.goOn();
    await at.double.restart();
    expect(await written()).toBe(0);
  });

  it('meets every fault that fits it, as often as asked for', async () => {
    const { faults } = at.double;
    faults.delayAppend(30, { times: 2 });
    faults.failAppend('unavailable', { times: 2, stream: 'a' });
    faults.loseAcknowledgement('deadline', { stream: (name) => name === 'a' });
    await at.client.appendToStream('b', facts(1), classic);
    const events = facts(1);
    await expect(append(events)).rejects.toMatchObject({ type: 'unavailable' });
    await expect(append(events)).rejects.toMatchObject({ type: 'unavailable' });
    await expect(append(events)).rejects.toMatchObject({ type: 'deadline-exceeded' });
    expect((await append(events)).success).toBe(true);
    expect(faults.pending).toBe(0);
  });
});

describe('a node that does not lead', () => {
  it('names the leader, where the next call goes', async () => {
    const leader = await EventStoreDbDouble.start();
    const port = Number(new URL(leader.connectionString).port);
    at.double.faults.answerNotLeader({ host: '127.0.0.1', port });
    await expect(append(facts(1))).rejects.toMatchObject({
      type: 'not-leader',
      leader: { address: '127.0.0.1', port },
    });
    expect((await append(facts(1))).success).toBe(true);
    const reader = EventStoreDBClient.connectionString(leader.connectionString);
    expect(await collect(reader.readStream('a'))).toHaveLength(1);
    await leader.stop();
  });

  it('sends readers and batches elsewhere too', async () => {
    const port = Number(new URL(at.double.connectionString).port);
    at.double.faults.answerNotLeader({ host: '127.0.0.1', port }, { times: 2 });
    await expect(collect(at.client.readAll())).rejects.toMatchObject({ type: 'not-leader' });
    await expect(at.client.appendToStream('a', facts(1))).rejects.toMatchObject({ type: 'not-leader' });
    expect((await at.client.appendToStream('a', facts(1))).success).toBe(true);
  });
});

describe('a read', () => {
  it('may be refused', async () => {
    at.double.faults.failRead('unavailable', { stream: '$all' });
    await expect(collect(at.client.readAll())).rejects.toMatchObject({ type: 'unavailable' });
    expect(await collect(at.client.readAll())).toHaveLength(1);
  });
});

describe('a subscription', () => {
  it.each([
    ['ok', 'end'],
    ['cancelled', 'cancelled'],
    ['unavailable', 'unavailable'],
  ] as const)('may be dropped as %s', async (as, ending) => {
    await append(facts(1));
    const { seen, happened } = watch(at.client.subscribeToAll({ filter: excludeSystemEvents() }));
    await seen('caughtUp');
    expect(at.double.faults.dropSubscriptions(as)).toBe(1);
    await seen(ending);
    expect(happened.slice(0, 4)).toEqual(['confirmation', '0', 'caughtUp', ending]);
    expect(at.double.faults.dropSubscriptions(as)).toBe(0);
  });

  it('may be dropped after so many events', async () => {
    await append(facts(5));
    at.double.faults.dropNextSubscription('ok', 3, { stream: 'a' });
    const first = watch(at.client.subscribeToStream('a'));
    expect(await first.seen('end')).toEqual(['confirmation', '0', '1', '2', 'end']);
    const second = watch(at.client.subscribeToStream('a', { fromRevision: 2n }));
    expect(await second.seen('caughtUp')).toEqual(['confirmation', '3', '4', 'caughtUp']);
  });

  it('breaks with a crash, and is taken up where it was after the restart', async () => {
    await append(facts(2));
    const before = at.client.subscribeToAll({ filter: excludeSystemEvents() });
    const broken = watch(before);
    await broken.seen('caughtUp');
    await at.double.crash();
    await broken.seen('unavailable');
    await expect(append([fact(2)], 1n)).rejects.toMatchObject({ type: 'unavailable' });

    await at.double.restart();
    const { position } = await append([fact(2)], 1n);
    const [, last] = await collect(at.client.readStream('a', { maxCount: 2 }));
    const resumed = watch(at.client.subscribeToAll({ fromPosition: last!.event!.position! }));
    await append([fact(3)], 2n);
    await resumed.seen('3');
    expect(resumed.happened.filter((what) => /^\d$/.test(what))).toEqual(['2', '3']);
    expect(position!.commit).toBeGreaterThan(last!.event!.position!.commit);
  });
});

describe('a stalled server', () => {
  it('answers nothing until it goes on, and does not write what nobody waits for any more', async () => {
    const { seen, happened } = watch(at.client.subscribeToStream('a'));
    await seen('caughtUp');
    const release = at.double.faults.stall();
    await expect(append(facts(1), 'no_stream', { deadline: 100 })).rejects.toMatchObject({
      type: 'deadline-exceeded',
    });
    const patient = append([fact(7)], 'no_stream');
    // In each of these turns the server hears what has been sent by then, that somebody has given up included.
    for (let turn = 0; turn < 20; turn += 1) await pause(5);
    expect(happened).toEqual(['confirmation', 'caughtUp']);
    release();
    expect((await patient).nextExpectedRevision).toBe(0n);
    await seen('7');
    expect(await written()).toBe(1);
  });
});

describe('an orderly end', () => {
  it('cancels what is under way', async () => {
    const { seen } = watch(at.client.subscribeToStream('a'));
    await seen('caughtUp');
    await at.double.stop();
    await seen('cancelled');
  });
});

describe('discovery', () => {
  it('finds the one node there is', async () => {
    const endpoint = new URL(at.double.connectionString).host;
    const client = EventStoreDBClient.connectionString(
      `esdb+discover://${endpoint}?tls=false&nodePreference=leader`,
    );
    expect((await client.appendToStream('a', fact(0), classic)).success).toBe(true);
  });
});
