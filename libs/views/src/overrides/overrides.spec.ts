import {
  DelegationGranted,
  DelegationRevoked,
  OrgChart,
  QuotaConsumed,
  QuotaReserved,
  SeatFilled,
} from '#libs/domain';
import { day, type Event } from '#libs/kernel';
import {
  approved,
  awaited,
  drifted,
  rejected,
  requested,
  revoked,
  taken,
} from '../../../testing/src/override-events';
import { reviewAwaited, reviewed } from '../../../testing/src/override-reviews';
import { acme, nth, seat } from '../../../testing/src/overrides';
import { openViews, streamOf, type Views } from '../../../testing/src/views';
import { Org } from '../org/org.queries';
import { QuotasView } from '../quota/quota.queries';
import { OverridesView } from './overrides.queries';

let views: Views;
let overrides: OverridesView;
beforeAll(async () => {
  views = await openViews();
  overrides = new OverridesView(views.pool);
});
afterAll(() => views.close());

const other = { externalId: 'OTHER' as never };
const today = day('2025-06-02');
const page = { limit: 10 };

describe('overrides', () => {
  beforeAll(async () => {
    await views.record(
      '2025-06-01',
      ...approved(1, 'PIN T1 2025-04-05 2025-07-01', '2025-04-02'),
      requested(2, 'FLOOR T2 2025-07-01 2025-10-01', '2025-06-01'),
      requested(3, 'FLOOR T2 2025-07-01 2025-10-01', '2025-06-01', other),
      rejected(3, '2025-06-01', other),
      taken(4, 'T1', '2025-06-01', other),
      requested(5, 'PIN T2 2025-07-01 2025-10-01', '2025-04-01', other),
      ...approved(6, 'PIN T2 2025-06-01 2025-07-01', '2025-05-01', other),
      revoked(6, '2025-06-02', other),
    );
    await views.settled();
  });

  const stateOn = async (n: number, on: string) => (await overrides.get(nth(n), day(on)))?.state.state;

  it('are told with everything that was asked for and done', async () => {
    expect(await overrides.get(nth(1), today)).toMatchObject({
      ...acme,
      id: nth(1),
      type: 'PIN',
      tier: 'T1',
      from: '2025-04-05',
      until: '2025-07-01',
      state: { state: 'ACTIVE' },
      awaits: null,
      asked: { reasonCode: 'STRATEGIC', seat, quarter: 'FY25-Q1' },
      ground: { drift: null, jump: { distance: 1 } },
      life: { requestedBy: ['ana'], route: [{ role: 'revops' }], justification: 'It is worth it.' },
      steps: [
        { what: 'REQUESTED', by: 'ana' },
        { what: 'APPROVED', by: 'ben', role: 'revops' },
      ],
    });
    expect(await overrides.get(nth(99), today)).toBeNull();
  });

  it('stand as the day of the question makes them', async () => {
    expect(await stateOn(1, '2025-04-04')).toBe('SCHEDULED');
    expect(await stateOn(1, '2025-07-01')).toBe('EXPIRED');
    expect(await stateOn(2, '2025-08-01')).toBe('LAPSED');
    expect(await stateOn(4, '2025-06-03')).toBe('LAPSED');
    expect(await stateOn(6, '2025-06-02')).toBe('REVOKED');
  });

  it.each([['2025-04-04'], ['2025-06-02'], ['2025-06-03'], ['2025-07-01'], ['2025-12-01']])(
    'are found on %s by the states that they are told in',
    async (on) => {
      const all = await overrides.page({ today: day(on) }, page);
      expect(all.items.map(({ id }) => id)).toEqual([6, 5, 4, 3, 2, 1].map(nth));
      for (const { id, state } of all.items) {
        const found = await overrides.page({ state: state.state, today: day(on) }, page);
        expect(found.items.map((one) => one.id)).toContain(id);
        expect(new Set(found.items.map((one) => one.state.state))).toEqual(new Set([state.state]));
      }
    },
  );

  it('are told in pages, by account, by scheme and by seat', async () => {
    const first = await overrides.page({ seat, scheme: acme.scheme, today }, { limit: 4 });
    const second = await overrides.page({ today }, { limit: 4, after: first.next! });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([6, 5, 4, 3, 2, 1].map(nth));
    expect(second.next).toBeNull();
    const ofAcme = await overrides.page({ externalId: 'ACME', today }, page);
    expect(ofAcme.items.map(({ id }) => id)).toEqual([nth(2), nth(1)]);
    expect((await overrides.ofTimeline(acme, today)).map(({ id }) => id)).toEqual([nth(1), nth(2)]);
    expect((await overrides.page({ seat: 'apac', today }, page)).items).toEqual([]);
  });

  it('are told as they were known at a position', async () => {
    const head = await views.store.head();
    const asked = await overrides.page({ today, at: head - 2n }, page);
    expect(asked.items.map(({ id }) => id)).toEqual([6, 5, 4, 3, 2, 1].map(nth));
    const statesAt = async (at: bigint) =>
      (await overrides.page({ externalId: 'OTHER', today, at }, page)).items.map(({ state }) => state.state);
    expect(await statesAt(head)).toEqual(['REVOKED', 'LAPSED', 'ACTIVE', 'REJECTED']);
    expect(await statesAt(head - 1n)).toEqual(['ACTIVE', 'LAPSED', 'ACTIVE', 'REJECTED']);
    expect(await statesAt(head - 2n)).toEqual(['LAPSED', 'LAPSED', 'ACTIVE', 'REJECTED']);
    expect(await statesAt(head - 3n)).toEqual(['LAPSED', 'ACTIVE', 'REJECTED']);
    expect(await statesAt(0n)).toEqual([]);
    for (const at of [head - 1n, head - 3n])
      expect((await overrides.page({ state: 'REVOKED', today, at }, page)).items).toEqual([]);
    const active = await overrides.page({ state: 'ACTIVE', today, at: head - 1n }, page);
    expect(active.items.map(({ id }) => id)).toEqual([6, 4, 1].map(nth));
  });

  it('lie in the inbox of whose turn it is, in time', async () => {
    const inbox = async (on: string) =>
      (await overrides.inboxOf(['revops'], day(on), page)).items.map(({ id, awaits }) => [id, awaits?.role]);
    expect(await inbox('2025-06-02')).toEqual([
      [nth(2), 'revops'],
      [nth(4), 'revops'],
    ]);
    expect(await inbox('2025-06-03')).toEqual([[nth(2), 'revops']]);
    expect((await overrides.inboxOf(['finance'], today, page)).items).toEqual([]);
    expect((await overrides.inboxOf([], today, page)).items).toEqual([]);
    const first = await overrides.inboxOf(['finance', 'revops'], today, { limit: 1 });
    const second = await overrides.inboxOf(['finance', 'revops'], today, { limit: 1, after: first.next! });
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([nth(2), nth(4)]);
    expect(second.next).toBeNull();
  });

  it('are noticed before they end', async () => {
    expect((await overrides.expiring(today, 30)).map(({ id }) => id)).toEqual([nth(4), nth(1)]);
    expect(await overrides.expiring(today, 30, 'another')).toEqual([]);
  });

  it('say what they do not stand upon any more', async () => {
    await views.record('2025-06-02', drifted(1, '2025-06-12'));
    await views.settled();
    expect((await overrides.get(nth(1), today))?.ground.drift).toMatchObject({ reattestBy: '2025-06-12' });
    expect(await stateOn(1, '2025-06-13')).toBe('LAPSED');
  });

  it('lapse where a review that asks about them is not answered, in lists as by themselves', async () => {
    await views.record('2025-06-02', reviewAwaited(1, '2025-06-05'));
    await views.settled();
    const at = await views.store.head();
    const lapsed = async (on: string, known?: bigint) =>
      (await overrides.page({ state: 'LAPSED', externalId: 'ACME', today: day(on), at: known }, page)).items
        .map(({ id }) => id)
        .includes(nth(1));
    expect((await overrides.get(nth(1), today))?.reviewBy).toBe('2025-06-05');
    expect([await lapsed('2025-06-05'), await lapsed('2025-06-06')]).toEqual([false, true]);
    expect([await stateOn(1, '2025-06-05'), await stateOn(1, '2025-06-06')]).toEqual(['ACTIVE', 'LAPSED']);
    await views.record('2025-06-02', reviewed(1, '2025-06-02'));
    await views.settled();
    expect((await overrides.get(nth(1), today))?.reviewBy).toBeNull();
    expect([await lapsed('2025-06-06'), await lapsed('2025-06-06', at)]).toEqual([false, true]);
  });

  it('are told at the revision of their stream, whatever was said last', async () => {
    for (const said of awaited(2, '2025-07-01')) {
      await views.record('2025-06-02', said);
      await views.settled();
      let last = -1;
      for await (const { revision } of views.store.read(streamOf(said))) last = revision;
      expect([said.type, await overrides.revisionOf(acme)]).toEqual([said.type, last]);
    }
  });
});

