import { type Decimal, fromLastPlaces, inLastPlaces, roundDecimal } from '#libs/kernel';
import { rounded } from '../policy/judge/dimension';
import type { Question } from './rubric.events';

/** The answer given to each question, by their codes. */
export type GivenAnswers = Readonly<Record<string, string>>;

/** What is wrong with the answers, by question. */
export interface Misfits {
  readonly unanswered: readonly string[];
  /** Questions answered with something that is no answer to them. */
  readonly unknownAnswers: readonly string[];
  /** Answers to what the rubric does not ask. */
  readonly unasked: readonly string[];
}

/** What keeps a rubric from being filled in by these answers; null when nothing does. */
export const misfitsOf = (questions: readonly Question[], given: GivenAnswers): Misfits | null => {
  const unanswered = questions.filter(({ code }) => !Object.hasOwn(given, code)).map(({ code }) => code);
  const unknownAnswers = questions
    .filter(({ code, answers }) => Object.hasOwn(given, code) && !answers.some(isGiven(given[code])))
    .map(({ code }) => code);
  const asked = new Set(questions.map(({ code }) => code));
  const unasked = Object.keys(given).filter((code) => !asked.has(code));
  const some = unanswered.length + unknownAnswers.length + unasked.length > 0;
  return some ? { unanswered, unknownAnswers, unasked } : null;
};

const isGiven =
  (answer: string | undefined) =>
  ({ code }: { readonly code: string }): boolean =>
    code === answer;

/** The weighted mean of the points, from 0 to 100: two places, ties away from zero. Asked only of answers that fit. */
export const scoreOf = (questions: readonly Question[], given: GivenAnswers): Decimal => {
  let [sum, weights] = [0n, 0n];
  for (const { code, weight, answers } of questions) {
    const points = answers.find(isGiven(given[code]))?.points ?? 0;
    sum += inLastPlaces(weight) * BigInt(points);
    weights += inLastPlaces(weight);
  }
  return roundDecimal(fromLastPlaces(rounded(sum * 10n ** 2n, weights) * 10n ** 8n), 2);
};
