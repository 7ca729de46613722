import {
  AccountChanged,
  AccountOnboarded,
  CapacitySet,
  defaultSettings,
  ExternalId,
  FactsRecorded,
  type PackCoordinates,
  PolicyDrafted,
  PolicyScheduled,
  Profile,
  RevenueRecorded,
  SchemeChanged,
  SettingsChanged,
} from '#libs/domain';
import { calendarYear, canonicalJson, type Event, instant } from '#libs/kernel';
import { OrgRecords, ReportedAccounts } from '#libs/views';
import { delegated, seated } from '../../../testing/src/organisation';
import { approved, drifted, revoked } from '../../../testing/src/override-events';
import { acme, ladder, nth } from '../../../testing/src/overrides';
import { coordinates, ladderScheme } from '../../../testing/src/packs';
import { placementOf } from '../../../testing/src/placements';
import { openViews, type Views } from '../../../testing/src/views';
import { OverrideReports } from '../override-reports/override-reports';
import { Packs } from './packs';

let views: Views;
let packs: Packs;
let pinned: PackCoordinates;

const { scheme, view, externalId } = acme;
const profile = (more: object): Profile =>
  Profile.parse({
    ...{ name: 'ACME', onboardedOn: null, ownerSeat: null, parentExternalId: null, attributes: {} },
    ...more,
  });
const fact = (measure: string, validFrom: string, value: string) =>
  FactsRecorded({
    externalId,
    facts: [{ factId: `${measure} ${validFrom}`, measure, value, validFrom }],
  } as never);
const paid = (id: string, occurredOn: string, currency: string, kind: string) =>
  RevenueRecorded({
    externalId: ExternalId.parse(id),
    facts: [{ factId: `${occurredOn} ${kind}`, occurredOn, amount: '70.50', currency, kind }],
  } as never);

const revisions = new Map<string, number>();
/** What is said of the organisation has streams of its own. */
const say = async (stream: string, event: Event): Promise<void> => {
  const expected = revisions.get(stream) ?? ('none' as const);
  const context = { actor: 'hr', commandId: `${stream} ${expected}`, correlationId: stream };
  await views.store.append({ stream, events: [event], expected, context });
  revisions.set(stream, expected === 'none' ? 0 : expected + 1);
};

beforeAll(async () => {
  views = await openViews();
  packs = new Packs(views);
  const { opened, assigned } = placementOf();
  const beta = placementOf('BETA');
  await views.record(
    '2025-01-05',
    ...ladderScheme(),
    AccountOnboarded({
      externalId,
      profile: profile({ onboardedOn: '2024-06-01', attributes: { region: 'EMEA' } }),
    }),
    AccountOnboarded({
      externalId: ExternalId.parse('BETA'),
      profile: profile({ name: 'BETA', onboardedOn: '2024-06-01' }),
    }),
    ...[fact('arr', '2024-06-01', '100'), fact('arr', '2025-06-01', '150')],
    ...[paid('ACME', '2025-02-01', 'EUR', 'licence'), paid('BETA', '2024-12-01', 'USD', 'invoice')],
    ...[paid('BETA', '2025-03-01', 'USD', 'upsell')],
    ...[opened('2024-06-01'), assigned('T2', '2024-06-01')],
    ...[beta.opened('2024-06-01'), beta.assigned('T2', '2024-06-01')],
    ...approved(1, 'PIN T1 2024-08-01 2024-12-01', '2024-07-20'),
  );
  await say('seat-lead', seated('lead', 'ana'));
  await say('seat-under', seated('under', 'ben', { under: 'lead' }));
  await views.record('2025-04-03', ...approved(2, 'PIN T1 2025-04-05 2025-09-01', '2025-04-03'));
  await say('seat-under', seated('under', 'ben'));
  await views.clock.moveTo(instant('2025-07-02T09:00:00Z'));
  await views.settled();
  const position = String(await views.store.head());
  pinned = { ...coordinates, pin: { position, knownAt: instant('2025-07-02T09:00:00Z') } };
});
afterAll(() => views.close());

