/** The worked numbers of the product, as its rules were settled with them. Nothing here is computed. */

/** By value: the tier of a template's bands, at every edge and a cent beside it. */
export const contractValueBands: readonly [string, string][] = [
  ['0', 'run-rate'],
  ['249999.99', 'run-rate'],
  ['250000', 'growth'],
  ['250000.01', 'growth'],
  ['999999.99', 'growth'],
  ['1000000', 'strategic'],
  ['1000000.01', 'strategic'],
];

export const revenueBandsBands: readonly [string, string][] = [
  ['9999.99', 'low'],
  ['10000', 'medium'],
  ['10000.01', 'medium'],
  ['99999.99', 'medium'],
  ['100000', 'medium'],
  ['100000.01', 'high'],
];

/** ARR by quarter: what the plain bands say, what the stabiliser makes of it, and what happened. */
export const hysteresis: readonly [arr: string, indicated: string, computed: string, happened: string][] = [
  ['240000', 'T3', 'T3', 'ASSIGN'],
  ['255000', 'T2', 'T2', 'PROMOTE'],
  ['248000', 'T3', 'T2', '-'],
  ['251000', 'T2', 'T2', '-'],
  ['220000', 'T3', 'T2', 'WATCH1/2'],
  ['230000', 'T3', 'T2', 'CLEAR'],
  ['210000', 'T3', 'T2', 'WATCH1/2'],
  ['205000', 'T3', 'T3', 'DEMOTE'],
  ['1050000', 'T1', 'T1', 'PROMOTE'],
  ['950000', 'T2', 'T1', '-'],
  ['880000', 'T2', 'T1', 'WATCH1/2'],
  ['870000', 'T2', 'T2', 'DEMOTE'],
  ['200000', 'T3', 'T2', 'WATCH1/2'],
  ['200000', 'T3', 'T3', 'DEMOTE'],
];

export const hysteresisMoves = { naive: 7, stabilised: 5 };

/** ACME: what its computed tier is on a day, as known at a moment; null before it was onboarded. */
export const acmeComputed: readonly [asOf: string, knownAt: string, computed: string | null][] = [
  ['2025-03-05', '2025-03-10T00:00:00Z', 'T3'],
  ['2025-03-05', '2025-03-13T00:00:00Z', 'T2'],
  ['2025-03-05', '2025-05-06T22:00:00Z', 'T2'],
  ['2025-03-05', '2025-07-10T12:00:00Z', 'T3'],
  ['2025-04-04', '2025-05-06T22:00:00Z', 'T2'],
  ['2025-04-05', '2025-05-06T22:00:00Z', 'T2'],
  ['2025-04-30', '2025-05-06T22:00:00Z', 'T2'],
  ['2025-04-30', '2025-07-10T12:00:00Z', 'T3'],
  ['2025-06-20', '2025-06-01T00:00:00Z', 'T3'],
  ['2025-06-20', '2025-07-10T12:00:00Z', 'T3'],
  ['2025-06-30', '2025-06-01T00:00:00Z', 'T3'],
  ['2025-07-01', '2025-04-03T00:00:00Z', 'T2'],
  ['2025-07-01', '2025-07-10T12:00:00Z', 'T3'],
  ['2025-01-09', '2025-07-10T12:00:00Z', null],
];

/** The moments at which ACME's facts were learnt. */
/** ACME with its PIN: what its effective tier is on a day, as known at a moment. */
export const acmeTiers: readonly [asOf: string, knownAt: string, effective: string][] = [
  ['2025-03-05', '2025-03-10T00:00:00Z', 'T3'],
  ['2025-03-05', '2025-03-13T00:00:00Z', 'T2'],
  ['2025-03-05', '2025-05-06T22:00:00Z', 'T2'],
  ['2025-03-05', '2025-07-10T12:00:00Z', 'T3'],
  ['2025-04-04', '2025-05-06T22:00:00Z', 'T2'],
  ['2025-04-05', '2025-05-06T22:00:00Z', 'T1'],
  ['2025-04-30', '2025-07-10T12:00:00Z', 'T1'],
  ['2025-06-20', '2025-06-01T00:00:00Z', 'T1'],
  ['2025-06-20', '2025-07-10T12:00:00Z', 'T3'],
  ['2025-06-30', '2025-06-01T00:00:00Z', 'T1'],
  ['2025-07-01', '2025-04-03T00:00:00Z', 'T2'],
  ['2025-07-01', '2025-07-10T12:00:00Z', 'T3'],
  ['2025-01-09', '2025-07-10T12:00:00Z', 'NOT_ONBOARDED'],
];

export const acmeLearnt = {
  assigned: '2025-01-10T15:00:00Z',
  contract: '2025-03-12T14:00:00Z',
  correction: '2025-05-20T10:00:00Z',
};

export const signature = {
  at: '2025-05-01T02:30:00Z',
  utc: { day: '2025-05-01', quarter: 'FY25-Q2' },
  newYork: { day: '2025-04-30', quarter: 'FY25-Q1' },
};

export const startsOfDay: readonly [string, string][] = [
  ['2025-03-09', '2025-03-09T05:00:00.000Z'],
  ['2025-03-10', '2025-03-10T04:00:00.000Z'],
];

/** 90,000.00 over the 89 days of a quarter, and 100.00 over three equal parts. */
export const prorations: readonly [amount: string, days: number[], parts: string[]][] = [
  ['90000.00', [30, 33, 26], ['30337.08', '33370.79', '26292.13']],
  ['90000.00', [63, 26], ['63707.87', '26292.13']],
  ['100.00', [1, 1, 1], ['33.34', '33.33', '33.33']],
];

/** Top 10 % of a cohort: the rank called for, the score at the cut, and how many are in. */
export const percentiles = {
  plain: { cohort: 23, called: 3, score: '21', included: 3 },
  tied: { cohort: 20, called: 2, score: '90', included: 4 },
};
