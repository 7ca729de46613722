import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { binaryEvent, jsonEvent } from '@eventstore/db-client';
import { classic, collect, fact, facts, useDouble } from './double.fixture';

describe.each([
  ['one call each', classic],
  ['one stream for all', {}],
])('appending through %s', (_, how) => {
  const at = useDouble({ maxAppendSize: 64 * 1024 });
  const append = (
    stream: string,
    events: ReturnType<typeof facts>,
    expectedRevision: bigint | 'any' | 'no_stream' | 'stream_exists',
  ) => at.client.appendToStream(stream, events, { ...how, expectedRevision });

  it('answers with the last revision and the position the event is read at', async () => {
    const first = await append('a', facts(2), 'no_stream');
    const second = await append('a', facts(1), 1n);
    expect([first.success, first.nextExpectedRevision, second.nextExpectedRevision]).toEqual([true, 1n, 2n]);
    const [, one, two] = await collect(at.client.readStream('a'));
    expect([one?.event?.position, two?.event?.position]).toEqual([first.position, second.position]);
  });

  it('refuses what expects another revision, and says which one there is', async () => {
    await append('a', facts(3), 'no_stream');
    const refused = (actualVersion: unknown, expectedVersion: unknown) => ({
      type: 'wrong-expected-version',
      streamName: expect.any(String),
      actualVersion,
      expectedVersion,
    });
    await expect(append('a', facts(1), 'no_stream')).rejects.toMatchObject(refused(2n, 'no_stream'));
    await expect(append('a', facts(1), 1n)).rejects.toMatchObject(refused(2n, 1n));
    await expect(append('a', facts(1), 9n)).rejects.toMatchObject(refused(2n, 9n));
    await expect(append('b', facts(1), 0n)).rejects.toMatchObject(refused('no_stream', 0n));
    await expect(append('b', facts(1), 'stream_exists')).rejects.toMatchObject(
      refused('no_stream', 'stream_exists'),
    );
    await expect(append('a', facts(1), 'stream_exists')).resolves.toMatchObject({ nextExpectedRevision: 3n });
    expect(await collect(at.client.readStream('a'))).toHaveLength(4);
  });

  it('recognises a retry by ids at the revisions they would have had, even after a restart', async () => {
    const events = facts(3);
    const original = await append('a', events, 'no_stream');
    await append('a', facts(1), 2n);
    await at.double.restart();
    const retry = (part: typeof events, expectedRevision: bigint | 'no_stream') =>
      at.client.appendToStream('a', part, { ...how, expectedRevision });
    expect(await retry(events, 'no_stream')).toEqual(original);
    expect(await retry(events.slice(1), 0n)).toEqual(original);
    expect(await retry(events.slice(0, 2), 'no_stream')).toMatchObject({ nextExpectedRevision: 1n });
    expect(await collect(at.client.readStream('a'))).toHaveLength(4);
  });

  it('takes a retry that overlaps only in part for a conflict', async () => {
    const events = facts(2);
    await append('a', events, 'no_stream');
    const conflict = { type: 'wrong-expected-version', actualVersion: 1n };
    await expect(append('a', [...events, fact(2)], 'no_stream')).rejects.toMatchObject(conflict);
    await expect(append('a', [events[0]!, fact(1)], 'no_stream')).rejects.toMatchObject(conflict);
    await expect(append('a', [...events].reverse(), 'no_stream')).rejects.toMatchObject(conflict);
    await expect(append('b', events, 0n)).rejects.toMatchObject({ ...conflict, actualVersion: 'no_stream' });
  });

  it('takes an append of nothing at the right revision, and at a stale one for a conflict', async () => {
    await append('a', facts(2), 'no_stream');
    expect(await append('a', [], 1n)).toMatchObject({ success: true, nextExpectedRevision: 1n });
    await expect(append('a', [], 0n)).rejects.toMatchObject({
      type: 'wrong-expected-version',
      actualVersion: 1n,
    });
  });

  it('knows ids expected anywhere for as long as it runs, and no longer', async () => {
    const events = facts(2);
    const original = await append('a', events, 'any');
    expect(await append('a', events, 'any')).toEqual(original);
    await expect(append('a', [events[0]!, fact(7)], 'any')).rejects.toMatchObject({
      type: 'wrong-expected-version',
    });
    await at.double.restart();
    const again = await append('a', events, 'any');
    expect(again.nextExpectedRevision).toBe(3n);
  });

  it('refuses an append beyond the size limit, whole', async () => {
    const large = jsonEvent({ type: 'Large', data: { text: 'x'.repeat(40_000) } });
    const refused = at.client.appendToStream('a', [large, { ...large, id: randomUUID() }], how);
    await expect(refused).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 65_536,
    });
    await expect(collect(at.client.readStream('a'))).rejects.toMatchObject({ type: 'stream-not-found' });
  });

  it('refuses an id that is no UUID', async () => {
    await expect(append('a', [fact(0, 'Counted', 'no-uuid')], 'any')).rejects.toMatchObject({
      type: 'unknown',
    });
  });

  it('lets one of twenty writers at the same revision win', async () => {
    const clients = Array.from({ length: 5 }, at.connect);
    for (let revision = -1n; revision < 9n; revision += 1n) {
      const expectedRevision = revision < 0n ? 'no_stream' : revision;
      const writers = Array.from({ length: 20 }, (__, n) =>
        clients[n % 5]!.appendToStream('a', fact(n), { ...how, expectedRevision }),
      );
      const outcomes = await Promise.allSettled(writers);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason.type).toBe('wrong-expected-version');
    }
    const revisions = (await collect(at.client.readStream('a'))).map(({ event }) => event?.revision);
    expect(revisions).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n]);
  });

  it('keeps hundreds of streams apart and in one order', async () => {
    const streams = Array.from({ length: 300 }, (__, n) => `s-${n}`);
    await Promise.all(streams.map((stream) => append(stream, facts(3), 'no_stream')));
    const all = await collect(at.client.readAll());
    const ours = all.flatMap(({ event }) => (event!.streamId.startsWith('s-') ? [event!] : []));
    expect(ours).toHaveLength(900);
    for (const stream of streams)
      expect(ours.filter(({ streamId }) => streamId === stream).map(({ revision }) => revision)).toEqual([
        0n,
        1n,
        2n,
      ]);
    const commits = all.map(({ event }) => event!.position.commit);
    expect(commits.every((commit, n) => n === 0 || commit > commits[n - 1]! + 1n)).toBe(true);
  });
});

