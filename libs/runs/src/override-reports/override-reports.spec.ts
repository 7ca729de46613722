import {
  AccountChanged,
  AccountOnboarded,
  accountView,
  ExternalId,
  FactsRecorded,
  Profile,
  RevenueRecorded,
  SchemeCode,
} from '#libs/domain';
import { day, fromLastPlaces } from '#libs/kernel';
import { OrgRecords, ReportedAccounts } from '#libs/views';
import { seated } from '../../../testing/src/organisation';
import { approved } from '../../../testing/src/override-events';
import { openViews, type Views } from '../../../testing/src/views';
import { ArrsOverWindows } from './arr-over-windows';
import { OverrideReports } from './override-reports';

let views: Views;
let accounts: ReportedAccounts;
beforeAll(async () => {
  views = await openViews();
  accounts = new ReportedAccounts(views.pool);
});
afterAll(() => views.close());

const acme = ExternalId.parse('ACME');
const key = { scheme: SchemeCode.parse('cv'), view: accountView, externalId: acme };
const ownedBy = (ownerSeat: string | null): Profile =>
  Profile.parse({ name: 'A', onboardedOn: null, ownerSeat, parentExternalId: null, attributes: {} });

describe('conflicts', () => {
  const conflicts = async (at: bigint) => {
    const reports = new OverrideReports({ store: views.store, accounts, org: new OrgRecords(views.pool) });
    const { rows, decisions } = await reports.conflicts({ scheme: key.scheme, view: key.view, at });
    return [decisions, rows.map((one) => [one.externalId, one.rule, one.asKnownThen, one.asKnownNow])];
  };

  it('are told as known when the decision was taken, and as known at a position', async () => {
    // Ben was told to report to Ana, which turns out to be wrong; that he kept the account is learnt later.
    await views.record(
      '2025-04-01',
      AccountOnboarded({ externalId: acme, profile: ownedBy(null) }),
      ...[seated('emea', 'ana'), seated('desk', 'ben', { under: 'emea' })],
      ...approved(1, 'PIN T1 2025-04-05 2025-07-01', '2025-04-02', key),
    );
    const first = await views.store.head();
    await views.record(
      '2025-05-01',
      ...[seated('desk', 'ben'), seated('kept', 'ben')],
      AccountChanged({ externalId: acme, before: ownedBy(null), after: ownedBy('kept') }),
    );
    await views.settled();
    expect(await conflicts(first)).toEqual([1, [['ACME', 'SOD-2', true, true]]]);
    expect(await conflicts(await views.store.head())).toEqual([
      1,
      [
        ['ACME', 'SOD-2', true, false],
        ['ACME', 'SOD-3', false, true],
      ],
    ]);
  });
});

describe('what an account came to over two quarters', () => {
  const window = { from: day('2025-07-01'), until: day('2026-01-01') };
  const arr = (validFrom: string, value: string, n = 1, more: object = {}) => ({
    ...{ factId: `${validFrom} ${n}`, measure: 'arr', value, validFrom, ...more },
  });
  const paid = (occurredOn: string, amount: string, currency = 'USD') => ({
    ...{ factId: `${occurredOn} ${currency}`, occurredOn, amount, currency, kind: 'invoice' },
  });
  const cases: [string, string, object[], object[], unknown[] | null][] = [
    [
      'is its ARR before each end',
      'A',
      [arr('2025-06-30', '10'), arr('2025-12-31', '20')],
      [],
      ['10', '20', false],
    ],
    [
      'not that of the day itself',
      'B',
      [arr('2025-06-30', '10'), arr('2026-01-01', '20')],
      [],
      ['10', '10', false],
    ],
    [
      'of two on one day the later',
      'C',
      [arr('2025-06-30', '1', 10), arr('2025-06-30', '2', 9)],
      [],
      ['1', '1', false],
    ],
    [
      'is nothing to tell before its first ARR',
      'D',
      [arr('2025-07-01', '1')],
      [paid('2025-06-30', '5')],
      null,
    ],
    [
      'is the revenue of twelve months without ARR',
      'E',
      [],
      [paid('2024-06-30', '1'), paid('2024-07-01', '2'), paid('2025-01-01', '4.5'), paid('2026-01-01', '8')],
      ['6.5', '4.5', true],
    ],
    [
      'not that of a service line’s ARR',
      'F',
      [arr('2025-01-01', '9', 1, { serviceLine: 'hosting' })],
      [paid('2025-01-01', '4')],
      ['4', '4', true],
    ],
    [
      'is not told of several currencies',
      'G',
      [],
      [paid('2025-01-01', '1'), paid('2025-01-01', '1', 'EUR')],
      null,
    ],
    ['of an unknown account is nothing', 'H', [], [], ['0', '0', true]],
  ];

  beforeAll(async () => {
    for (const [, externalId, facts, revenue] of cases)
      await views.record(
        '2026-02-01',
        ...(facts.length > 0 ? [FactsRecorded({ externalId, facts } as never)] : []),
        ...(revenue.length > 0 ? [RevenueRecorded({ externalId, facts: revenue } as never)] : []),
      );
    await views.settled();
  });

  it.each(cases)('%s', async (_, externalId, __, ___, expected) => {
    const told = await new ArrsOverWindows(accounts, [window], await views.store.head()).of([externalId]);
    const over = told(externalId)(window);
    const { opening, closing, standsIn } = over ?? { opening: 0n, closing: 0n, standsIn: false };
    expect(over && [fromLastPlaces(opening), fromLastPlaces(closing), standsIn]).toEqual(expected);
  });
});
