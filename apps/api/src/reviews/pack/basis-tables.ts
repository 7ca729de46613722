import { isMeasured, type Matrix, type Pack } from '#libs/domain';
import { columnsOf, type PackTable, type PackValue } from './pack-table';

const people = (all: readonly string[]): string => [...new Set(all)].join(', ');

/** Section 1 in tables. */
export const coverTables = ({ sections: { cover } }: Pack): PackTable[] => {
  const { population, completeness } = cover;
  return [
    {
      section: 'cover',
      name: 'basis',
      title: 'Basis',
      notes: [],
      columns: columnsOf({ statement: ['What this pack rests upon', 'text'] }),
      rows: cover.inWords.map((sentence) => [sentence]),
    },
    {
      section: 'cover',
      name: 'policies',
      title: 'Policy versions in force',
      notes: cover.policyChanges.map(
        ({ day, from, to }) =>
          `On ${day} version ${to ?? 'none'} took the place of version ${from ?? 'none'}.`,
      ),
      columns: columnsOf({
        version: ['Version', 'count'],
        kind: ['Kind', 'code'],
        from: ['From', 'day'],
        until: ['Until', 'day'],
        author: ['Author', 'text'],
        approvedBy: ['Approved by', 'text'],
      }),
      rows: cover.policies.map((one) => [
        ...[one.version, one.kind, one.from, one.until, one.author],
        people(one.approvedBy),
      ]),
    },
    {
      section: 'cover',
      name: 'population',
      title: 'Population on the closing day, counted three ways',
      notes: [
        population.agree ? 'The three agree.' : 'The three do not agree.',
        completeness.certificates.notMeasured,
      ],
      columns: columnsOf({ way: ['Counted by', 'text'], accounts: ['Accounts', 'count'] }),
      rows: [
        ['accounts onboarded', population.byAccounts],
        ['rows of the tier history', population.byTierHistory],
        ['the sum of the migration matrix', population.byMigration],
      ],
    },
  ];
};

/** Section 2 in tables: a row for each cell of the matrix. */
export const migrationTables = ({ sections: { migration } }: Pack): PackTable[] => {
  const { current, previous, arrBasis } = migration;
  const before = isMeasured(previous) ? previous : null;
  return [
    cellsTable('matrix', `Migration, ${current.quarter}`, current, [arrBasis.inWords]),
    ...(isMeasured(previous)
      ? [
          cellsTable('previous', `The quarter before, ${previous.quarter}`, previous, [
            'With the knowledge of the same pin.',
          ]),
        ]
      : []),
    {
      section: 'migration',
      name: 'churned',
      title: 'Where the timelines of the churned stand all the same',
      notes: [],
      columns: columnsOf({
        from: ['Opening tier', 'code'],
        standsAt: ['Stands at', 'code'],
        accounts: ['Accounts', 'count'],
      }),
      rows: current.churned.map((one) => [one.from, one.standsAt, one.accounts]),
    },
    {
      section: 'migration',
      name: 'ratios',
      title: 'Movement and stability',
      notes: isMeasured(previous) ? [] : [previous.notMeasured],
      columns: columnsOf({
        figure: ['Figure', 'text'],
        value: ['This quarter', 'text'],
        before: ['The quarter before', 'text'],
      }),
      rows: figures.map(([label, of]) => [label, of(current), before && of(before)]),
    },
  ];
};

const cellsTable = (name: string, title: string, { cells }: Matrix, notes: readonly string[]): PackTable => ({
  section: 'migration',
  name,
  title,
  notes,
  columns: columnsOf({
    from: ['Opening tier', 'code'],
    to: ['Closing tier', 'code'],
    accounts: ['Accounts', 'count'],
    openingArr: ['Opening ARR', 'money'],
    closingArr: ['Closing ARR', 'money'],
    rowPercent: ['Of the row, %', 'percent'],
  }),
  rows: cells.map((one) => [one.from, one.to, one.accounts, one.openingArr, one.closingArr, one.rowPercent]),
});

const figures: readonly (readonly [string, (matrix: Matrix) => PackValue])[] = [
  ['Upgrades', ({ upgrades }) => upgrades],
  ['Downgrades', ({ downgrades }) => downgrades],
  ['Upgrades to downgrades', ({ upgradeToDowngrade }) => upgradeToDowngrade],
  ['Stability', ({ stability }) => stability],
  ['Population stability index', ({ psi }) => psi],
  ['Reading of the index', ({ psiSays }) => psiSays],
];
