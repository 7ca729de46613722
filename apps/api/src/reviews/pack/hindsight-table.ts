import type { HindsightRow, Pack, PackHindsight } from '#libs/domain';
import { columnsOf, type PackTable, type PackValue } from './pack-table';

const ways = [
  ['byLeader', 'leader'],
  ['byApprover', 'approver'],
  ['byReason', 'reason'],
] as const satisfies readonly (readonly [keyof PackHindsight, string])[];

/** What became of overridden accounts beside comparable ones; no rows where nothing has ended so long ago. */
export const hindsightTable = ({ hindsight }: Pack['sections']['overrides']): PackTable => ({
  section: 'overrides',
  name: 'hindsight',
  title: 'Hindsight: overridden accounts beside comparable ones',
  notes: [
    'Of overrides whose two whole quarters behind their end were over on the closing day. Of fewer than five accounts no rate is told.',
  ],
  columns: columnsOf({
    by: ['By', 'text'],
    key: ['Of', 'text'],
    accounts: ['Accounts', 'count'],
    nrr: ['NRR', 'ratio'],
    logoChurn: ['Logo churn', 'ratio'],
    revenueChurn: ['Revenue churn', 'ratio'],
    comparable: ['Comparable accounts', 'count'],
    comparableNrr: ['Their NRR', 'ratio'],
    comparableLogoChurn: ['Their logo churn', 'ratio'],
    comparableRevenueChurn: ['Their revenue churn', 'ratio'],
    nrrDifference: ['NRR, difference', 'ratio'],
    widened: ['Compared with all sizes', 'count'],
  }),
  rows: hindsight.total.overridden.n === 0 ? [] : rowsOf(hindsight),
});

const rowsOf = (hindsight: PackHindsight): PackValue[][] => [
  ...ways.flatMap(([way, by]) => hindsight[way].map((row) => [by, row.key, ...figuresOf(row)])),
  ['all', null, ...figuresOf(hindsight.total)],
];

const figuresOf = ({
  overridden,
  comparable,
  nrrDifference,
  widened,
}: Omit<HindsightRow, 'key'>): PackValue[] => [
  ...[overridden, comparable].flatMap(({ n, nrr, logoChurn, revenueChurn }) => [
    ...[n, nrr, logoChurn, revenueChurn],
  ]),
  ...[nrrDifference, widened],
];
