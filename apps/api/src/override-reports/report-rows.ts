import { excluded, type HindsightRow, type PolicyCandidate } from '#libs/domain';
import type { HindsightReport } from '#libs/runs';
import { untiered } from '#libs/views';
import type { CandidateFound, HindsightGroup, HindsightSums } from './report-answered';

const sumsOf = ({
  overridden,
  comparable,
  nrrDifference,
  widened,
}: HindsightReport['total']): HindsightSums => ({
  ...overridden,
  comparableN: comparable.n,
  comparableHidden: comparable.hidden,
  comparableOpening: comparable.opening,
  comparableClosing: comparable.closing,
  comparableNrr: comparable.nrr,
  comparableLogoChurn: comparable.logoChurn,
  comparableRevenueChurn: comparable.revenueChurn,
  comparableStandIns: comparable.standIns,
  ...{ nrrDifference, widened },
});

const groupOf = ({ key, ...row }: HindsightRow): HindsightGroup => ({ key, ...sumsOf(row) });

export const hindsightAnswer = ({ rows, total }: HindsightReport) => ({
  items: rows.map(groupOf),
  total: sumsOf(total),
});

export const candidateAnswer = ({ fromTier, toTier, ...candidate }: PolicyCandidate): CandidateFound => ({
  ...candidate,
  fromTier: fromTier ?? untiered,
  toTier: toTier ?? excluded,
});
