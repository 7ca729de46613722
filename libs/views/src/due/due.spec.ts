import {
  BindingTierIndicated,
  BusinessReviewHeld,
  FactsRecorded,
  InputDescribed,
  PolicyReviewCalled,
  PolicyReviewed,
  ProvisionalTierIndicated,
  RubricWritten,
  TierIndicationWithdrawn,
} from '#libs/domain';
import type { Event } from '#libs/kernel';
import { openViews, type Views } from '../../../testing/src/views';
import { InputCatalogue } from '../catalogue/catalogue.queries';
import { Indications } from './indications.queries';
import { ReviewsHeld } from './reviews-held.queries';
import { Standings } from './standings.queries';

// The shapes are held against their schemas when they are recorded.
const made = <E extends Event>(make: (data: never) => E, data: object): E => make(data as never);

const indicated = (externalId: string, day: string, said: object = {}) => ({
  ...{ scheme: 'cv', externalId, day, value: '300000', tier: 'T2', place: 1, policyVersion: 1 },
  ...{ factIds: ['o1'], basis: '1', ...said },
});
const provisional = (externalId: string, day: string, stage: string, said: object = {}) =>
  made(ProvisionalTierIndicated, { ...indicated(externalId, day, said), stage });
const binding = (externalId: string, day: string, said: object = {}) =>
  made(BindingTierIndicated, indicated(externalId, day, { tier: 'T3', place: 0, ...said }));

let views: Views;
const learn = async (...events: Event[]): Promise<bigint> => {
  await views.record('2025-06-01', ...events);
  await views.settled();
  return views.store.head();
};

beforeAll(async () => {
  views = await openViews();
});
afterAll(() => views.close());

describe('opportunities', () => {
  const dealsAt = async (at: bigint, limit = 50) => {
    const { items } = await new Indications(views.pool).deals('cv', at, { limit });
    return items.map(
      ({ externalId, provisional: { day, stage, tier }, binding: signed }) =>
        `${externalId} ${day} ${stage} ${tier} -> ${signed ? `${signed.day} ${signed.tier} ${signed.factIds[0]}` : 'open'}`,
    );
  };
  let before: bigint;

  it('are told at their last stage, with the signature that came of them', async () => {
    before = await learn(
      provisional('A', '2025-01-10', 'proposal'),
      provisional('A', '2025-02-10', 'legal', { tier: 'T1', place: 2 }),
      binding('A', '2025-03-01', { factIds: ['c1'] }),
      provisional('A', '2025-04-01', 'lead'),
      provisional('B', '2025-01-10', 'lead', { tier: null, place: null }),
    );
    expect(await dealsAt(before)).toEqual([
      'A 2025-02-10 legal T1 -> 2025-03-01 T3 c1',
      'A 2025-04-01 lead T2 -> open',
      'B 2025-01-10 lead null -> open',
    ]);
  });

  it('come in pages', async () => {
    const indications = new Indications(views.pool);
    const first = await indications.deals('cv', before, { limit: 1 });
    expect(first.next).toEqual({ externalId: 'A', day: '2025-02-10' });
    const rest = await indications.deals('cv', before, { limit: 2, after: first.next! });
    expect([rest.items.length, rest.next]).toEqual([2, null]);
  });

  it('are others once facts were, and as before to who asks of before', async () => {
    const after = await learn(
      provisional('A', '2025-02-10', 'legal', { tier: 'T3', place: 0 }),
      made(TierIndicationWithdrawn, {
        ...{ scheme: 'cv', externalId: 'A', day: '2025-03-01', kind: 'binding', basis: '2' },
      }),
    );
    expect(await dealsAt(after)).toEqual(['A 2025-04-01 lead T2 -> open', 'B 2025-01-10 lead null -> open']);
    expect(await dealsAt(before)).toHaveLength(3);
  });
});

