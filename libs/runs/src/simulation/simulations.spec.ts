import { randomUUID } from 'node:crypto';
import { PersonId, PolicyDocument, scheme, SchemeCode } from '#libs/domain';
import { Execute } from '#libs/event-store';
import { day, instant } from '#libs/kernel';
import { revenueBands } from '../../../testing/src/documents';
import { context, importing, openWorld, putScheme } from '../../../testing/src/runs';
import { SimulationTables } from './simulation-tables';
import { type SimulationMark, SimulationWork } from './simulation-work';

const lower = PolicyDocument.parse({
  ...revenueBands,
  boundaries: revenueBands.boundaries.map((one) => ({ ...one, at: one.tier === 'high' ? '500' : '100' })),
});
const input = { scheme: 's', version: 2, from: day('2024-04-01'), to: day('2024-10-01'), shadow: false };

describe('a simulation', () => {
  let world: Awaited<ReturnType<typeof openWorld>>;
  beforeAll(async () => {
    world = await openWorld({ chunk: 3 });
    await world.start();
    await world.clock.moveTo(instant('2024-12-01T00:00:00Z'));
    await putScheme(world, 's', revenueBands);
    const author = PersonId.parse('ana');
    const draft = { type: 'DraftPolicy', scheme: SchemeCode.parse('s'), document: lower, author } as const;
    await world.execute.execute(new Execute(scheme, draft, context()));
    const rows = Array.from(
      { length: 10 },
      (_, n) => `A${n},2024-0${1 + (n % 9)}-15,${(n + 1) * 90},USD,invoice`,
    );
    await importing(world)('accounts', ['externalId,name', ...rows.map((_, n) => `A${n},A`), ''].join('\n'));
    await importing(world)('revenue', ['externalId,occurredOn,amount,currency,kind', ...rows, ''].join('\n'));
    // What follows from the facts is on record, so that every simulation looks from one position.
    await world.progress.settle('tier-history', await world.store.head(), 60_000);
  });
  afterAll(() => world.close());

  const attempt = (id: string, mark: SimulationMark | null, report: (mark: SimulationMark) => void) => ({
    id,
    input,
    createdBy: 'ana',
    mark,
    signal: new AbortController().signal,
    report: async ({ mark: reported }: { mark?: SimulationMark }) => {
      if (reported) report(reported);
    },
  });
  const tables = () => new SimulationTables(world.pool);
  const accounts = async (id: string) => (await tables().accounts(id, { limit: 500 })).items;

  it('interrupted anywhere comes to the same as in one go', async () => {
    const whole = randomUUID();
    const marks: SimulationMark[] = [];
    const uninterrupted = await new SimulationWork(
      { ...world, chunk: 3 },
      tables(),
      attempt(whole, null, (mark) => void marks.push(mark)),
    ).run();
    expect(uninterrupted).toMatchObject({ accounts: 10, version: 2 });
    expect(uninterrupted.moved).toBeGreaterThan(0);
    expect(marks).toHaveLength(1 + 4);
    for (let last = 1; last < marks.length; last += 1) {
      const id = randomUUID();
      let seen: SimulationMark | null = null;
      let steps = 0;
      const dying = attempt(id, null, (mark) => {
        if (steps === last) throw new Error('The process ends.');
        steps += 1;
        seen = JSON.parse(JSON.stringify(mark)) as SimulationMark;
      });
      await expect(new SimulationWork({ ...world, chunk: 3 }, tables(), dying).run()).rejects.toThrow('ends');
      expect(await tables().get('s', 2, id)).toBeUndefined();
      const again = await new SimulationWork(
        { ...world, chunk: 3 },
        tables(),
        attempt(id, seen, () => {}),
      ).run();
      expect(again).toEqual(uninterrupted);
      expect(await accounts(id)).toEqual(await accounts(whole));
    }
  });

  it('comes to the same in whatever chunks, and twice', async () => {
    const results = [];
    for (const chunk of [1, 4, 100]) {
      const work = new SimulationWork(
        { ...world, chunk },
        tables(),
        attempt(randomUUID(), null, () => {}),
      );
      results.push(await work.run());
    }
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
    const id = randomUUID();
    await new SimulationWork(
      { ...world, chunk: 4 },
      tables(),
      attempt(id, null, () => {}),
    ).run();
    const first = await tables().get('s', 2, id);
    await new SimulationWork(
      { ...world, chunk: 4 },
      tables(),
      attempt(id, null, () => {}),
    ).run();
    expect(await tables().get('s', 2, id)).toEqual(first);
  });

  it('gives its accounts in pages, in the order of their ids', async () => {
    const id = randomUUID();
    await new SimulationWork(
      { ...world, chunk: 4 },
      tables(),
      attempt(id, null, () => {}),
    ).run();
    const seen: string[] = [];
    for (let next: string | null | undefined; next !== null;) {
      const page = await tables().accounts(id, { limit: 4, ...(next && { after: next }) });
      seen.push(...page.items.map(({ externalId }) => externalId));
      next = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 10 }, (_, n) => `A${n}`));
  });

  it('queued for another version than there is, or for a scheme that is not there, is refused', async () => {
    const order = { ...input, id: randomUUID(), createdBy: 'ana' };
    await expect(world.simulations.request({ ...order, version: 9 })).rejects.toMatchObject({
      refusal: { code: 'NOT_FOUND' },
    });
    await expect(world.simulations.request({ ...order, scheme: 'none' })).rejects.toMatchObject({
      refusal: { code: 'NOT_FOUND' },
    });
  });
});