describe('the double and the client', () => {
  it('share one grpc-js and one google-protobuf, whose classes would not know each other otherwise', () => {
    const { resolve } = createRequire(require.resolve('@eventstore/db-client'));
    for (const shared of ['@grpc/grpc-js', 'google-protobuf'])
      expect(resolve(shared)).toBe(require.resolve(shared));
  });
});

describe('reading', () => {
  const at = useDouble();
  const revisions = async (options: Parameters<typeof at.client.readStream>[1]) =>
    (await collect(at.client.readStream('a', options))).map(({ event }) => Number(event!.revision));
  const places = async (options: Parameters<typeof at.client.readAll>[0]) =>
    (await collect(at.client.readAll(options))).map(({ event }) => event!.position.commit);

  it('gives back what was written, and when', async () => {
    at.double.now = () => new Date('2026-03-01T10:20:30.456Z');
    const json = jsonEvent({ type: 'Said', data: { word: 'Größe' }, metadata: { by: 'ana' } });
    const binary = binaryEvent({ type: 'Seen', data: Uint8Array.from([0, 255, 7]) });
    await at.client.appendToStream('a', [json, binary], classic);
    const [said, seen] = (await collect(at.client.readStream('a'))).map(({ event }) => event);
    expect(said).toMatchObject({
      id: json.id,
      type: 'Said',
      data: { word: 'Größe' },
      metadata: { by: 'ana' },
    });
    expect(said).toMatchObject({
      streamId: 'a',
      isJson: true,
      created: new Date('2026-03-01T10:20:30.456Z'),
    });
    expect([...(seen?.data as Uint8Array)]).toEqual([0, 255, 7]);
    expect(seen?.isJson).toBe(false);
  });

  it('starts at a revision, inclusive, in either direction', async () => {
    await at.client.appendToStream('a', facts(5), classic);
    expect(await revisions({ fromRevision: 2n })).toEqual([2, 3, 4]);
    expect(await revisions({ fromRevision: 1n, maxCount: 2 })).toEqual([1, 2]);
    expect(await revisions({ fromRevision: 9n })).toEqual([]);
    expect(await revisions({ direction: 'backwards', fromRevision: 2n })).toEqual([2, 1, 0]);
    expect(await revisions({ direction: 'backwards', fromRevision: 'end', maxCount: 1 })).toEqual([4]);
    expect(await revisions({ direction: 'backwards', fromRevision: 'start' })).toEqual([0]);
    await expect(collect(at.client.readStream('none'))).rejects.toMatchObject({
      type: 'stream-not-found',
      streamName: 'none',
    });
  });

  it('starts in $all at a position, inclusive forwards and exclusive backwards', async () => {
    await at.client.appendToStream('a', facts(3), classic);
    const all = await places({});
    expect((await collect(at.client.readAll({ maxCount: 1 })))[0]?.event?.type).toBe('$metadata');
    const [, , third, last] = all as [bigint, bigint, bigint, bigint];
    const fromPosition = { commit: third, prepare: third };
    expect(await places({ fromPosition })).toEqual([third, last]);
    expect(await places({ fromPosition, direction: 'backwards' })).toEqual(all.slice(0, 2).reverse());
    expect(await places({ fromPosition: 'end', direction: 'backwards', maxCount: 1 })).toEqual([last]);
    expect(await places({ fromPosition: 'end' })).toEqual([]);
  });

  it('loses nothing to a slow reader', async () => {
    const text = 'x'.repeat(20_000);
    for (let n = 0; n < 20; n += 1)
      await at.client.appendToStream(
        'a',
        Array.from({ length: 40 }, () => jsonEvent({ type: 'T', data: { text } })),
        classic,
      );
    let read = 0;
    for await (const _ of at.client.readStream('a'))
      if (++read % 200 === 0) await new Promise((r) => setTimeout(r, 20));
    expect(read).toBe(800);
  });
});

