import { type Decimal, fromLastPlaces, inLastPlaces } from '#libs/kernel';
import { evaluate, phrase } from '../policy/judge/condition';
import { readingOf } from '../policy/judge/dimension';
import type { CutPoints, Reading, Rule } from '../policy/judge/judge';
import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument } from '../policy/policy-document';
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
): RuleTold[] => {
  const judge = judgeOf(document);
  return judge.rules(cuts).map((rule, index) => {
    const { subject, at } = rule;
    const value = at === null || subject === null ? null : judge.valueOf(subject, inputs);
    return {
      ...rule,
      verdict: verdictOf[(verdicts[index] ?? '?') as keyof typeof verdictOf],
      value,
      distance: at === null || value === null ? null : fromLastPlaces(inLastPlaces(at) - inLastPlaces(value)),
      conditions: conditionsTold(document, rule, inputs),
      because: verdicts[index] === '?' && subject !== null ? problemOf(subject, inputs) : null,
    };
  });
};

const problemOf = (subject: string, inputs: readonly Reading[]): string | null => {
  const { problem } = inputs.find(({ measure }) => measure === subject) ?? {};
  return problem === undefined ? null : sentenceOf(`${problem}:${subject}`);
};

const conditionsTold = (
  document: PolicyDocument,
  { pointer }: Rule,
  inputs: readonly Reading[],
): ConditionTold[] => {
  const row = /^\/rows\/(\d+)$/.exec(pointer);
  if (document.kind !== 'table' || !row) return [];
  return document.rows[Number(row[1])]!.when.map((condition) => {
    const { value } = readingOf(inputs, condition.measure);
    return {
      says: phrase(condition),
      verdict: verdictOf[evaluate(condition, inputs)],
      value,
    };
  });
};
