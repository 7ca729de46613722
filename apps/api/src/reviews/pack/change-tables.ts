import type { MovesSection, Pack, PackMove } from '#libs/domain';
import { columnsOf, type PackRow, type PackTable, rowsOf } from './pack-table';

/** Sections 3 to 5 in tables. */
export const changeTables = ({ sections }: Pack): PackTable[] => [
  movesTable('promotions', 'Promotions', sections.promotions),
  movesTable('demotions', 'Demotions', sections.demotions),
  restatedDays(sections.restatements),
  restatedMoves(sections.restatements),
  correctedMoves(sections.restatements),
];

const moveColumns = {
  externalId: ['Account', 'id'],
  name: ['Name', 'text'],
  day: ['Day', 'day'],
  fromTier: ['From', 'code'],
  toTier: ['To', 'code'],
  steps: ['Steps', 'count'],
  arr: ['Closing ARR', 'money'],
  cause: ['Cause', 'code'],
  inWords: ['In words', 'text'],
  retroKind: ['Late', 'code'],
  policyVersion: ['Policy', 'count'],
  decisionId: ['Decision', 'id'],
  overrideId: ['Override', 'id'],
} as const;

const moveRow = (one: PackMove): PackRow => [
  ...[one.externalId, one.name, one.day, one.fromTier, one.toTier, one.steps, one.arr, one.cause],
  ...[one.inWords, one.retroKind, one.policyVersion, one.decisionId, one.overrideId],
];

const movesTable = (
  section: 'promotions' | 'demotions',
  title: string,
  { moves, accounts }: MovesSection,
): PackTable => ({
  section,
  name: section,
  title,
  notes: [`${moves.length} moves of ${accounts} accounts.`],
  columns: columnsOf(moveColumns),
  rows: rowsOf(moves, moveRow),
});

const restatedDays = ({ rows, cameLate, openingPosition }: Pack['sections']['restatements']): PackTable => ({
  section: 'restatements',
  name: 'restatements',
  title: 'Days before the quarter that are told otherwise',
  notes: [
    `As known at the pin, against what was known when the quarter opened, at position ${openingPosition}.`,
    ...(cameLate > 0
      ? [`${cameLate} accounts were first heard of since, without a tier on any day before the quarter.`]
      : []),
  ],
  columns: columnsOf({
    externalId: ['Account', 'id'],
    name: ['Name', 'text'],
    from: ['From', 'day'],
    until: ['Until', 'day'],
    was: ['Was', 'code'],
    is: ['Is', 'code'],
    retroKind: ['Kind', 'code'],
    arr: ['Closing ARR', 'money'],
    cause: ['Cause', 'code'],
    position: ['Told at position', 'id'],
    decisionId: ['Decision', 'id'],
    overrideId: ['Override', 'id'],
  }),
  rows: rowsOf(rows, (one) => [
    ...[one.externalId, one.name, one.from, one.until, one.was ?? 'NOT_ONBOARDED', one.is ?? 'NOT_ONBOARDED'],
    ...[one.retroKind, one.arr, one.cause, one.position, one.decisionId, one.overrideId],
  ]),
});

const restatedMoves = ({ moves }: Pack['sections']['restatements']): PackTable => ({
  section: 'restatements',
  name: 'restated-moves',
  title: 'Moves before the quarter that only one of both knowledges has',
  notes: [],
  columns: columnsOf({
    externalId: ['Account', 'id'],
    day: ['Day', 'day'],
    fromTier: ['From', 'code'],
    toTier: ['To', 'code'],
    kind: ['Move', 'code'],
    change: ['Change', 'code'],
  }),
  rows: rowsOf(moves, (one) => [one.externalId, one.day, one.fromTier, one.toTier, one.kind, one.change]),
});

const correctedMoves = ({ corrected }: Pack['sections']['restatements']): PackTable => ({
  section: 'restatements',
  name: 'corrected-moves',
  title: 'Moves of the quarter that correct an error',
  notes: [],
  columns: columnsOf({ kind: ['Move', 'code'], ...moveColumns }),
  rows: rowsOf(corrected, (one) => [one.kind, ...moveRow(one)]),
});