describe('deleting', () => {
  const at = useDouble();
  const revisions = async (stream: string) =>
    (await collect(at.client.readStream(stream))).map(({ event }) => event!.revision);

  it('hides a stream, which goes on counting when it comes back', async () => {
    await at.client.appendToStream('a', facts(3), classic);
    expect((await at.client.deleteStream('a', { expectedRevision: 2n })).position?.commit).toBeGreaterThan(
      0n,
    );
    await expect(revisions('a')).rejects.toMatchObject({ type: 'stream-not-found' });
    await expect(
      at.client.appendToStream('a', facts(1), { ...classic, expectedRevision: 'stream_exists' }),
    ).rejects.toMatchObject({ type: 'stream-deleted', streamName: 'a' });

    const back = await at.client.appendToStream('a', facts(2), { ...classic, expectedRevision: 'no_stream' });
    expect(back.nextExpectedRevision).toBe(4n);
    expect(await revisions('a')).toEqual([3n, 4n]);
    expect((await at.client.getStreamMetadata('a')).metadata).toEqual({ truncateBefore: 3 });
  });

  it('ends a stream for good', async () => {
    await at.client.appendToStream('a', facts(1), classic);
    await at.client.tombstoneStream('a');
    const deleted = { type: 'stream-deleted', streamName: 'a' };
    await expect(revisions('a')).rejects.toMatchObject(deleted);
    await expect(at.client.appendToStream('a', facts(1), classic)).rejects.toMatchObject(deleted);
    await expect(at.client.appendToStream('a', facts(1))).rejects.toMatchObject(deleted);
    await expect(at.client.deleteStream('a')).rejects.toMatchObject(deleted);
  });

  it('says in trailers which revision there is', async () => {
    await at.client.appendToStream('a', facts(2), classic);
    const refused = {
      type: 'wrong-expected-version',
      streamName: 'a',
      expectedVersion: 0n,
      actualVersion: 1n,
    };
    await expect(at.client.deleteStream('a', { expectedRevision: 0n })).rejects.toMatchObject(refused);
    await expect(at.client.tombstoneStream('a', { expectedRevision: 0n })).rejects.toMatchObject(refused);
  });

  it('keeps metadata in a stream of its own, of which the last event counts', async () => {
    await at.client.appendToStream('a', facts(5), classic);
    expect(await at.client.getStreamMetadata('a')).toEqual({ streamName: 'a' });
    await at.client.setStreamMetadata('a', { truncateBefore: 1, owner: 'ana' });
    await at.client.setStreamMetadata('a', { maxCount: 2, owner: 'ben' });
    expect((await at.client.getStreamMetadata('a')).metadata).toEqual({ maxCount: 2, owner: 'ben' });
    expect(await revisions('a')).toEqual([3n, 4n]);
    expect(await revisions('$$a')).toEqual([1n]);

    await at.client.deleteStream('a');
    await at.client.appendToStream('a', facts(3), classic);
    expect((await at.client.getStreamMetadata('a')).metadata).toEqual({
      truncateBefore: 5,
      maxCount: 2,
      owner: 'ben',
    });
    expect(await revisions('a')).toEqual([6n, 7n]);
  });

  it('hides what is older than the age allowed', async () => {
    at.double.now = () => new Date('2026-01-01T00:00:00Z');
    await at.client.appendToStream('a', facts(1), classic);
    await at.client.setStreamMetadata('a', { maxAge: 60 });
    at.double.now = () => new Date('2026-01-01T00:01:01Z');
    await at.client.appendToStream('a', facts(1), classic);
    expect(await revisions('a')).toEqual([1n]);
  });
});
