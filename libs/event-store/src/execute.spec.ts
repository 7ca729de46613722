import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { aggregate, event, refuse } from '#libs/kernel';
import { Catalogue } from './catalogue';
import { contextOf } from './event-store.contract';
import { Execute, ExecuteHandler, Refused } from './execute';
import { type IfAt, RevisionMismatch } from './if-at';
import { MemoryClock } from './memory/memory-clock';
import { MemoryEventStore, memoryLog } from './memory/memory-event-store';
import { type Append, Conflict } from './store';

const Filled = event('Filled', { by: z.int() });
type Fill = { type: 'Fill'; jar: string; by: number };
type Seal = { type: 'Seal'; jar: string };
const Sealed = event('Sealed', {});
type JarEvent = ReturnType<typeof Filled> | ReturnType<typeof Sealed>;
interface Jar {
  level: number;
  sealed: boolean;
}

/** A jar takes ten, no more; its state is changed in place, as an aggregate may. */
const jar = aggregate<Jar, Fill | Seal, JarEvent>({
  category: 'jar',
  idOf: ({ jar }) => jar,
  events: [],
  initialState: () => ({ level: 0, sealed: false }),
  decide: {
    Fill: ({ by }, { level, sealed }) =>
      sealed || level + by > 10 ? refuse('against-policy', 'FULL', 'Take another jar.') : [Filled({ by })],
    Seal: (_, { sealed }) => (sealed ? [] : [Sealed({})]),
  },
  evolve: {
    Filled: (state, { by }) => Object.assign(state, { level: state.level + by }),
    Sealed: (state) => Object.assign(state, { sealed: true }),
  },
});

const fill = (by: number, name = '1'): Fill => ({ type: 'Fill', jar: name, by });
const seal: Seal = { type: 'Seal', jar: '1' };
const asked = (command: Fill | Seal, ifAt?: IfAt) => new Execute(jar, command, contextOf(), ifAt);

/** Two processes over one log, which count their reads and appends. */
const twoProcesses = () => {
  const [log, clock, catalogue] = [memoryLog(), new MemoryClock(), new Catalogue([Filled, Sealed])];
  const open = () => {
    const store = new MemoryEventStore(catalogue, clock, log);
    return { store, handler: new ExecuteHandler(store), reads: jest.spyOn(store, 'read') };
  };
  return { here: open(), there: open(), log };
};

