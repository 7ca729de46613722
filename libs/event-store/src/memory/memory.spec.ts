import { instant } from '#libs/kernel';
import { hashOf } from '../catalogue';
import { appendOf, eventStoreContract, followed, testCatalogue } from '../event-store.contract';
import { MemoryClock } from './memory-clock';
import { MemoryEventStore, memoryLog } from './memory-event-store';

eventStoreContract('memory', async () => {
  const [log, clock] = [memoryLog(), new MemoryClock()];
  return {
    open: async (catalogue = testCatalogue) => new MemoryEventStore(catalogue, clock, log),
    stored: async (stream) =>
      (log.streams.get(stream) ?? []).map((event) => ({ ...event, hash: hashOf(event) })),
    dispose: async () => undefined,
  };
});

describe('recorded time in memory', () => {
  it('is what the simulated clock says, and later than what was sealed', async () => {
    const clock = new MemoryClock(instant('2025-03-01T10:00:00Z'));
    const store = new MemoryEventStore(testCatalogue, clock);
    await store.append(appendOf('account-1', ['a']));
    await clock.seal(instant('2025-03-01T10:00:00Z'));
    await store.append(appendOf('account-2', ['b']));
    expect(await clock.now()).toBe('2025-03-01T10:00:00.001Z');
    await clock.moveTo(instant('2025-04-01T00:00:00Z'));
    await store.append(appendOf('account-3', ['c']));
    expect((await followed(store, 3)).map(({ recordedAt }) => recordedAt)).toEqual([
      '2025-03-01T10:00:00.000Z',
      '2025-03-01T10:00:00.001Z',
      '2025-04-01T00:00:00.000Z',
    ]);
  });

  it('goes forward only, and a real clock is not set', async () => {
    const clock = new MemoryClock(instant('2025-03-01T10:00:00Z'));
    await expect(clock.moveTo(instant('2025-02-01T00:00:00Z'))).rejects.toMatchObject({
      code: 'CLOCK_GOES_FORWARD_ONLY',
    });
    await expect(new MemoryClock().moveTo(instant('2025-02-01T00:00:00Z'))).rejects.toMatchObject({
      code: 'CLOCK_IS_REAL',
    });
  });
});
