import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson, event, type Event } from '#libs/kernel';
import { Catalogue, type Encoded, hashOf } from './catalogue';
import {
  type Append,
  Conflict,
  type Context,
  type EventStore,
  origin,
  type Receipt,
  type Recorded,
} from './store';

export const Counted = event('Counted', { writer: z.string(), n: z.int() });
export const Noted = event('Noted', { text: z.string(), tags: z.record(z.string(), z.string()).optional() });
const NotedBefore = event('Noted', { note: z.string() }, 1);
const NotedNow = event('Noted', { text: z.string() }, 2);
const Unheard = event('Unheard', { of: z.string() });

export const testCatalogue = new Catalogue([Counted, Noted]);

/** A log, and the stores that tests open over it: each stands for a process. */
export interface StoreUnderTest {
  /** How many appends at once are many here; 3,000 unless told. */
  readonly many?: number;
  open(catalogue?: Catalogue): Promise<EventStore>;
  /** A stream as it lies in the log. */
  stored(stream: string): Promise<Omit<Encoded, 'id'>[]>;
  dispose(): Promise<void>;
}

export const contextOf = (more: Partial<Context> = {}): Context => ({
  actor: 'ana',
  commandId: randomUUID(),
  correlationId: randomUUID(),
  ...more,
});

export const noted = (text: string): Event => Noted({ text });

/** An append to a stream that is new unless told otherwise. */
export const appendOf = (stream: string, texts: readonly string[], more: Partial<Append> = {}): Append => ({
  stream,
  events: texts.map(noted),
  expected: 'none',
  context: contextOf(),
  ...more,
});

/** Follows until so many events have come, and gives them. */
export const followed = async (
  store: EventStore,
  many: number,
  { after = origin, batch }: { after?: Recorded['checkpoint']; batch?: number } = {},
): Promise<Recorded[]> => {
  const enough = new AbortController();
  const events: Recorded[] = [];
  for await (const page of store.follow(after, { signal: enough.signal, batch })) {
    expect(page.length).toBeGreaterThan(0);
    events.push(...page);
    if (events.length >= many) enough.abort();
  }
  return events;
};

const read = async (store: EventStore, stream: string, from?: number): Promise<Recorded[]> => {
  const events: Recorded[] = [];
  for await (const recorded of store.read(stream, from)) events.push(recorded);
  return events;
};

const texts = (events: readonly Recorded[]) =>
  events.map(({ event }) => (event.data as { text: string }).text);
const revisions = (events: readonly Recorded[]) => events.map(({ revision }) => revision);