it('tells conflicts as known when it was decided and at the pin', async () => {
  const { SEGREGATION } = (await packs.at(pinned)).sections.exceptions;
  expect(SEGREGATION).toMatchObject({
    found: [
      {
        ...{ externalId: 'ACME', day: '2025-04-03', overrideId: nth(2) },
        inWords: expect.stringMatching(
          /^SOD-2, as known when it was decided, and at the pin no more: ben decided as revops\./,
        ),
      },
    ],
  });
});

it('tells what became of overrides as the report of the same day does', async () => {
  const { hindsight } = (await packs.at(pinned)).sections.overrides;
  const reports = new OverrideReports({
    ...{ store: views.store, accounts: new ReportedAccounts(views.pool), org: new OrgRecords(views.pool) },
  });
  const question = { scheme, view, asOf: pinned.closing, at: BigInt(pinned.pin.position) };
  const { rows, total } = await reports.hindsight({ ...question, by: 'seat' });
  expect([hindsight.byLeader, hindsight.total]).toEqual([rows, total]);
  expect(total).toMatchObject({ overridden: { n: 1, hidden: true }, comparable: { n: 1 } });
  expect(hindsight.byApprover.map(({ key }) => key)).toEqual(['ben']);
  expect(hindsight.byReason.map(({ key }) => key)).toEqual(['STRATEGIC']);
  const before = { ...pinned, closing: pinned.opening };
  expect((await packs.at(before)).sections.overrides.hindsight.total.overridden.n).toBe(0);
});

it('looks at nobody outside of its scope, not even to compare', async () => {
  const of = async (region: string) => {
    const { sections } = await packs.at({ ...pinned, scope: { region: [region] } });
    const { overridden, comparable } = sections.overrides.hindsight.total;
    return [overridden.n, comparable.n, sections.exceptions.SEGREGATION];
  };
  expect(await of('EMEA')).toEqual([1, 0, { found: [expect.objectContaining({ overrideId: nth(2) })] }]);
  expect(await of('APAC')).toEqual([0, 0, { found: [] }]);
});

it('adds up revenue where there is no ARR, and names the kinds of that alone', async () => {
  const { arrBasis, current } = (await packs.at(pinned)).sections.migration;
  expect(current.totals).toMatchObject({ openingArr: '241', closingArr: '291' });
  expect(arrBasis.inWords).toContain('for 1 accounts, of the kinds invoice, upsell.');
});

it('stays the same bytes, whatever is learnt, decided or announced since', async () => {
  const before = canonicalJson(await packs.at(pinned));
  const { restated } = placementOf();
  await views.record(
    '2025-08-01',
    AccountChanged({
      externalId,
      before: profile({}),
      after: profile({ name: 'Another', ownerSeat: 'lead' }),
    }),
    ...[fact('arr', '2025-03-01', '9'), paid('BETA', '2025-03-02', 'USD', 'late')],
    restated('2024-07-01', [['2024-07-01', 'T3']], { opened: '2024-06-01', kind: 'ERROR_CORRECTION' }),
    ...[revoked(2, '2025-06-20'), ...approved(3, 'PIN T3 2025-02-01 2025-09-01', '2025-06-20')],
    drifted(3, '2025-07-20'),
    PolicyDrafted({ scheme, version: 2, document: ladder, author: 'paula' } as never),
    PolicyScheduled({ scheme, version: 2, effectiveFrom: '2025-05-01', scheduledBy: 'paula' } as never),
    SchemeChanged({ scheme, name: 'Another', description: '', primary: true }),
  );
  await say(
    `capacity-${scheme}`,
    CapacitySet({
      scheme,
      tier: 'T1',
      role: null,
      available: '0',
      validFrom: '2025-01-01',
      setBy: 'ana',
    } as never),
  );
  await say('seat-lead', seated('lead', 'ben'));
  await say('delegation-1', delegated('ana', 'ben'));
  const after = {
    ...defaultSettings,
    governanceTimeZone: 'Asia/Tokyo',
    fiscalCalendar: { ...calendarYear, startMonth: 2 },
  };
  await views.record('2025-08-02', SettingsChanged({ before: defaultSettings, after }));
  await views.clock.moveTo(instant('2026-02-01T09:00:00Z'));
  await views.settled();
  expect(canonicalJson(await packs.at(pinned))).toBe(before);
});