describe('reviews', () => {
  it('are known from when they were told', async () => {
    const reviews = new ReviewsHeld(views.pool);
    const first = await learn(
      made(PolicyReviewed, { scheme: 'cv', reviewedOn: '2025-03-31', note: 'As it was.', reviewedBy: 'ana' }),
      made(BusinessReviewHeld, {
        ...{ externalId: 'A', heldOn: '2025-03-01', note: 'QBR', attendees: ['Ines'], recordedBy: 'ana' },
      }),
    );
    const second = await learn(
      made(PolicyReviewCalled, {
        ...{
          scheme: 'cv',
          reason: 'ICP_CHANGE',
          occurredOn: '2025-04-02',
          note: 'SMB too.',
          calledBy: 'ana',
        },
      }),
      made(BusinessReviewHeld, {
        ...{ externalId: 'A', heldOn: '2025-05-01', note: 'QBR', attendees: [], recordedBy: 'ana' },
      }),
    );
    expect(await reviews.ofPolicy('cv', first)).toMatchObject([
      { kind: 'held', on: '2025-03-31', reason: null },
    ]);
    expect(await reviews.ofPolicy('cv', second)).toMatchObject([
      { kind: 'called', on: '2025-04-02', reason: 'ICP_CHANGE', person: 'ana' },
      { kind: 'held' },
    ]);
    expect(await reviews.ofAccount('A', second)).toMatchObject([
      { heldOn: '2025-05-01', attendees: [] },
      { heldOn: '2025-03-01', attendees: ['Ines'] },
    ]);
    const last = async (asOf: string, at: bigint) =>
      (await reviews.lastByAccount(asOf as never, at)).get('A');
    expect(await Promise.all([last('2025-04-30', second), last('2025-06-01', second)])).toEqual([
      ...['2025-03-01', '2025-05-01'],
    ]);
    expect([await last('2025-02-28', second), await last('2025-06-01', first)]).toEqual([
      undefined,
      '2025-03-01',
    ]);
  });
});

describe('the catalogue', () => {
  it('says what it said at a position, of inputs and of rubrics', async () => {
    const inputs = new InputCatalogue(views.pool);
    const entry = {
      ...{ label: 'ACV', group: 'commercial', unit: 'EUR', source: 'CRM', freshnessDays: 300 },
      ...{ requiredByTiers: [], description: '' },
    };
    const described = (said: object) =>
      made(InputDescribed, { measure: 'acv', entry: { ...entry, ...said }, describedBy: 'ana' });
    const written = (version: number) =>
      made(RubricWritten, {
        ...{
          rubric: 'maturity',
          version,
          name: 'Maturity',
          measure: 'maturity',
          questions: [],
          writtenBy: 'ana',
        },
      });
    const first = await learn(described({}), written(1));
    const second = await learn(described({ freshnessDays: null }), written(2));
    const limitAt = async (at: bigint) => (await inputs.entries(at)).map((one) => one.entry.freshnessDays);
    expect([await limitAt(first), await limitAt(second)]).toEqual([[300], [null]]);
    const versionsAt = async (at: bigint) => [
      (await inputs.rubrics(at)).map(({ version }) => version),
      (await inputs.versionsOf('maturity', at)).map(({ version }) => version),
    ];
    expect([await versionsAt(first), await versionsAt(second)]).toEqual([
      [[1], [1]],
      [[2], [2, 1]],
    ]);
    const facts = ['x', 'y'].map((factId) => ({
      factId,
      measure: 'odd',
      value: '1',
      validFrom: '2025-01-01',
    }));
    const third = await learn(made(FactsRecorded, { externalId: 'A', facts }));
    expect((await inputs.factsByMeasure(third)).get('odd' as never)).toBe(2);
    expect(await new Standings(views.pool).havingFacts(['odd' as never], third)).toEqual(['A']);
    expect(await new Standings(views.pool).havingFacts(['odd' as never], second)).toEqual([]);
  });

  it.each(['catalogue', 'due', 'facts'])('and %s come to the same rows when they are rebuilt', async (view) =>
    expect(await views.projector.rebuild(view)).toMatchObject({ agreed: true, swapped: true }),
  );
});