describe('the organisation', () => {
  const filled = (holder: string | null, from: string, reportsTo: string | null = null): Event =>
    SeatFilled({ seat: 'emea', holder, reportsTo, validFrom: day(from), filledBy: 'ina' } as never);
  const delegationId = nth(50) as never;

  it('is told as it was known at a position', async () => {
    const org = new Org(views.pool);
    await views.record('2025-06-03', filled('ana', '2025-01-01', 'world'));
    const early = await views.store.head();
    const granted = {
      delegationId,
      principal: 'ana',
      delegate: 'ben',
      from: '2025-06-01',
      until: '2025-06-20',
    };
    await views.record(
      '2025-06-04',
      filled('eve', '2025-01-01', 'world'),
      filled('dan', '2025-06-01'),
      DelegationGranted({ ...granted, scope: { roles: ['revops'], schemes: [acme.scheme] } } as never),
    );
    const late = await views.store.head();
    await views.record(
      '2025-06-05',
      DelegationRevoked({ delegationId, until: '2025-06-10', revokedBy: 'ana' } as never),
    );
    await views.settled();
    const chart = async (at: bigint) => new OrgChart(await org.orgKnownAt(at));
    expect((await chart(early)).holderOf('emea', day('2025-06-02'))).toBe('ana');
    expect((await chart(late)).holderOf('emea', day('2025-06-02'))).toBe('dan');
    expect((await chart(late)).holderOf('emea', day('2025-05-31'))).toBe('eve');
    const delegated = async (at: bigint) => (await chart(at)).delegationsOf('ben', day('2025-06-15')).length;
    expect([await delegated(early), await delegated(late), await delegated(late + 1n)]).toEqual([0, 1, 0]);
    expect((await org.seat('emea', late)).map(({ holder, filledBy }) => [holder, filledBy])).toEqual([
      ['eve', 'ina'],
      ['dan', 'ina'],
    ]);
  });
});

