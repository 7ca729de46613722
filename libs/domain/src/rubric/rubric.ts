import { aggregate, canonicalJson, compareDecimals, decimal, type Outcome, refuse } from '#libs/kernel';
import type { Measure, PersonId, RubricCode } from '../vocabulary';
import { type Question, type RubricEvent, rubricEvents, RubricWritten } from './rubric.events';

// ── State: only what a decision needs ───────────────────────────────────────
export interface RubricVersion {
  readonly name: string;
  readonly measure: Measure;
  readonly questions: readonly Question[];
}

/** Version n stands at n - 1. */
export type Rubric = readonly RubricVersion[];

// ── Commands ────────────────────────────────────────────────────────────────
/** Writes the next version; one that says what the last one says is that one. */
export interface PutRubric extends RubricVersion {
  readonly type: 'PutRubric';
  readonly rubric: RubricCode;
  readonly writtenBy: PersonId;
}

// ── Decisions ───────────────────────────────────────────────────────────────
const put = (
  { rubric: code, name, measure, questions, writtenBy }: PutRubric,
  versions: Rubric,
): Outcome<RubricEvent> => {
  const unsound = whyUnsound(questions);
  if (unsound) return refuse('against-policy', 'RUBRIC_UNSOUND', unsound);
  const last = versions.at(-1);
  if (last && canonicalJson(last) === canonicalJson({ name, measure, questions })) return [];
  const version = versions.length + 1;
  return [RubricWritten({ rubric: code, version, name, measure, questions: [...questions], writtenBy })];
};

/** Why no score could be told from the questions; undefined when one can. */
const whyUnsound = (questions: readonly Question[]): string | undefined => {
  const twice = repeated(questions);
  if (twice !== undefined) return `Question ${twice} stands twice: give each its own code.`;
  for (const { code, weight, answers } of questions) {
    const answer = repeated(answers);
    if (answer !== undefined) return `Answer ${answer} of question ${code} stands twice.`;
    if (answers.length < 2)
      return `Question ${code} has nothing to choose from: give it two answers or more.`;
    if (answers.some(({ points }) => points < 0 || points > 100))
      return `The points of question ${code} lie from 0 to 100.`;
    if (compareDecimals(weight, zero) <= 0) return `Question ${code} needs a weight over 0.`;
  }
  return questions.length === 0 ? 'A rubric has at least one question.' : undefined;
};

const zero = decimal('0');

const repeated = (things: readonly { readonly code: string }[]): string | undefined => {
  const codes = things.map(({ code }) => code);
  return codes.find((code, index) => codes.indexOf(code) !== index);
};

// ── The aggregate ───────────────────────────────────────────────────────────
/** A questionnaire by which accounts are assessed, in its versions. */
export const rubric = aggregate<Rubric, PutRubric, RubricEvent>({
  category: 'rubric',
  idOf: ({ rubric: code }) => code,
  events: rubricEvents,
  initialState: () => [],
  decide: { PutRubric: put },
  evolve: {
    RubricWritten: (versions, { name, measure, questions }) => [...versions, { name, measure, questions }],
  },
});
