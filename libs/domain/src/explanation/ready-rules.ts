import { type Decimal, fromLastPlaces, inLastPlaces } from '#libs/kernel';
import { entryOf, exitOf } from '../policy/judge/edges';
import type { CutPoints, Reading, Rule } from '../policy/judge/judge';
import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument } from '../policy/policy-document';

/** A number, in last places and as it is told. */
export interface Told {
  readonly places: bigint;
  readonly text: Decimal;
}

/** A rule with all that does not depend on the account it is told of. */
export interface ReadyRule {
  readonly rule: Rule;
  /** The value that divides, in last places. */
  readonly at: bigint | null;
  /** Where the rule divides tiers, or bands of an axis. */
  readonly edge: ReadyEdge | null;
}

interface ReadyEdge {
  readonly subject: string;
  /** The least value that reaches it. */
  readonly enter: Told;
  /** The least value that keeps what is over it. */
  readonly exit: Told;
}

const made = new WeakMap<
  PolicyDocument,
  { readonly cuts: CutPoints | null; readonly rules: readonly ReadyRule[] }
>();

/** The rules of a document, worked out anew only where the cut points are others than the last time. */
export const readyRules = (document: PolicyDocument, cuts: CutPoints | null): readonly ReadyRule[] => {
  const known = made.get(document);
  if (known?.cuts === cuts) return known.rules;
  const inclusive = inclusivenessOf(document);
  const rules = judgeOf(document)
    .rules(cuts)
    .map((rule): ReadyRule => {
      const { subject, at, pointer } = rule;
      const isIn = inclusive.get(pointer);
      const isEdge = isIn !== undefined && subject !== null && at !== null;
      return {
        rule,
        at: at === null ? null : inLastPlaces(at),
        edge: isEdge ? edgeAt(subject, at, isIn, document.stabiliser?.deadBandPct) : null,
      };
    });
  made.set(document, { cuts, rules });
  return rules;
};

const edgeAt = (
  subject: string,
  at: Decimal,
  isIn: boolean,
  deadBandPct: Decimal | undefined,
): ReadyEdge => ({
  subject,
  enter: told(entryOf(at, isIn)),
  exit: told(exitOf(at, isIn, deadBandPct)),
});

const told = (places: bigint): Told => ({ places, text: fromLastPlaces(places) });

/** Whether the value itself belongs to what is over it, for each rule that is an edge. */
const inclusivenessOf = (document: PolicyDocument): ReadonlyMap<string, boolean> => {
  switch (document.kind) {
    case 'bands':
      return new Map(document.boundaries.map(({ inclusive }, index) => [`/boundaries/${index}`, inclusive]));
    case 'score':
      return new Map(document.thresholds.map(({ inclusive }, index) => [`/thresholds/${index}`, inclusive]));
    case 'percentile':
      return new Map(document.cuts.map((_, index) => [`/cuts/${index}`, true]));
    case 'matrix':
      return new Map(
        document.axes.flatMap(({ cuts }, axis) =>
          cuts.map(({ inclusive }, index) => [`/axes/${axis}/cuts/${index}`, inclusive] as const),
        ),
      );
    case 'table':
      return new Map();
  }
};

/** What a subject of rules comes to; null when it has no value. */
export type ValueOf = (subject: string) => Told | null;

/** What the subjects come to for the inputs of a day, each read once however many rules are about it. */
export const valuesFrom = (document: PolicyDocument, inputs: readonly Reading[]): ValueOf => {
  const judge = judgeOf(document);
  const read = new Map<string, Told | null>();
  return (subject) => {
    const known = read.get(subject);
    if (known !== undefined) return known;
    const text = judge.valueOf(subject, inputs);
    const value = text === null ? null : { places: inLastPlaces(text), text };
    read.set(subject, value);
    return value;
  };
};
