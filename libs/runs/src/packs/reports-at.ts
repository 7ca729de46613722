import type { Pool } from 'pg';
import { noHindsight, type PackCoordinates, type PackInputs } from '#libs/domain';
import type { EventStore } from '#libs/event-store';
import { addDays, addMonths } from '#libs/kernel';
import { AccountsAmong, type Known, OrgRecords, ReportedAccounts } from '#libs/views';
import { conflictsReport } from '../override-reports/conflicts-report';
import { hindsightReports } from '../override-reports/hindsight-report';

/** A pack with the accounts inside its scope; null is all of them. */
export interface ReportsWanted extends PackCoordinates {
  readonly at: Known;
  readonly among: ReadonlySet<string> | null;
}

interface ReportsParts {
  readonly pool: Pool;
  readonly store: EventStore;
}

type Told = PackInputs['overrides'];

/** What became of overrides that have ended, beside comparable accounts. Where none ended so long ago, nothing is read. */
export const hindsightAt = async (
  { pool, store }: ReportsParts,
  { scheme, view, closing, at, among }: ReportsWanted,
  overrides: Told,
): Promise<PackInputs['hindsight']> => {
  const latest = addMonths(closing, -6);
  const mayBeOver = eventsOf(overrides, view).some(({ data }) => 'from' in data && data.from < latest);
  if (!mayBeOver) return noHindsight;
  const accounts = among ? new AccountsAmong(pool, among) : new ReportedAccounts(pool);
  const question = { scheme, view, asOf: closing, at: at.position };
  const { rows, total } = await hindsightReports({ store, accounts }, question, [
    'seat',
    'approver',
    'reason',
  ]);
  const by = (way: 'seat' | 'approver' | 'reason') => rows.get(way) ?? [];
  return { byLeader: by('seat'), byApprover: by('approver'), byReason: by('reason'), total };
};

/** What speaks against the yeses of the quarter, as known when they were given and at the pin. */
export const conflictsAt = async (
  { pool, store }: ReportsParts,
  { scheme, view, opening, closing, at, among }: ReportsWanted,
  overrides: Told,
): Promise<PackInputs['conflicts']> => {
  const decided = eventsOf(overrides, view).filter(
    ({ data }) => 'decidedOn' in data && opening <= data.decidedOn && data.decidedOn < closing,
  );
  const ids = decided.map(({ data }) => data.externalId).filter((id) => among?.has(id) ?? true);
  if (ids.length === 0) return [];
  const parts = { store, accounts: new AccountsAmong(pool, ids), org: new OrgRecords(pool) };
  const days = { from: opening, to: addDays(closing, -1) };
  return (await conflictsReport(parts, { scheme, view, at: at.position, ...days })).rows;
};

const eventsOf = (overrides: Told, view: string) =>
  overrides.flatMap((told) => told.map(({ event }) => event)).filter(({ data }) => data.view === view);
