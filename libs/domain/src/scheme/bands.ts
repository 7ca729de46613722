import { type Decimal, inLastPlaces } from '#libs/kernel';
import type { Measure, TierCode } from '../vocabulary';
import { type Bound, type Ladder, ladderOf } from './ladder';
import type { BandsPolicy } from './policy-document';

/** A measure's value on a day; null with the problem that kept it from being one. */
export interface Reading {
  readonly measure: Measure;
  readonly value: string | null;
  readonly problem?: string;
}

/** What the plain bands say of the inputs. */
export interface Verdict {
  /** Null when an input that is needed has no value, or the account is out of the programme. */
  readonly tier: TierCode | null;
  readonly outOfProgramme: boolean;
  /** The tier that each measure gives by itself; null where its rule could not be evaluated. */
  readonly perMeasure: readonly { readonly measure: Measure; readonly tier: TierCode | null }[];
  /** `GATE:<measure>` for a gate that changed something, `<PROBLEM>:<measure>` for an input without value. */
  readonly reasons: readonly string[];
}

/** The tier that a policy indicates for the inputs of a day, by the entry edges alone. */
export const indicate = (policy: BandsPolicy, inputs: readonly Reading[]): Verdict => {
  const ladder = ladderOf(policy);
  const reasons: string[] = [];
  let undecided = false;
  const perMeasure = ladder.bounds.map(({ measure, steps }) => {
    const reading = readingOf(inputs, measure);
    if (reading.value !== null) return { measure, place: placeOf(steps, reading.value, entryOf) };
    reasons.push(`${reading.problem ?? 'MISSING'}:${measure}`);
    if (policy.missing === 'lowest') return { measure, place: 0 };
    undecided = true;
    return { measure, place: null };
  });
  for (const { measure } of ladder.gates) {
    const { value, problem = 'MISSING' } = readingOf(inputs, measure);
    if (value !== null) continue;
    undecided = true;
    if (!reasons.includes(`${problem}:${measure}`)) reasons.push(`${problem}:${measure}`);
  }
  const tiers = perMeasure.map(({ measure, place }) => ({
    measure,
    tier: place === null ? null : ladder.tiers[place]!,
  }));
  if (undecided) return { tier: null, outOfProgramme: false, perMeasure: tiers, reasons };
  const place = combined(
    policy,
    perMeasure.map((one) => one.place ?? 0),
  );
  const gated = throughGates(ladder, inputs, place, reasons);
  return {
    tier: gated === null ? null : ladder.tiers[gated]!,
    outOfProgramme: gated === null,
    perMeasure: tiers,
    reasons,
  };
};

/**
 * The place that inputs keep for an account that stands at `current`: exit edges for that tier and those under
 * it, entry edges above, combined and gated as the plain bands are. Asked only of inputs that indicate a tier.
 */
export const retain = (policy: BandsPolicy, inputs: readonly Reading[], current: number): number => {
  const ladder = ladderOf(policy);
  const edge = (bound: Bound) => (bound.place <= current ? bound.exit : bound.entry);
  const places = ladder.bounds.map(({ measure, steps }) => {
    const { value } = readingOf(inputs, measure);
    return value === null ? 0 : placeOf(steps, value, edge);
  });
  return throughGates(ladder, inputs, combined(policy, places), []) ?? 0;
};

const entryOf = ({ entry }: Bound): bigint => entry;

const missing = { value: null, problem: 'MISSING' };

const readingOf = (inputs: readonly Reading[], measure: Measure): Omit<Reading, 'measure'> => {
  for (const input of inputs) if (input.measure === measure) return input;
  return missing;
};

/** The highest tier whose edge the value reaches; the lowest when it reaches none. */
const placeOf = (steps: readonly Bound[], value: string, edge: (bound: Bound) => bigint): number => {
  const reached = inLastPlaces(value as Decimal);
  for (const step of steps) if (reached >= edge(step)) return step.place;
  return 0;
};

const combined = ({ combine }: BandsPolicy, places: readonly number[]): number =>
  combine === 'highest' ? Math.max(...places) : Math.min(...places);

/** The place after the gates; null out of the programme. Adds a reason for each gate that changed it. */
const throughGates = (
  { gates }: Ladder,
  inputs: readonly Reading[],
  indicated: number,
  reasons: string[],
): number | null => {
  let place = indicated;
  for (const { measure, below, cap, outOfProgramme } of gates) {
    const { value } = readingOf(inputs, measure);
    if (value === null || inLastPlaces(value as Decimal) >= below) continue;
    if (outOfProgramme) {
      reasons.push(`GATE:${measure}`);
      return null;
    }
    if (cap === null || cap >= place) continue;
    reasons.push(`GATE:${measure}`);
    place = cap;
  }
  return place;
};
