import type { RetroKind } from '../vocabulary';
import type { Cause } from './placement.events';

/** What a change of a past day is called, by what caused it. A run changes nothing: it assesses a day late at most. */
const retroKindOf: Record<Cause['kind'], RetroKind | undefined> = {
  RUN: undefined,
  POPULATION_SHIFT: undefined,
  FACT: 'LATE_FACT',
  LATE_FACT: 'LATE_FACT',
  ACCOUNT: 'LATE_FACT',
  LINEAGE: 'LATE_FACT',
  ERROR_CORRECTION: 'ERROR_CORRECTION',
  RETRO_DECISION: 'RETRO_DECISION',
  POLICY: 'RETRO_DECISION',
};

/** The cause of a change, named for what it is when the day was past and another answer had been known. */
export const inHindsight = (cause: Cause, past: boolean): { cause: Cause; retroKind?: RetroKind } => {
  const retroKind = past ? retroKindOf[cause.kind] : undefined;
  if (!retroKind) return { cause };
  return { cause: cause.kind === 'FACT' ? { ...cause, kind: 'LATE_FACT' } : cause, retroKind };
};