/** What every event store promises; a new one is done when this passes. */
export const eventStoreContract = (name: string, prepare: () => Promise<StoreUnderTest>): void =>
  describe(`${name} keeps the contract of an event store`, () => {
    let subject: StoreUnderTest;
    let store: EventStore;

    beforeEach(async () => {
      subject = await prepare();
      store = await subject.open(testCatalogue);
    });
    afterEach(async () => {
      await store.close();
      await subject.dispose();
    });

    describe('a stream', () => {
      it('gives back what was appended, with its context and its place', async () => {
        const context = contextOf({
          onBehalfOf: 'ben',
          causationId: randomUUID(),
          reason: 'as agreed – “so”',
        });
        const receipt = await store.append(appendOf('account-ä/1 %', ['a', 'b'], { context }));
        const events = await read(store, 'account-ä/1 %');
        expect(events).toMatchObject([
          { stream: 'account-ä/1 %', revision: 0, event: { type: 'Noted', data: { text: 'a' } }, context },
          { stream: 'account-ä/1 %', revision: 1, event: { type: 'Noted', data: { text: 'b' } }, context },
        ]);
        expect(events[1]!.context).toEqual(context);
        expect(receipt).toEqual({ revision: 1, position: events[1]!.position });
        expect(new Set(events.map(({ id }) => id)).size).toBe(2);
      });

      it('is read from a revision on', async () => {
        await store.append(appendOf('account-1', ['a', 'b', 'c']));
        expect(texts(await read(store, 'account-1', 1))).toEqual(['b', 'c']);
        expect(await read(store, 'account-1', 3)).toEqual([]);
      });

      it('comes as it was asked for, also beside many that are asked for at once', async () => {
        for (let n = 0; n < 40; n += 1)
          await store.append(appendOf(`account-${n}`, ['a', 'b', 'c'].slice(n % 3)));
        const asked = Array.from({ length: 80 }, (_, n) => ({ stream: `account-${n >> 1}`, from: n & 1 }));
        const found = await Promise.all(asked.map(({ stream, from }) => read(store, stream, from)));
        expect(found.map((events) => events.map(({ stream, revision }) => `${stream}/${revision}`))).toEqual(
          asked.map(({ stream, from }, n) =>
            [0, 1, 2]
              .filter((revision) => revision >= from && revision < 3 - ((n >> 1) % 3))
              .map((revision) => `${stream}/${revision}`),
          ),
        );
      });

      it('that is unknown is empty', async () => expect(await read(store, 'account-none')).toEqual([]));

      it('grows by appends that expect it where it stands', async () => {
        await store.append(appendOf('account-1', ['a']));
        await store.append(appendOf('account-1', ['b', 'c'], { expected: 0 }));
        expect(await store.append(appendOf('account-1', ['d'], { expected: 2 }))).toMatchObject({
          revision: 3,
        });
        expect(revisions(await read(store, 'account-1'))).toEqual([0, 1, 2, 3]);
      });

      it('is not touched by an append that expects it elsewhere', async () => {
        await store.append(appendOf('account-1', ['a']));
        const wrong = [
          appendOf('account-1', ['x']),
          appendOf('account-1', ['x'], { expected: 1 }),
          appendOf('account-2', ['x'], { expected: 0 }),
        ];
        for (const append of wrong) await expect(store.append(append)).rejects.toBeInstanceOf(Conflict);
        await expect(store.append(wrong[1]!)).rejects.toMatchObject({
          stream: 'account-1',
          expected: 1,
          actual: 0,
        });
        await expect(store.append(wrong[2]!)).rejects.toMatchObject({ expected: 0, actual: 'none' });
        expect(texts(await read(store, 'account-1'))).toEqual(['a']);
        expect(await read(store, 'account-2')).toEqual([]);
      });

      it('may be appended nothing to, where it stands and not elsewhere', async () => {
        await store.append(appendOf('account-1', ['a']));
        expect(await store.append(appendOf('account-1', [], { expected: 0 }))).toEqual({
          revision: 0,
          position: null,
        });
        await expect(store.append(appendOf('account-1', []))).rejects.toBeInstanceOf(Conflict);
      });

      it('refuses an event that is in no catalogue or not of its shape, and takes the next append', async () => {
        const context = contextOf();
        const bad = [Unheard({ of: 'it' }), { type: 'Noted', data: { text: 1 } }];
        for (const one of bad) {
          await expect(
            store.append({ stream: 'account-1', events: [one], expected: 'none', context }),
          ).rejects.toThrow();
        }
        await expect(store.append(appendOf('account-1', ['a']))).resolves.toMatchObject({ revision: 0 });
      });
    });

    describe('an append that is made again, because its answer was lost,', () => {
      it('is recorded once and answered with its original receipt', async () => {
        const append = appendOf('account-1', ['a', 'b']);
        const first = await store.append(append);
        await store.append(appendOf('account-1', ['c'], { expected: 1 }));
        await store.append(appendOf('account-2', ['d']));
        expect(await store.append(append)).toEqual(first);
        expect(await store.appendMany([append])).toEqual([first]);
        expect(texts(await read(store, 'account-1'))).toEqual(['a', 'b', 'c']);
      });

      it('by another process too', async () => {
        const append = appendOf('account-1', ['a']);
        const first = await store.append(append);
        const other = await subject.open(testCatalogue);
        expect(await other.append(append)).toEqual(first);
        await other.close();
      });

      it('is a conflict when others have taken its place', async () => {
        const lost = appendOf('account-1', ['a', 'b']);
        await store.append(appendOf('account-1', ['x', 'y']));
        await expect(store.append(lost)).rejects.toBeInstanceOf(Conflict);
      });
    });

    describe('many appends at once', () => {
      it('have an outcome each, in the order given', async () => {
        await store.append(appendOf('account-2', ['before']));
        const outcomes = await store.appendMany([
          appendOf('account-1', ['a']),
          appendOf('account-2', ['b']),
          appendOf('account-3', ['c', 'd']),
          appendOf('account-1', ['e'], { expected: 0 }),
          appendOf('account-1', ['f'], { expected: 0 }),
        ]);
        expect(outcomes[1]).toBeInstanceOf(Conflict);
        expect(outcomes[4]).toBeInstanceOf(Conflict);
        expect(outcomes[0]).toMatchObject({ revision: 0 });
        expect(outcomes[2]).toMatchObject({ revision: 1 });
        expect(outcomes[3]).toMatchObject({ revision: 1 });
        expect(texts(await read(store, 'account-1'))).toEqual(['a', 'e']);
        expect(texts(await read(store, 'account-3'))).toEqual(['c', 'd']);
      });

      it('may be thousands, or none', async () => {
        const many = Array.from({ length: subject.many ?? 3000 }, (_, n) =>
          appendOf(`account-${n}`, [`${n}`]),
        );
        const outcomes = (await store.appendMany(many)) as Receipt[];
        const found = await store.readMany(many.map(({ stream }) => stream));
        expect(found.size).toBe(many.length);
        outcomes.forEach(({ position }, n) => expect(found.get(`account-${n}`)![0]!.position).toBe(position));
        expect(await store.appendMany([])).toEqual([]);
      });

      it('are read together; unknown streams are not in the answer', async () => {
        await store.append(appendOf('account-1', ['a', 'b']));
        await store.append(appendOf('account-2', ['c']));
        const found = await store.readMany(['account-1', 'account-none', 'account-2']);
        expect([...found.keys()].sort()).toEqual(['account-1', 'account-2']);
        expect(texts(found.get('account-1')!)).toEqual(['a', 'b']);
        const rest = await store.readMany(
          ['account-1', 'account-2'],
          new Map([
            ['account-1', 1],
            ['account-2', 1],
          ]),
        );
        expect([...rest].map(([stream, events]) => [stream, texts(events)])).toEqual([['account-1', ['b']]]);
        expect(await store.readMany([])).toEqual(new Map());
      });
    });

    it('lets twenty writers of one stream each append theirs exactly once', async () => {
      const other = await subject.open(testCatalogue);
      const perWriter = 5;
      const write = async (writer: number) => {
        const through = writer % 2 === 0 ? store : other;
        for (let n = 0, expected: Append['expected'] = 'none'; n < perWriter;) {
          const events = [Counted({ writer: `${writer}`, n })];
          try {
            expected = (await through.append({ stream: 'account-1', events, expected, context: contextOf() }))
              .revision;
            n += 1;
          } catch (error) {
            if (!(error instanceof Conflict)) throw error;
            expected = error.actual;
          }
        }
      };
      await Promise.all(Array.from({ length: 20 }, (_, writer) => write(writer)));
      const events = await read(store, 'account-1');
      expect(revisions(events)).toEqual(Array.from({ length: 20 * perWriter }, (_, n) => n));
      const said = events.map(({ event }) => canonicalJson(event.data)).sort();
      const expected = Array.from({ length: 20 * perWriter }, (_, n) =>
        canonicalJson({ writer: `${Math.floor(n / perWriter)}`, n: n % perWriter }),
      ).sort();
      expect(said).toEqual(expected);
      await other.close();
    });

    describe('the log', () => {
      it('has a head, and 0 when it is empty', async () => {
        expect(await store.head()).toBe(0n);
        const { position } = await store.append(appendOf('account-1', ['a', 'b']));
        expect(await store.head()).toBe(position);
      });

      it('is one order: positions rise strictly, the recorded moments never fall', async () => {
        await Promise.all(
          Array.from({ length: 40 }, (_, n) => store.append(appendOf(`account-${n}`, ['a', 'b']))),
        );
        const events = await followed(store, 80);
        for (let n = 1; n < events.length; n += 1) {
          expect(events[n]!.position > events[n - 1]!.position).toBe(true);
          expect(events[n]!.recordedAt >= events[n - 1]!.recordedAt).toBe(true);
        }
        expect(events[0]!.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      });

      it('is followed from any checkpoint without a miss or a duplicate, in batches of any size', async () => {
        for (let n = 0; n < 12; n += 1) await store.append(appendOf(`account-${n}`, [`${n}`, `${n}+`]));
        const all = await followed(store, 24);
        expect(all).toHaveLength(24);
        for (const [at, { checkpoint }] of all.slice(0, -1).entries()) {
          const rest = await followed(store, 24 - at - 1, { after: checkpoint, batch: 1 + (at % 5) });
          expect(rest.map(({ id }) => id)).toEqual(all.slice(at + 1).map(({ id }) => id));
        }
      });

      it('is followed live, by whoever appends', async () => {
        const other = await subject.open(testCatalogue);
        await store.append(appendOf('account-0', ['before']));
        const following = followed(store, 41);
        for (let n = 1; n <= 20; n += 1) {
          await store.append(appendOf(`account-a${n}`, [`${n}`]));
          await other.append(appendOf(`account-b${n}`, [`${n}`]));
        }
        const events = await following;
        expect(events).toHaveLength(41);
        expect(new Set(events.map(({ id }) => id)).size).toBe(41);
        await other.close();
      });

      it('can be left at once, at its end and with events still to come', async () => {
        await store.append(appendOf('account-1', ['a', 'b', 'c']));
        const leave = new AbortController();
        let events = 0;
        for await (const page of store.follow(origin, { signal: leave.signal, batch: 3 })) {
          events += page.length;
          // By then it waits at the end, as a rule.
          if (events === 3) setTimeout(() => leave.abort(), 50);
        }
        expect(events).toBe(3);
        for await (const page of store.follow(origin, { batch: 1 })) {
          expect(texts(page)).toEqual(['a']);
          break;
        }
        for await (const _ of store.follow(origin, { signal: AbortSignal.abort() }))
          throw new Error('not reached');
      });

      it('is followed on by a new process from the checkpoint of the old', async () => {
        await store.append(appendOf('account-1', ['a', 'b', 'c']));
        const [, second] = await followed(store, 3);
        await store.close();
        store = await subject.open(testCatalogue);
        await store.append(appendOf('account-1', ['d'], { expected: 2 }));
        expect(texts(await followed(store, 2, { after: second!.checkpoint }))).toEqual(['c', 'd']);
      });
    });

    describe('an event of another release', () => {
      it('is delivered as unreadable when its type is unknown, and nothing is dropped', async () => {
        const newer = await subject.open(new Catalogue([Noted, Unheard]));
        await newer.append({
          stream: 'account-1',
          events: [Noted({ text: 'a' }), Unheard({ of: 'it' }), Noted({ text: 'b' })],
          expected: 'none',
          context: contextOf(),
        });
        await newer.close();
        for (const events of [await followed(store, 3), await read(store, 'account-1')]) {
          expect(events.map(({ event, unreadable }) => [event, unreadable !== undefined])).toEqual([
            [{ type: 'Noted', data: { text: 'a' } }, false],
            [{ type: 'Unheard', data: { of: 'it' } }, true],
            [{ type: 'Noted', data: { text: 'b' } }, false],
          ]);
        }
      });

      it('is brought up to the shape of this one when it is older', async () => {
        const older = await subject.open(new Catalogue([NotedBefore]));
        const events = [NotedBefore({ note: 'a' })];
        await older.append({ stream: 'account-1', events, expected: 'none', context: contextOf() });
        await older.close();
        const up = (data: unknown) => ({ text: (data as { note: string }).note });
        const newer = await subject.open(new Catalogue([NotedNow], [{ type: 'Noted', from: 1, up }]));
        expect((await read(newer, 'account-1')).map(({ event }) => event)).toEqual([NotedNow({ text: 'a' })]);
        await newer.close();
        const [unfit] = await read(store, 'account-1');
        expect(unfit).toMatchObject({
          event: { data: { note: 'a' } },
          unreadable: expect.stringContaining('shape'),
        });
      });
    });

    it('keeps the texts that were hashed, to the byte', async () => {
      const tricky = { 10: 'ten', 9: 'nine', 'ü"\\': 'é\n\u2028 \u0000 \ud83d\ude00', __proto: '' };
      const events = [Noted({ text: 'x'.repeat(3000), tags: tricky }), Counted({ writer: 'w', n: -0 })];
      await store.append({
        stream: 'account-1',
        events,
        expected: 'none',
        context: contextOf({ reason: 'b\ta' }),
      });
      const stored = await subject.stored('account-1');
      expect(stored).toHaveLength(2);
      for (const one of stored) {
        expect(one.payload).toBe(canonicalJson(JSON.parse(one.payload)));
        expect(one.metadata).toBe(canonicalJson(JSON.parse(one.metadata)));
        expect(hashOf(one)).toBe(one.hash);
      }
      expect((await read(store, 'account-1'))[0]!.event).toEqual(events[0]);
    });
  });
