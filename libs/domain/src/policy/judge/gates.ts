import { type Decimal, inLastPlaces } from '#libs/kernel';
import type { Measure, TierCode } from '../../vocabulary';
import { readingOf } from './dimension';
import type { Letter, Reading, Rule } from './judge';
import type { Gate } from '../policy-document';

/** A gate made ready: edges as whole numbers, tiers as places. */
export interface ReadyGate {
  readonly measure: Measure;
  readonly below: bigint | null;
  readonly atLeast: bigint | null;
  readonly cap: number | null;
  readonly lift: number | null;
  readonly outOfProgramme: boolean;
  readonly passes: boolean;
}

/** `places: null` where tiers have no order: there nothing can be capped or lifted. */
export const readyGates = (
  gates: readonly Gate[],
  places: ReadonlyMap<TierCode, number> | null,
): readonly ReadyGate[] =>
  gates.map(({ measure, below, atLeast, capTier, liftTier, outOfProgramme, missing }) => ({
    measure,
    below: below === undefined ? null : inLastPlaces(below),
    atLeast: atLeast === undefined ? null : inLastPlaces(atLeast),
    cap: (capTier && places?.get(capTier)) ?? null,
    lift: (liftTier && places?.get(liftTier)) ?? null,
    outOfProgramme: outOfProgramme === true,
    passes: missing === 'pass',
  }));

/** An account never had a value that counts, as against one that has come of age. */
const neverHad: readonly string[] = [
  'MISSING',
  'UNDEFINED',
  'WITHOUT_EVIDENCE',
  'OWNER_ASSESSED',
  'LOW_CONFIDENCE',
];

/** The gates whose input is needed and has no value, as reasons. */
export const undecidedGates = (gates: readonly ReadyGate[], inputs: readonly Reading[]): string[] => {
  const reasons: string[] = [];
  for (const { measure, passes } of gates) {
    const { value, problem = 'MISSING' } = readingOf(inputs, measure);
    if (value === null && !(passes && neverHad.includes(problem))) reasons.push(`${problem}:${measure}`);
  }
  return reasons;
};

const isClosed = (gate: ReadyGate, value: bigint): boolean =>
  (gate.below !== null && value < gate.below) || (gate.atLeast !== null && value >= gate.atLeast);

/** Of each gate whether its condition holds. */
export const gateLetters = (gates: readonly ReadyGate[], inputs: readonly Reading[]): string => {
  let letters = '';
  for (const gate of gates) {
    const { value } = readingOf(inputs, gate.measure);
    const letter: Letter = value === null ? '?' : isClosed(gate, inLastPlaces(value as Decimal)) ? 'M' : 'N';
    letters += letter;
  }
  return letters;
};

/** The place after the gates, in their order; null out of the programme. Adds a reason for each that changed it. */
export const throughGates = (
  gates: readonly ReadyGate[],
  inputs: readonly Reading[],
  indicated: number,
  reasons: string[],
): number | null => {
  let place = indicated;
  for (const gate of gates) {
    const { value } = readingOf(inputs, gate.measure);
    if (value === null || !isClosed(gate, inLastPlaces(value as Decimal))) continue;
    if (gate.outOfProgramme) {
      reasons.push(`GATE:${gate.measure}`);
      return null;
    }
    const capped = gate.cap === null ? place : Math.min(place, gate.cap);
    const lifted = gate.lift === null ? capped : Math.max(capped, gate.lift);
    if (lifted === place) continue;
    reasons.push(`GATE:${gate.measure}`);
    place = lifted;
  }
  return place;
};

export const gateRules = (gates: readonly Gate[]): Rule[] =>
  gates.map(({ measure, below, atLeast, capTier, liftTier, outOfProgramme }, index) => ({
    pointer: `/gates/${index}`,
    says: `${measure} is ${[below && `under ${below}`, atLeast && `at least ${atLeast}`].filter(Boolean).join(' or ')}: ${
      outOfProgramme
        ? 'out of the programme'
        : [capTier && `not over ${capTier}`, liftTier && `not under ${liftTier}`].filter(Boolean).join(', ')
    }`,
    tier: (outOfProgramme ? undefined : (capTier ?? liftTier)) ?? null,
    subject: measure,
    at: below ?? atLeast ?? null,
  }));
