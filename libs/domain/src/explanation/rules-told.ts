import { type Decimal, fromLastPlaces } from '#libs/kernel';
import { evaluate, phrase } from '../policy/judge/condition';
import { readingOf } from '../policy/judge/dimension';
import type { CutPoints, Reading, Rule } from '../policy/judge/judge';
import type { PolicyDocument, TablePolicy } from '../policy/policy-document';
import { readyRules, type ValueOf, valuesFrom } from './ready-rules';
import { sentenceOf } from './words';

const verdictOf = { M: 'MATCHED', N: 'NOT_MATCHED', '?': 'NOT_EVALUATED' } as const;
export type Verdict = (typeof verdictOf)[keyof typeof verdictOf];

/** One condition of a rule that has several. */
export interface ConditionTold {
  readonly says: string;
  readonly verdict: Verdict;
  readonly value: string | null;
}

/** A rule with what became of it, and how far the account is from it. */
export interface RuleTold extends Rule {
  readonly verdict: Verdict;
  readonly value: Decimal | null;
  /** What is missing to reach `at`; negative when the value is over it. */
  readonly distance: Decimal | null;
  readonly conditions: readonly ConditionTold[];
  /** Why it was not evaluated, where an input without value is why. */
  readonly because: string | null;
}

/** Every rule of a policy, those that did not match among them. */
export const rulesTold = (
  document: PolicyDocument,
  inputs: readonly Reading[],
  cuts: CutPoints | null,
  verdicts: string,
  valueOf: ValueOf = valuesFrom(document, inputs),
): RuleTold[] =>
  readyRules(document, cuts).map(({ rule, at }, index) => {
    const { pointer, says, tier, subject } = rule;
    const value = at === null || subject === null ? null : valueOf(subject);
    return {
      pointer,
      says,
      tier,
      subject,
      at: rule.at,
      verdict: verdictOf[(verdicts[index] ?? '?') as keyof typeof verdictOf],
      value: value && value.text,
      distance: at === null || value === null ? null : fromLastPlaces(at - value.places),
      conditions: document.kind === 'table' ? conditionsTold(document, rule, inputs) : [],
      because: verdicts[index] === '?' && subject !== null ? problemOf(subject, inputs) : null,
    };
  });

const problemOf = (subject: string, inputs: readonly Reading[]): string | null => {
  const { problem } = inputs.find(({ measure }) => measure === subject) ?? {};
  return problem === undefined ? null : sentenceOf(`${problem}:${subject}`);
};

const conditionsTold = (
  document: TablePolicy,
  { pointer }: Rule,
  inputs: readonly Reading[],
): ConditionTold[] => {
  const row = /^\/rows\/(\d+)$/.exec(pointer);
  if (!row) return [];
  return document.rows[Number(row[1])]!.when.map((condition) => {
    const { value } = readingOf(inputs, condition.measure);
    return {
      says: phrase(condition),
      verdict: verdictOf[evaluate(condition, inputs)],
      value,
    };
  });
};