describe('executing a command', () => {
  it('replays, decides and appends, under the name of the aggregate', async () => {
    const { here, log } = twoProcesses();
    expect(await here.handler.execute(asked(fill(4)))).toEqual({ revision: 0, position: 1n });
    expect(await here.handler.execute(asked(fill(6)))).toEqual({ revision: 1, position: 2n });
    expect([...log.streams.keys()]).toEqual(['jar-1']);
    await expect(here.handler.execute(asked(fill(1)))).rejects.toBeInstanceOf(Refused);
    await expect(here.handler.execute(asked(fill(1)))).rejects.toMatchObject({ refusal: { code: 'FULL' } });
  });

  it('records nothing for what is met already', async () => {
    const { here } = twoProcesses();
    await here.handler.execute(asked(seal));
    expect(await here.handler.execute(asked(seal))).toEqual({ revision: 0, position: null });
  });

  it('does a command once, though its answer was lost and others came between', async () => {
    const { here, there, log } = twoProcesses();
    const lost = asked(fill(1));
    const receipt = await there.handler.execute(lost);
    await there.handler.execute(asked(fill(2)));
    for (const handler of [here.handler, there.handler])
      for (let n = 0; n < 2; n += 1) expect(await handler.execute(lost)).toEqual(receipt);
    await here.handler.execute(asked(fill(7)));
    expect(await there.handler.execute(lost)).toEqual(receipt);
    expect(log.events).toHaveLength(3);
  });

  it('does not read again what it has appended itself', async () => {
    const { here } = twoProcesses();
    for (let n = 0; n < 5; n += 1) await here.handler.execute(asked(fill(1)));
    expect(here.reads).toHaveBeenCalledTimes(1);
  });

  it('never answers from what it remembers alone: an old yes is appended again, an old no is asked again', async () => {
    const { here, there } = twoProcesses();
    await here.handler.execute(asked(fill(5)));
    await there.handler.execute(asked(fill(5)));
    await expect(here.handler.execute(asked(fill(5)))).rejects.toBeInstanceOf(Refused);
    await there.handler.execute(asked(seal));
    expect(await here.handler.execute(asked(seal))).toEqual({ revision: 2, position: null });
  });

  it('lets many callers of one stream take turns, in this process and beside another', async () => {
    const { here, there, log } = twoProcesses();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, (_, n) => (n % 2 ? here : there).handler.execute(asked(fill(1)))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(log.events).toHaveLength(10);
  });

  it('gives up after a race lost three times more', async () => {
    const { here } = twoProcesses();
    const append = jest
      .spyOn(here.store, 'append')
      .mockImplementation(async ({ stream, expected }: Append) => {
        throw new Conflict(stream, expected, 7);
      });
    await expect(here.handler.execute(asked(fill(1)))).rejects.toBeInstanceOf(Conflict);
    expect(append).toHaveBeenCalledTimes(4);
  });

  it('does nothing when the caller has looked at another revision', async () => {
    const { here, there, log } = twoProcesses();
    await expect(here.handler.execute(asked(fill(1), 0))).rejects.toBeInstanceOf(RevisionMismatch);
    await here.handler.execute(asked(fill(1), 'none'));
    await there.handler.execute(asked(fill(1), 0));
    await expect(here.handler.execute(asked(fill(1), 0))).rejects.toMatchObject({ asked: 0, actual: 1 });
    await expect(here.handler.execute(asked(fill(1), 1))).resolves.toMatchObject({ revision: 2 });
    expect(log.events).toHaveLength(3);
  });

  it('does it at one of several revisions, or wherever the stream has begun', async () => {
    const { here, there } = twoProcesses();
    await expect(here.handler.execute(asked(fill(1), 'begun'))).rejects.toThrow('has not begun');
    await expect(here.handler.execute(asked(fill(1), []))).rejects.toBeInstanceOf(RevisionMismatch);
    await here.handler.execute(asked(fill(1)));
    await there.handler.execute(asked(fill(1), 'begun'));
    await expect(here.handler.execute(asked(fill(1), [0, 7]))).rejects.toThrow('at 1 by now, not at 0 or 7');
    await expect(here.handler.execute(asked(fill(1), [0, 1]))).resolves.toMatchObject({ revision: 2 });
    await expect(there.handler.execute(asked(fill(1), 'begun'))).resolves.toMatchObject({ revision: 3 });
  });

  it('decides nothing on a stream that it cannot read', async () => {
    const { here, log } = twoProcesses();
    await here.handler.execute(asked(fill(1)));
    const older = new ExecuteHandler(new MemoryEventStore(new Catalogue([Sealed]), new MemoryClock(), log));
    await expect(older.execute(asked(fill(1)))).rejects.toThrow('Event 0 of jar-1 cannot be read');
  });
});

describe('executing many commands', () => {
  const many = (handler: ExecuteHandler, commands: (Fill | Seal)[]) =>
    handler.executeMany(jar, commands, () => contextOf({ commandId }));
  const commandId = randomUUID();

  it('gives each its outcome, and lets those of one stream follow each other', async () => {
    const { here, there } = twoProcesses();
    await there.handler.execute(asked(fill(8, '2')));
    const outcomes = await many(here.handler, [
      fill(6, '1'),
      fill(6, '2'),
      fill(4, '1'),
      fill(1, '1'),
      fill(2, '2'),
    ]);
    expect(outcomes).toMatchObject([
      { receipt: { revision: 0 }, events: [Filled({ by: 6 })], state: { level: 10 } },
      { code: 'FULL' },
      { receipt: { revision: 1 }, events: [Filled({ by: 4 })] },
      { code: 'FULL' },
      { receipt: { revision: 1 }, state: { level: 10 } },
    ]);
    expect(new Set((await events(here.store)).map(({ id }) => id)).size).toBe(4);
  });

  it('takes up what others have appended meanwhile', async () => {
    const { here, there } = twoProcesses();
    await many(here.handler, [fill(5, '1'), fill(5, '2'), seal]);
    await many(there.handler, [fill(3, '2')]);
    expect(await many(here.handler, [fill(5, '2'), fill(2, '2'), seal])).toMatchObject([
      { code: 'FULL' },
      { state: { level: 10 } },
      { receipt: { revision: 1, position: null }, events: [] },
    ]);
  });

  it('of nothing is nothing', async () => expect(await many(twoProcesses().here.handler, [])).toEqual([]));
});

const events = async (store: MemoryEventStore) =>
  [...(await store.readMany(['jar-1', 'jar-2'])).values()].flat();
