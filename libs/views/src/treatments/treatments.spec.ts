import {
  CapacitySet,
  PolicyDrafted,
  PolicyDocument,
  SchemeOpened,
  TierPromoted,
  TreatmentAcknowledged,
  TreatmentChangeRequired,
  TreatmentChangeWithdrawn,
} from '#libs/domain';
import { type Day, day, type Event } from '#libs/kernel';
import { assessed, placementOf } from '../../../testing/src/placements';
import { openViews, type Views } from '../../../testing/src/views';
import { Coverage } from './coverage.queries';
import { TreatmentChanges } from './treatment-changes.queries';

const scheme = 'contract-value';
const timeline = { scheme, view: 'ACCOUNT', externalId: 'ACME' };
const difference = [{ attribute: 'forum', before: 'mail', after: 'QBR' }];
const required = (change: number, dueOn: string, more: object = {}) =>
  TreatmentChangeRequired({
    ...timeline,
    change,
    day: '2025-02-01',
    fromTier: 'T3',
    toTier: 'T2',
    fromPolicyVersion: 1,
    policyVersion: 1,
    difference,
    dueOn,
    cause: { decisionId: 'd', eventId: 'e' },
    basis: '1',
    ...more,
  } as never);
const acknowledged = (change: number) =>
  TreatmentAcknowledged({
    ...timeline,
    change,
    acknowledgedBy: 'ben',
    acknowledgedOn: '2025-02-03',
    comment: 'Done.',
  } as never);
const withdrawn = (change: number) =>
  TreatmentChangeWithdrawn({
    ...timeline,
    change,
    cause: { decisionId: 'd', eventId: 'e' },
    basis: '2',
  } as never);
const capacity = (available: string, validFrom: string, of: object = { tier: null, role: 'csm' }) =>
  CapacitySet({ scheme, ...of, available, validFrom, setBy: 'ana' } as never);

let views: Views;
let changes: TreatmentChanges;
let coverage: Coverage;
beforeEach(async () => {
  views = await openViews();
  changes = new TreatmentChanges(views.pool);
  coverage = new Coverage(views.pool);
});
afterEach(() => views.close());

const learn = async (...events: readonly Event[]) => {
  await views.record('2025-02-02', ...events);
  await views.settled('treatments');
};
const states = async (at: number, today = '2025-02-10') =>
  (await changes.page({ at: BigInt(at), today: day(today) }, { limit: 9 })).items.map(
    ({ change, state, overdue }) => `${change} ${state}${overdue ? ' overdue' : ''}`,
  );

describe('the changes of treatment', () => {
  it('stand as they were known to stand', async () => {
    await learn(
      required(1, '2025-02-15'),
      required(2, '2025-02-16', { supersedes: 1, outstanding: [] }),
      acknowledged(2),
      required(3, '2025-02-17'),
      withdrawn(3),
    );
    expect(await states(1)).toEqual(['1 open']);
    expect(await states(2)).toEqual(['1 superseded', '2 open']);
    expect(await states(4)).toEqual(['1 superseded', '2 acknowledged', '3 open']);
    expect(await states(5)).toEqual(['1 superseded', '2 acknowledged', '3 withdrawn']);
  });

  it('tell who acknowledged them and what was left to do, once it is known', async () => {
    await learn(required(1, '2025-02-15'), acknowledged(1));
    const look = async (at: bigint) =>
      (await changes.page({ at, today: day('2025-02-10') }, { limit: 1 })).items[0]!;
    const { id } = await look(1n);
    expect(await look(1n)).toMatchObject({ acknowledgedBy: null, settledAt: null, outstanding: difference });
    expect(await changes.get(id, { at: 2n, today: day('2025-02-10') })).toMatchObject({
      id,
      acknowledgedBy: 'ben',
      acknowledgedOn: '2025-02-03',
      comment: 'Done.',
      settledAt: '2025-02-02T12:00:00.000Z',
    });
    expect(await changes.get('nothing', { at: 2n, today: day('2025-02-10') })).toBeNull();
  });

  it('are overdue behind their day, and not on it', async () => {
    await learn(required(1, '2025-02-15'));
    expect(await states(1, '2025-02-15')).toEqual(['1 open']);
    expect(await states(1, '2025-02-16')).toEqual(['1 open overdue']);
  });

  it('are the same when they are projected anew, in whatever batches they came', async () => {
    await learn(required(1, '2025-02-15'));
    await learn(required(2, '2025-02-16', { supersedes: 1, outstanding: [] }), capacity('4', '2025-01-01'));
    await learn(acknowledged(2), capacity('5', '2025-01-01'), required(3, '2025-02-17'));
    expect(await views.projector.rebuild('treatments')).toMatchObject({ agreed: true, swapped: true });
    expect(await states(7)).toEqual(['1 superseded', '2 acknowledged', '3 open']);
  });
});

