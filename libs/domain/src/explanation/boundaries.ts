import { type Decimal, fromLastPlaces } from '#libs/kernel';
import type { CutPoints, Reading } from '../policy/judge/judge';
import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument } from '../policy/policy-document';
import type { TierCode } from '../vocabulary';
import { type GateNeeds, gatesFor, type GatesFor } from './gate-needs';
import { readyRules, type ValueOf, valuesFrom } from './ready-rules';

/** An edge that divides tiers, or bands of an axis, with where the account stands to it. */
export interface BoundaryTold {
  readonly pointer: string;
  /** The tier over it; null on an axis. */
  readonly tier: TierCode | null;
  /** A measure, `score`, or an axis by name. */
  readonly subject: string;
  readonly value: Decimal | null;
  /** The least value that reaches it. */
  readonly enter: Decimal;
  /** The least value that keeps what is over it. */
  readonly exit: Decimal;
  /** What is missing to reach it; negative when it is passed. */
  readonly toEnter: Decimal | null;
  /** What may be lost before what is over it is; negative when it is lost. */
  readonly toExit: Decimal | null;
}

/** Every edge of a policy that has edges, in the order of the document. */
export const boundariesOf = (
  document: PolicyDocument,
  inputs: readonly Reading[],
  cuts: CutPoints | null,
  valueOf: ValueOf = valuesFrom(document, inputs),
): BoundaryTold[] => {
  const boundaries: BoundaryTold[] = [];
  for (const { rule, edge } of readyRules(document, cuts)) {
    if (edge === null) continue;
    const { subject, enter, exit } = edge;
    const value = valueOf(subject);
    boundaries.push({
      pointer: rule.pointer,
      tier: rule.tier,
      subject,
      value: value && value.text,
      enter: enter.text,
      exit: exit.text,
      toEnter: value && fromLastPlaces(enter.places - value.places),
      toExit: value && fromLastPlaces(value.places - exit.places),
    });
  }
  return boundaries;
};

/** What one subject has to be. */
export interface Need {
  readonly subject: string;
  readonly value: Decimal | null;
  readonly atLeast: Decimal;
  /** How much the value may lose, or has to gain. */
  readonly distance: Decimal | null;
}

/** What it takes to stand at a tier. `any`: one of the needs is enough; `all`: each has to be met. */
export interface Needs extends GateNeeds {
  readonly tier: TierCode;
  readonly combine: 'any' | 'all';
  readonly needs: readonly Need[];
}

/** What keeps the account at its tier: the exit edges; none under the lowest tier, nor where tiers have no order. */
export const toStay = (
  document: PolicyDocument,
  boundaries: readonly BoundaryTold[],
  current: TierCode | null,
  gates: GatesFor,
): Needs | null => {
  if (current === null) return null;
  const needs = needsFor(document, boundaries, current, ({ exit, toExit }) => ({
    atLeast: exit,
    distance: toExit,
  }));
  return needs && { ...needs, ...gates(current) };
};

/** The same, by the inputs of a day alone. */
export const neededToStay = (
  document: PolicyDocument,
  inputs: readonly Reading[],
  cuts: CutPoints | null,
  current: TierCode | null,
): Needs | null => {
  const valueOf = valuesFrom(document, inputs);
  const boundaries = boundariesOf(document, inputs, cuts, valueOf);
  return toStay(document, boundaries, current, gatesFor(document, inputs, cuts, valueOf));
};

/** What it takes to rise to the next tier and to the top, by the entry edges. */
export const toRise = (
  document: PolicyDocument,
  boundaries: readonly BoundaryTold[],
  current: TierCode | null,
  gates: GatesFor,
): Needs[] => {
  const { tiers, places, order } = judgeOf(document);
  if (order !== 'ordinal') return [];
  const next = (current === null ? -1 : (places.get(current) ?? -1)) + 1;
  const aims = [...new Set([tiers[next], tiers.at(-1)])].filter((tier) => tier !== undefined);
  return (next < tiers.length ? aims : []).flatMap((tier) => {
    const needs = needsFor(document, boundaries, tier, ({ enter, toEnter }) => ({
      atLeast: enter,
      distance: toEnter,
    }));
    return needs ? [{ ...needs, ...gates(tier) }] : [];
  });
};

const needsFor = (
  document: PolicyDocument,
  boundaries: readonly BoundaryTold[],
  tier: TierCode,
  edge: (boundary: BoundaryTold) => Pick<Need, 'atLeast' | 'distance'>,
): Omit<Needs, keyof GateNeeds> | null => {
  const { order, places } = judgeOf(document);
  const place = places.get(tier);
  if (order !== 'ordinal' || !place) return null;
  const nearest = new Map<string, BoundaryTold | null>();
  for (const one of boundaries) {
    const known = nearest.get(one.subject) ?? null;
    const at = places.get(one.tier!) ?? 0;
    const isNearer = at >= place && (known === null || at < places.get(known.tier!)!);
    if (isNearer || known === null) nearest.set(one.subject, isNearer ? one : null);
  }
  const needs: Need[] = [];
  for (const [subject, one] of nearest) if (one) needs.push({ subject, value: one.value, ...edge(one) });
  const all = document.kind === 'bands' && document.combine === 'lowest';
  return needs.length === 0 ? null : { tier, combine: all ? 'all' : 'any', needs };
};
