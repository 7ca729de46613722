import { type Decimal, fromLastPlaces, roundDecimal } from '#libs/kernel';
import { rounded } from '../policy/judge/dimension';
import type { Measure } from '../vocabulary';
import type { InputState } from './input-states';

/** How many accounts have an input, and what keeps the others from having it. */
export interface Completeness {
  readonly measure: Measure;
  readonly fact: Measure | null;
  readonly readByPolicy: boolean;
  /** The accounts in scope. */
  accounts: number;
  withValue: number;
  missing: number;
  stale: number;
  withoutEvidence: number;
  ownerAssessed: number;
  lowConfidence: number;
  /** With a value that cannot be used: no number, mixed currencies, undefined. */
  unusable: number;
}

type Count = 'missing' | 'stale' | 'withoutEvidence' | 'ownerAssessed' | 'lowConfidence';

const countOf = new Map<string, Count>([
  ['MISSING', 'missing'],
  ['STALE', 'stale'],
  ['WITHOUT_EVIDENCE', 'withoutEvidence'],
  ['OWNER_ASSESSED', 'ownerAssessed'],
  ['LOW_CONFIDENCE', 'lowConfidence'],
]);

/** Counts the inputs of accounts as they come, by measure. */
export class CompletenessCount {
  private readonly counts = new Map<Measure, Completeness>();

  add(states: readonly InputState[]): void {
    for (const state of states) {
      const count = this.of(state);
      count.accounts += 1;
      if (state.problem === null) count.withValue += 1;
      else count[countOf.get(state.problem) ?? 'unusable'] += 1;
    }
  }

  /** In the order of their measures. */
  get byMeasure(): readonly Completeness[] {
    return [...this.counts.values()].sort((a, b) => (a.measure < b.measure ? -1 : 1));
  }

  private of({ measure, fact, readByPolicy }: InputState): Completeness {
    const known = this.counts.get(measure);
    if (known) return known;
    const none = { accounts: 0, withValue: 0, missing: 0, stale: 0, unusable: 0 };
    const unassured = { withoutEvidence: 0, ownerAssessed: 0, lowConfidence: 0 };
    const fresh: Completeness = { measure, fact, readByPolicy, ...none, ...unassured };
    this.counts.set(measure, fresh);
    return fresh;
  }
}

/** The per cent of what is asked for that is there, to two places; null where nothing is asked for. */
export const completenessPct = (
  counts: readonly Pick<Completeness, 'accounts' | 'withValue'>[],
): Decimal | null => {
  const asked = counts.reduce((sum, { accounts }) => sum + accounts, 0);
  const there = counts.reduce((sum, { withValue }) => sum + withValue, 0);
  if (asked === 0) return null;
  return roundDecimal(fromLastPlaces(rounded(BigInt(there) * 10n ** 12n, BigInt(asked))), 2);
};
