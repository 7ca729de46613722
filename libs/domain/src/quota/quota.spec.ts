import { addDays, day, decimal } from '#libs/kernel';
import { given } from '../../../testing/src/given';
import { OverrideId, SchemeCode, Seat } from '../vocabulary';
import { quota, type ConsumeQuota, type ReleaseQuota, type ReserveQuota } from './quota';
import { QuotaConsumed, QuotaReleased, QuotaReserved } from './quota.events';
import { limitsOf, QuotaRules } from './quota-limits';

const today = day('2025-04-10');
const lapsesOn = day('2025-04-20');
const overrideId = (n: number) => OverrideId.parse(`00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
const of = (n: number) => ({
  scheme: SchemeCode.parse('cv'),
  quarter: '2025-Q2',
  seat: Seat.parse('emea'),
  overrideId: overrideId(n),
});
const one = { count: 1, percentOfBook: null, arrCap: null };
const two = { ...one, count: 2 };

const reserve = (n: number, more: Partial<ReserveQuota> = {}): ReserveQuota => ({
  type: 'ReserveQuota',
  ...of(n),
  kind: 'request',
  arr: decimal('100'),
  lapsesOn,
  limits: two,
  today,
  ...more,
});
const consume = (n: number, more: Partial<ConsumeQuota> = {}): ConsumeQuota => ({
  type: 'ConsumeQuota',
  ...of(n),
  limits: two,
  today,
  ...more,
});
const release = (n: number, on = today): ReleaseQuota => ({
  type: 'ReleaseQuota',
  ...of(n),
  why: 'REJECTED',
  today: on,
});
type Reservation = Parameters<typeof QuotaReserved>[0];
const reserved = (n: number, more: Partial<Reservation> = {}) =>
  QuotaReserved({ ...of(n), kind: 'request', arr: decimal('100'), reservedOn: today, lapsesOn, ...more });
const consumed = (n: number, on = today) => QuotaConsumed({ ...of(n), consumedOn: on });
const released = (n: number) => QuotaReleased({ ...of(n), why: 'REJECTED', releasedOn: today });

describe('a quota', () => {
  const scenario = given(quota);

  it('is one of a scheme, a quarter and a seat', () =>
    expect(quota.idOf(reserve(1))).toBe('cv/2025-Q2/emea'));
  it('keeps a unit for a request', () => scenario().when(reserve(1)).then(reserved(1)));
  it('keeps it once', () => scenario(reserved(1)).when(reserve(1)).thenNothing());
  it('keeps it not again when it is spent', () =>
    scenario(reserved(1), consumed(1)).when(reserve(1)).thenNothing());
  it('keeps a unit for a renewal as well', () =>
    scenario(reserved(1))
      .when(reserve(2, { kind: 'renewal' }))
      .then(reserved(2, { kind: 'renewal' })));
  it('keeps none for a correction, though nothing is left', () =>
    scenario(reserved(1))
      .when(reserve(2, { kind: 'correction', limits: one }))
      .thenNothing());

  it('gives its ledger when it is used up', () =>
    scenario(reserved(1), consumed(1), reserved(2))
      .when(reserve(3))
      .thenRefused('QUOTA_EXHAUSTED', {
        ledger: {
          scheme: 'cv',
          quarter: '2025-Q2',
          seat: 'emea',
          limits: two,
          limit: 2,
          reserved: 1,
          consumed: 1,
          left: 0,
          arr: '200',
          entries: [
            expect.objectContaining({ overrideId: overrideId(1), state: 'consumed' }),
            expect.objectContaining({ overrideId: overrideId(2), state: 'reserved' }),
          ],
        },
      }));
  it.each([
    ['count', { count: 1, percentOfBook: 9, arrCap: decimal('9999') }],
    ['percentOfBook', { count: 9, percentOfBook: 1, arrCap: null }],
    ['arrCap', { count: 9, percentOfBook: null, arrCap: decimal('199.99') }],
  ])('holds to the smallest limit that is set: %s', (_, limits) =>
    scenario(reserved(1)).when(reserve(2, { limits })).thenRefused('QUOTA_EXHAUSTED'),
  );
  it('goes up to a cap in money exactly', () =>
    scenario(reserved(1))
      .when(reserve(2, { limits: { count: null, percentOfBook: null, arrCap: decimal('200.00') } }))
      .then(reserved(2)));
  it('has no more room for an account of negative revenue among the others', () =>
    scenario(reserved(1), reserved(2, { arr: decimal('-5000') }))
      .when(reserve(3, { limits: { count: null, percentOfBook: null, arrCap: decimal('199.99') } }))
      .thenRefused('QUOTA_EXHAUSTED'));
  it('has no end where no limit is set', () =>
    scenario(reserved(1), reserved(2), reserved(3))
      .when(reserve(4, { limits: { count: null, percentOfBook: null, arrCap: null } }))
      .then(reserved(4)));

  it('spends a unit once', () => {
    scenario(reserved(1)).when(consume(1)).then(consumed(1));
    scenario(reserved(1), consumed(1)).when(consume(1)).thenNothing();
  });
  it('spends what it has kept, though the limit has come down since', () =>
    scenario(reserved(1), reserved(2))
      .when(consume(2, { limits: one }))
      .then(consumed(2)));
  it('spends nothing that is not reserved', () =>
    scenario().when(consume(1)).thenRefused('QUOTA_NOT_RESERVED'));
  it('gives a unit back when the request comes to nothing, once', () => {
    scenario(reserved(1)).when(release(1)).then(released(1));
    scenario(reserved(1), released(1)).when(release(1)).thenNothing();
    scenario(reserved(1), released(1))
      .when(reserve(2, { limits: one }))
      .then(reserved(2));
  });
  it('never gives back what is spent', () =>
    scenario(reserved(1), consumed(1)).when(release(1)).thenRefused('QUOTA_CONSUMED'));
  it('keeps a unit for a request that is submitted again after its release', () =>
    scenario(reserved(1), released(1)).when(reserve(1)).then(reserved(1)));

  describe('frees what nobody has decided', () => {
    const free = addDays(lapsesOn, 1);

    it('a day after the time to approve has passed, without a job', () => {
      scenario(reserved(1))
        .when(reserve(2, { limits: one, today: lapsesOn }))
        .thenRefused('QUOTA_EXHAUSTED');
      scenario(reserved(1))
        .when(reserve(2, { limits: one, today: free, lapsesOn: addDays(free, 10) }))
        .then(reserved(2, { reservedOn: free, lapsesOn: addDays(free, 10) }));
    });
    it('and spends it late where there is room', () =>
      scenario(reserved(1))
        .when(consume(1, { limits: one, today: free }))
        .then(consumed(1, free)));
    it('and not where another has taken the room', () =>
      scenario(reserved(1), reserved(2, { reservedOn: free, lapsesOn: addDays(free, 10) }))
        .when(consume(1, { limits: one, today: free }))
        .thenRefused('QUOTA_EXHAUSTED'));
    it('and not on a day that is told to be earlier', () =>
      scenario(reserved(1), reserved(2, { reservedOn: free, lapsesOn: addDays(free, 10) }))
        .when(consume(1, { limits: one, today }))
        .thenRefused('QUOTA_EXHAUSTED'));
    it('and keeps it anew when it is asked for anew', () =>
      scenario(reserved(1))
        .when(reserve(1, { today: free, lapsesOn: addDays(free, 10) }))
        .then(reserved(1, { reservedOn: free, lapsesOn: addDays(free, 10) })));
  });

  describe('counts an emergency', () => {
    const emergency = { kind: 'emergency' as const };

    it('as kept until it is taken, and given back when another was quicker', () => {
      scenario().when(reserve(1, emergency)).then(reserved(1, emergency));
      scenario(reserved(1, emergency)).when(consume(1)).then(consumed(1));
      scenario(reserved(1, emergency)).when(release(1)).then(released(1));
    });
    it('over the limit once a quarter, and says so', () =>
      scenario(reserved(1))
        .when(reserve(2, { ...emergency, limits: one }))
        .then(reserved(2, { ...emergency, exceeds: true })));
    it('over the limit not twice', () =>
      scenario(reserved(1), reserved(2, { ...emergency, exceeds: true }), consumed(2))
        .when(reserve(3, { ...emergency, limits: one }))
        .thenRefused('QUOTA_EXHAUSTED'));
    it('against what is left for others', () =>
      scenario(reserved(1, emergency), consumed(1))
        .when(reserve(2, { limits: one }))
        .thenRefused('QUOTA_EXHAUSTED'));
  });
});

describe('the limits of a seat', () => {
  const limits = (rules: unknown, accounts: number) => limitsOf(QuotaRules.parse(rules), accounts);

  it('are five and five per cent of its book where the policy says nothing', () =>
    expect(limits({}, 80)).toEqual({ count: 5, percentOfBook: 4, arrCap: null }));
  it('are those that the policy sets, and no others', () =>
    expect(limits({ count: 3, arrCap: '1000000' }, 80)).toEqual({
      count: 3,
      percentOfBook: null,
      arrCap: '1000000',
    }));
  it.each([
    [5, 0, 2],
    [5, 59, 2],
    [5, 60, 3],
    ['2.5', 200, 5],
    [2.5, 199, 4],
    [0, 500, 2],
  ])(
    'are %s per cent of a book of %s, rounded down, and two at least: %s',
    (percentOfBook, accounts, count) => expect(limits({ percentOfBook }, accounts).percentOfBook).toBe(count),
  );
  it.each([[{ count: -1 }], [{ percentOfBook: 101 }], [{ percentOfBook: '-1' }], [{ arrCap: 5 }]])(
    'are none of %j',
    (rules) => expect(QuotaRules.safeParse(rules).success).toBe(false),
  );
});

describe('emergencies of a quarter', () => {
  const scenario = given(quota);
  const emergency = (n: number) => reserve(n, { kind: 'emergency', limits: unlimited, emergenciesAtMost: 3 });
  const unlimited = { count: null, percentOfBook: null, arrCap: null };
  const taken = (...all: number[]) => all.flatMap((n) => [reserved(n, { kind: 'emergency' }), consumed(n)]);

  it('are three at most, whatever else the quota holds', () => {
    scenario(...taken(1, 2), reserved(9))
      .when(emergency(3))
      .then(reserved(3, { kind: 'emergency' }));
    scenario(...taken(1, 2, 3))
      .when(emergency(4))
      .thenRefused('EMERGENCIES_EXHAUSTED');
  });
  it('keep nobody from asking for an override', () =>
    scenario(...taken(1, 2, 3))
      .when(reserve(4, { limits: unlimited, emergenciesAtMost: 3 }))
      .then(reserved(4)));
  it('are not counted where they were never taken', () =>
    scenario(...taken(1, 2), reserved(3, { kind: 'emergency' }))
      .when({ ...emergency(4), today: addDays(lapsesOn, 1) })
      .then(reserved(4, { kind: 'emergency', reservedOn: addDays(lapsesOn, 1) })));
  it('are not counted twice', () =>
    scenario(...taken(1, 2, 3))
      .when(emergency(3))
      .thenNothing());
});
