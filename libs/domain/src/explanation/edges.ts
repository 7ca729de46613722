import { type Decimal, isDecimal } from '#libs/kernel';
import type { CutPoints } from '../policy/judge/judge';
import { judgeOf } from '../policy/judge/judge-of';
import { partsOf } from '../policy/measures';
import type { Condition, PolicyDocument, ScoreInput } from '../policy/policy-document';
import type { Measure } from '../vocabulary';

/** A value at which, or behind which, something that a rule reads may be told otherwise. */
export interface Division {
  /** A measure, `score`, or an axis by name. */
  readonly subject: string;
  readonly at: Decimal;
}

/** Where what a rule reads may turn round: a ratio where what it is a share of is nothing, a score where a part is full or empty. */
export const bendsOf = (document: PolicyDocument): Division[] => [
  ...denominatorsOf(document),
  ...scoreInputsOf(document).flatMap(({ measure, min, max }) => at(measure, min, max)),
];

/** Every value that divides: what a rule asks for, and where a gate closes. */
export const divisionsOf = (document: PolicyDocument, cuts: CutPoints | null): Division[] => [
  ...judgeOf(document)
    .rules(cuts)
    .flatMap(({ subject, at: value }) => (subject !== null && value !== null ? at(subject, value) : [])),
  ...document.gates.flatMap(({ measure, below, atLeast }) => at(measure, below, atLeast)),
  ...conditionsOf(document).flatMap(({ measure, atLeast, over, atMost, below, is, in: among = [] }) =>
    at(measure, atLeast, over, atMost, below, ...[is, ...among].filter(isDecimal)),
  ),
];

const at = (subject: string, ...values: readonly (Decimal | undefined)[]): Division[] =>
  values.flatMap((value) => (value === undefined ? [] : { subject, at: value }));

/** A ratio changes its sign with what it is a share of. */
const denominatorsOf = (document: PolicyDocument): Division[] =>
  judgeOf(document).reads.flatMap(({ definition }) =>
    'ratioPct' in definition ? at(definition.ratioPct.to, '0' as Decimal) : [],
  );

/** Whether what is read divides by a measure, or by something made of it. */
export const isDividedBy = (document: PolicyDocument, measure: Measure): boolean => {
  const { reads } = judgeOf(document);
  const made = new Set<Measure>([measure]);
  // A measure stands behind those it is made of.
  for (const { measure: name, definition } of reads)
    if (partsOf(definition).some((part) => made.has(part))) made.add(name);
  return reads.some(({ definition }) => 'ratioPct' in definition && made.has(definition.ratioPct.to));
};

const scoreInputsOf = (document: PolicyDocument): readonly ScoreInput[] => {
  if (document.kind === 'matrix') return document.axes.flatMap(({ inputs = [] }) => inputs);
  return document.kind === 'score' || document.kind === 'percentile' ? document.inputs : [];
};

export const conditionsOf = (document: PolicyDocument): readonly Condition[] =>
  document.kind === 'table' ? document.rows.flatMap(({ when }) => when) : [];

/** The words that a measure is compared with, each once. */
export const wordsOf = (document: PolicyDocument, measure: Measure): string[] => [
  ...new Set(
    conditionsOf(document)
      .filter((condition) => condition.measure === measure)
      .flatMap(({ is, in: among = [] }) => (is === undefined ? among : [is, ...among])),
  ),
];
