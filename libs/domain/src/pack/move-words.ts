import { sentenceOf } from '../explanation/words';
import type { Cause } from '../placement/placement.events';
import type { RetroKind } from '../vocabulary';
import type { PackDecision } from './pack-inputs';
import type { Change } from './segments';

const causes: Record<Cause['kind'], string> = {
  RUN: 'A review of the scheme assessed the account.',
  FACT: 'A fact of the account led to an assessment.',
  LATE_FACT: 'A fact came late.',
  ERROR_CORRECTION: 'A fact was corrected.',
  RETRO_DECISION: 'Somebody decided about the past.',
  POLICY: 'Another version of the policy came into force.',
  ACCOUNT: 'What is known of the account itself changed.',
  POPULATION_SHIFT: 'The cohort was ranked anew.',
  LINEAGE: 'Accounts were merged or split.',
};

const lateness: Record<RetroKind, string> = {
  LATE_FACT: 'It was learnt after the day.',
  ERROR_CORRECTION: 'It was corrected after the day.',
  RETRO_DECISION: 'It was decided after the day.',
};

/** Whether an override began or ended with the change, and which. */
export const overrideOf = ({ by, after }: Change): string | null =>
  by.overrideId === (after?.overrideId ?? null) ? null : (by.overrideId ?? after?.overrideId ?? null);

/** Why a tier changed, in sentences; `kindOf` says of an override what it is. */
export const wordsOf = (
  change: Change,
  decision: PackDecision | undefined,
  kindOf: (overrideId: string) => string,
): string => {
  const { by } = change;
  const override = overrideOf(change);
  if (override !== null)
    return by.overrideId === override
      ? `An override began: ${kindOf(override)}.`
      : `An override ended: ${kindOf(override)}. The tier is the one computed on the day.`;
  return [
    causes[by.cause],
    ...(change.retroKind ? [lateness[change.retroKind]] : []),
    ...(decision?.assessment.reasons ?? []).map(sentenceOf),
    ...valuesOf(decision),
  ].join(' ');
};

/** The values that the decision stands on, as far as it has any. */
const valuesOf = (decision: PackDecision | undefined): string[] => {
  const values = (decision?.assessment.inputs ?? []).flatMap(({ measure, value }) =>
    value === null ? [] : [`${measure} ${value}`],
  );
  return values.length === 0 ? [] : [`It stood on ${[...new Set(values)].join(', ')}.`];
};
