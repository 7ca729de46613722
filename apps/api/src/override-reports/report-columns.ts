import type { CandidateFound, ConflictOnRecord, HindsightGroup, SeatShare } from './report-answered';

export const hindsightColumns: (keyof HindsightGroup)[] = [
  ...(['key', 'n', 'hidden', 'opening', 'closing', 'nrr', 'logoChurn', 'revenueChurn', 'standIns'] as const),
  ...([
    'comparableN',
    'comparableHidden',
    'comparableOpening',
    'comparableClosing',
    'comparableNrr',
  ] as const),
  ...(['comparableLogoChurn', 'comparableRevenueChurn', 'comparableStandIns'] as const),
  ...(['nrrDifference', 'widened'] as const),
];

export const candidateColumns: (keyof CandidateFound)[] = [
  ...(['code', 'reasonCode', 'fromTier', 'toTier', 'because', 'overrides', 'accounts', 'seats'] as const),
  ...(['quarters', 'renewals', 'arr', 'arrUnknown', 'boundary'] as const),
];

export const seatColumns: (keyof SeatShare)[] = [
  ...(['seat', 'overrides', 'share', 'accounts', 'arr', 'arrShare', 'book', 'bookShare'] as const),
  ...(['up', 'down', 'level', 'quotaUsed', 'quotaLimit', 'concentrated'] as const),
];

export const conflictColumns: (keyof ConflictOnRecord)[] = [
  ...(['overrideId', 'externalId', 'act', 'level', 'role', 'approver', 'onBehalfOf', 'decidedOn'] as const),
  ...(['decidedAt', 'rule', 'asKnownThen', 'asKnownNow', 'detail'] as const),
];