describe('capacities', () => {
  const people = async (asOf: string, at: number) =>
    (await coverage.people(scheme, asOf as Day, BigInt(at))).map(
      ({ tier, role, available }) => `${tier ?? role} ${available}`,
    );

  it('hold from their day on, as known then', async () => {
    await learn(
      capacity('4', '2025-01-01'),
      capacity('6', '2025-04-01'),
      capacity('5', '2025-01-01'),
      capacity('1', '2025-02-01', { tier: 'T1', role: null }),
    );
    expect(await people('2024-12-31', 4)).toEqual([]);
    expect(await people('2025-01-31', 2)).toEqual(['csm 4']);
    expect(await people('2025-01-31', 4)).toEqual(['csm 5']);
    expect(await people('2025-04-01', 4)).toEqual(['csm 6', 'T1 1']);
    expect((await coverage.capacities(scheme, 4n)).map(({ available }) => available)).toEqual([
      '1',
      '5',
      '6',
    ]);
  });
});

describe('the wait list', () => {
  const document = PolicyDocument.parse({
    kind: 'bands',
    tiers: [
      { code: 'T1', rank: 3 },
      { code: 'T2', rank: 2 },
      { code: 'T3', rank: 1 },
    ],
    measures: { arr: { fact: 'arr' } },
    boundaries: [{ tier: 'T1', measure: 'arr', at: '1', inclusive: true }],
  });
  const policy = [
    SchemeOpened({ scheme, name: 'n', description: '', primary: true } as never),
    PolicyDrafted({ scheme, version: 1, document, author: 'ana' } as never),
  ];
  /** Promoted from T2 to T1 on a day. */
  const promoted = (externalId: string, on: string, more: object = {}) => {
    const { opened, assigned } = placementOf(externalId);
    const assessment = { ...assessed('T1', on, 'T1', 'PROMOTED'), ...more };
    const about = { scheme, view: 'ACCOUNT', externalId, cause: { kind: 'RUN' }, basis: '1', before: 'T2' };
    return [
      opened('2025-01-01'),
      assigned('T2', '2025-01-02'),
      TierPromoted({ ...about, assessment } as never),
    ];
  };
  const arr = (value: string) => ({ inputs: [{ measure: 'arr', value }] });
  const waiting = async (places: number, asOf = '2025-06-01') => {
    const head = await views.store.head();
    const at = { position: head, knownAt: await views.clock.now() };
    const { items, counts } = await coverage.waitList(
      { scheme, view: 'ACCOUNT', asOf: asOf as Day, at },
      [{ tier: 'T1', places }],
      { limit: 9 },
    );
    expect(counts.get('T1') ?? 0).toBe(items.length);
    return items.map(({ externalId, number, promotedOn }) => `${number} ${externalId} ${promotedOn}`);
  };

  beforeEach(async () => {
    const { opened, assigned } = placementOf('FIRST');
    await views.record(
      '2025-02-02',
      ...policy,
      opened('2025-01-01'),
      assigned('T1', '2025-04-30'),
      ...promoted('LATE', '2025-04-01'),
      ...promoted('PLAIN', '2025-03-01'),
      ...promoted('RICH', '2025-03-01', arr('900')),
      ...promoted('RICHER', '2025-03-01', arr('1000')),
      ...promoted('BEST', '2025-03-01', { score: '0.9' }),
    );
    await views.settled('tier-history', 'schemes', 'decisions');
  });

  it('is in the order of day, score, ARR and id; who came otherwise than by promotion has a place', async () => {
    expect(await waiting(2)).toEqual([
      '1 RICHER 2025-03-01',
      '2 RICH 2025-03-01',
      '3 PLAIN 2025-03-01',
      '4 LATE 2025-04-01',
    ]);
    expect(await waiting(5)).toEqual(['1 LATE 2025-04-01']);
    expect(await waiting(6)).toEqual([]);
    expect(await waiting(0)).toHaveLength(5);
  });

  it('is that of the day asked about', async () => {
    expect(await waiting(3, '2025-03-31')).toEqual(['1 PLAIN 2025-03-01']);
    expect(await waiting(0, '2025-02-28')).toEqual([]);
  });
});
