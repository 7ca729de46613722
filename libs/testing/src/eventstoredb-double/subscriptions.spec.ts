import { setTimeout as pause } from 'node:timers/promises';
import {
  END,
  eventTypeFilter,
  excludeSystemEvents,
  streamNameFilter,
  type Position,
} from '@eventstore/db-client';
import { classic, collect, fact, facts, useDouble, watch } from './double.fixture';

describe('a subscription', () => {
  const at = useDouble();
  const append = (stream: string, events: ReturnType<typeof facts>) =>
    at.client.appendToStream(stream, events, classic);

  it('catches up, says so, and goes on live', async () => {
    await append('a', facts(40));
    const subscription = at.client.subscribeToAll({ filter: excludeSystemEvents() });
    const { seen, happened } = watch(subscription);
    await seen('caughtUp');
    await append('b', [fact(40)]);
    await seen('40');
    const counted = Array.from({ length: 40 }, (_, n) => String(n));
    expect(happened).toEqual(['confirmation', ...counted, 'caughtUp', '40']);
    await subscription.unsubscribe();
  });

  it('starts after the position or the revision named', async () => {
    const { position } = await append('a', [fact(0), fact(1)]);
    await append('a', [fact(2)]);
    const toAll = watch(at.client.subscribeToAll({ fromPosition: position! }));
    const toStream = watch(at.client.subscribeToStream('a', { fromRevision: 0n }));
    const toEnd = watch(at.client.subscribeToAll({ fromPosition: END }));
    await Promise.all([toAll.seen('caughtUp'), toStream.seen('caughtUp'), toEnd.seen('caughtUp')]);
    await append('a', [fact(3)]);
    await Promise.all([toAll.seen('3'), toStream.seen('3'), toEnd.seen('3')]);
    expect(toAll.happened).toEqual(['confirmation', '2', 'caughtUp', '3']);
    expect(toStream.happened).toEqual(['confirmation', '1', '2', 'caughtUp', '3']);
    expect(toEnd.happened).toEqual(['confirmation', 'caughtUp', '3']);
  });

  it('may wait for a stream that is not there yet, and ends when the stream does', async () => {
    const { seen, happened } = watch(at.client.subscribeToStream('a'));
    await seen('caughtUp');
    await append('a', [fact(0)]);
    await seen('0');
    await at.client.tombstoneStream('a');
    await seen('stream-deleted');
    expect(happened).toEqual(['confirmation', 'caughtUp', '0', 'stream-deleted']);
  });

  it('is silently live beyond the end of the log, and skips until it is passed', async () => {
    const { position } = await append('a', [fact(0)]);
    const ahead = position!.commit + 300n;
    const { seen, happened } = watch(
      at.client.subscribeToAll({ fromPosition: { commit: ahead, prepare: ahead } }),
    );
    await seen('caughtUp');
    for (let n = 1; n < 12; n += 1) await append('a', [fact(n)]);
    await seen('11');
    const [, first] = happened.filter((what) => what !== 'confirmation');
    const passed = (await collect(at.client.readAll())).filter(({ event }) => event!.position.commit > ahead);
    expect(first).toBe(String((passed[0]?.event?.data as { n: number }).n));
    expect(Number(first)).toBeGreaterThan(1);
  });

  it.each([
    ['type prefixes', eventTypeFilter({ prefixes: ['Wanted', 'Also'] }), ['0', '1', '2', '3']],
    ['a type regex', eventTypeFilter({ regex: '^Wanted$' }), ['0', '1']],
    ['stream prefixes', streamNameFilter({ prefixes: ['b'] }), ['2', '3', '4', '5']],
    ['a stream regex', streamNameFilter({ regex: '^c?a-' }), ['0', '1']],
  ])('to $all can be narrowed by %s', async (_, filter, wanted) => {
    await append('a-1', [fact(0, 'Wanted'), fact(1, 'Wanted')]);
    await append('b-1', [
      fact(2, 'AlsoWanted'),
      fact(3, 'AlsoWanted'),
      fact(4, 'Other'),
      fact(5, 'NotWanted'),
    ]);
    const { seen, happened } = watch(at.client.subscribeToAll({ filter }));
    await seen('caughtUp');
    expect(happened).toEqual(['confirmation', ...wanted, 'caughtUp']);
  });

  it('counts checkpoints by the events looked at, in the past, at the switch and live', async () => {
    const positions: Position[] = [];
    const { position: upTo } = await append('a', facts(24, 'Unwanted'));
    const { note, seen, happened } = watch(
      at.client.subscribeToAll({
        filter: eventTypeFilter({
          prefixes: ['Wanted'],
          maxSearchWindow: 5,
          checkpointInterval: 2,
          checkpointReached: async (_, position) => {
            positions.push(position);
            note('checkpoint');
          },
        }),
      }),
    );
    await seen('caughtUp');
    // One system event and 24 others: after 10, after 20, and at the switch.
    expect(happened).toEqual(['confirmation', 'checkpoint', 'checkpoint', 'checkpoint', 'caughtUp']);
    expect(positions.at(-1)).toEqual(upTo);
    for (let n = 0; n < 10; n += 1) await append('a', [fact(n, n === 4 ? 'Wanted' : 'Unwanted')]);
    await seen('checkpoint', 4);
    expect(happened.slice(5)).toEqual(['4', 'checkpoint']);

    const resumed = watch(
      at.client.subscribeToAll({
        fromPosition: positions[2]!,
        filter: eventTypeFilter({ prefixes: ['Wanted'] }),
      }),
    );
    expect(await resumed.seen('caughtUp')).toEqual(['confirmation', '4', 'caughtUp']);
  });

  it('loses nothing to a slow consumer, who may be told twice of having caught up', async () => {
    const subscription = at.client.subscribeToAll({ filter: excludeSystemEvents() }, { highWaterMark: 1 });
    let caughtUp = 0;
    subscription.on('caughtUp', () => (caughtUp += 1));
    const read: number[] = [];
    const text = 'x'.repeat(2_000);
    const writing = (async () => {
      for (let n = 0; n < 1_500; n += 50)
        await append(
          'a',
          Array.from({ length: 50 }, (_, i) => ({ ...fact(n + i), data: { n: n + i, text } })),
        );
    })();
    for await (const { event } of subscription) {
      read.push((event!.data as { n: number }).n);
      if (read.length % 50 === 0) await pause(2);
      if (read.length < 1_500) continue;
      while (caughtUp === 0) await pause(2);
      break;
    }
    await writing;
    expect(read).toEqual(Array.from({ length: 1_500 }, (_, n) => n));
  });

  it('is sent no more than its consumer has room for', async () => {
    const text = 'x'.repeat(20_000);
    for (let n = 0; n < 800; n += 40)
      await append(
        'a',
        facts(40).map((event) => ({ ...event, data: { n, text } })),
      );
    at.double.faults.dropNextSubscription('ok', 600);
    at.client.subscribeToStream('a', {}, { highWaterMark: 1 });
    while (at.double.faults.pending > 0) await pause(5);
    await pause(500);
    // It would be over by now, or soon, had 600 events been sent to a consumer that took none.
    expect(at.double.faults.dropSubscriptions('ok')).toBe(1);
  });

  it('sees every event once and in order while many write', async () => {
    const { seen, happened } = watch(
      at.client.subscribeToAll({ filter: streamNameFilter({ prefixes: ['s-'] }) }),
    );
    await Promise.all(Array.from({ length: 200 }, (_, n) => append(`s-${n}`, [fact(n)])));
    await append('s-end', [fact(999)]);
    await seen('999');
    const order = (await collect(at.client.readAll())).flatMap(({ event }) =>
      event!.streamId.startsWith('s-') ? [String((event!.data as { n: number }).n)] : [],
    );
    expect(happened.filter((what) => /^\d+$/.test(what))).toEqual(order);
  });
});