describe('quotas', () => {
  it('are told with every line, and what has gone stale is free', async () => {
    const key = { scheme: acme.scheme, quarter: 'FY25-Q1', seat };
    const reserved = (n: number) =>
      QuotaReserved({
        ...{ ...key, overrideId: nth(n), kind: 'request', arr: '1000' },
        ...{ reservedOn: '2025-06-01', lapsesOn: '2025-06-10' },
      } as never);
    await views.record(
      '2025-06-06',
      reserved(1),
      reserved(2),
      QuotaConsumed({ ...key, overrideId: nth(1), consumedOn: day('2025-06-06') }),
    );
    await views.settled();
    const quotas = new QuotasView(views.pool);
    const told = async (on: string, at?: bigint) =>
      (await quotas.page({ seat, today: day(on), ...(at && { at }) }, page)).items.map(
        ({ reserved: kept, consumed, lines }) => [
          ...[kept, consumed],
          ...lines.map(({ state, released }) => `${state} ${released ?? '-'}`),
        ],
      );
    expect(await told('2025-06-10')).toEqual([[1, 1, 'consumed -', 'reserved -']]);
    expect(await told('2025-06-11')).toEqual([[0, 1, 'consumed -', 'released STALE']]);
    const head = await views.store.head();
    expect(await told('2025-06-06', head - 1n)).toEqual([[2, 0, 'reserved -', 'reserved -']]);
    expect(await told('2025-06-06', head - 2n)).toEqual([[1, 0, 'reserved -']]);
    expect(await quotas.page({ seat: 'apac', today }, page)).toEqual({ items: [], next: null });
  });

  it('are told in pages, by quarter, seat and scheme', async () => {
    const reserved = (n: number, quarter: string, of: string) =>
      QuotaReserved({
        ...{ scheme: acme.scheme, quarter, seat: of, overrideId: nth(n), kind: 'request', arr: '1000' },
        ...{ reservedOn: '2025-06-01', lapsesOn: '2025-06-10' },
      } as never);
    await views.record(
      '2025-06-06',
      ...[reserved(11, 'FY25-Q2', 'a'), reserved(12, 'FY25-Q2', 'b'), reserved(13, 'FY25-Q3', 'a')],
    );
    await views.settled();
    const quotas = new QuotasView(views.pool);
    const first = await quotas.page({ today }, { limit: 2 });
    const second = await quotas.page({ today }, { limit: 2, after: first.next! });
    expect([...first.items, ...second.items].map(({ quarter, seat: of }) => `${quarter} ${of}`)).toEqual([
      ...[`FY25-Q1 ${seat}`, 'FY25-Q2 a'],
      ...['FY25-Q2 b', 'FY25-Q3 a'],
    ]);
    expect(second.next).toBeNull();
  });

  it.each(['overrides', 'org', 'quota'])('and all the others are rebuilt row for row: %s', async (view) => {
    expect(await views.projector.rebuild(view)).toMatchObject({ agreed: true, swapped: true });
    expect(views.reports).toEqual([]);
  });
});
