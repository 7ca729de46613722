import { decimal } from '#libs/kernel';
import { ExternalId, Seat } from '../vocabulary';
import { leaderConcentration, type LedOverride } from './leader-concentration';

const emea = Seat.parse('emea');
const apac = Seat.parse('apac');
const led = (
  seat: Seat,
  n: number,
  direction: LedOverride['direction'],
  arr: string | null,
): LedOverride => ({
  ...{ seat, direction, externalId: ExternalId.parse(`A${n}`), arr: arr === null ? null : decimal(arr) },
});
const overrides = [
  led(emea, 1, 'up', '100'),
  led(emea, 1, 'up', '300'),
  led(emea, 2, 'down', '100'),
  led(emea, 3, null, null),
  led(apac, 4, 'up', '100'),
];
const holdings = new Map([[emea, { book: 12, quotaUsed: 4, quotaLimit: 5 }]]);

it('tells whose overrides they are: of 5 and of ARR 500, 4 and 400 are one seat’s', () =>
  expect(leaderConcentration(overrides, holdings, decimal('0.5'))).toEqual({
    seats: [
      {
        ...{ seat: 'emea', overrides: 4, share: '0.800000', accounts: 3, arr: '400', arrShare: '0.800000' },
        ...{ book: 12, bookShare: '0.250000', quotaUsed: 4, quotaLimit: 5 },
        ...{ up: 2, down: 1, level: 1, concentrated: true },
      },
      {
        ...{ seat: 'apac', overrides: 1, share: '0.200000', accounts: 1, arr: '100', arrShare: '0.200000' },
        ...{ book: 0, bookShare: null, quotaUsed: 0, quotaLimit: null },
        ...{ up: 1, down: 0, level: 0, concentrated: false },
      },
    ],
    overrides: 5,
    arr: '500',
    hhi: '0.680000',
    hhiOfArr: '0.680000',
  }));

it('flags no seat at the share itself, nor of too few overrides to tell', () => {
  const flags = (share: string, of = overrides) =>
    leaderConcentration(of, holdings, decimal(share)).seats.map(({ concentrated }) => concentrated);
  expect([flags('0.8'), flags('0.1', overrides.slice(0, 4))]).toEqual([[false, false], [false]]);
});

it('of no overrides says nothing', () =>
  expect(leaderConcentration([], holdings, decimal('0.5'))).toEqual({
    ...{ seats: [], overrides: 0, arr: '0', hhi: null, hhiOfArr: null },
  }));
