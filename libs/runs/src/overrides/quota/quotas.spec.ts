import { randomUUID } from 'node:crypto';
import { allEvents, OverrideId, SchemeCode, Seat } from '#libs/domain';
import { Catalogue, ExecuteHandler, MemoryClock, MemoryEventStore } from '#libs/event-store';
import { day, decimal, instant } from '#libs/kernel';
import { ladderWith } from '../../../../testing/src/overrides';
import { Quotas } from './quotas';

describe('a unit of a quota', () => {
  const store = new MemoryEventStore(
    new Catalogue(allEvents),
    new MemoryClock(instant('2025-04-01T12:00:00Z')),
  );
  const execute = new ExecuteHandler(store);
  const document = ladderWith({ quota: { count: 1 } });
  const today = day('2025-04-01');
  const unit = {
    scheme: SchemeCode.parse('cv'),
    quarter: '2025-Q2',
    seat: Seat.parse('emea'),
    overrideId: OverrideId.parse(randomUUID()),
    kind: 'request' as const,
    arr: decimal('1'),
    lapsesOn: day('2025-04-15'),
    today,
    document,
  };
  // No override is recorded here, and no book is asked for.
  const quotas = new Quotas(
    { pool: undefined as never, store, execute },
    { of: async () => null } as never,
    undefined as never,
  );
  const left = async () => (await quotas.ledger(unit, document, today)).left;

  afterAll(() => store.close());

  it('is kept again, and given back again, when the request that lost it is sent again', async () => {
    const sent = { actor: 'ana', commandId: randomUUID(), correlationId: 'sent' };
    for (const again of [1, 2]) {
      await quotas.reserve(unit, sent);
      expect([again, await left()]).toEqual([again, 0]);
      await quotas.reserve(unit, sent);
      await quotas.release(unit, unit.overrideId, 'WITHDRAWN', today, sent);
      expect([again, await left()]).toEqual([again, 1]);
    }
  });
});
