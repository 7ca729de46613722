import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  account,
  FactId,
  FactValue,
  type InputFact,
  type Misfits,
  misfitsOf,
  type PersonId,
  type Provenance,
  type RubricVersion,
  scoreOf,
} from '#libs/domain';
import type { IfAt } from '#libs/event-store';
import { canonicalJson, pointerTo } from '#libs/kernel';
import { Facts } from '#libs/views';
import { OfAccount } from '../accounts/account';
import { Answers } from '../http/answers';
import { Commands } from '../http/commands';
import { AskedBy, IfMatch } from '../http/exchange';
import { TakesIfMatch } from '../http/if-match';
import { type FieldError, invalid, invalidField, Problem } from '../http/problem';
import { Roles, Scoped } from '../http/route';
import { Tenant } from '../settings/tenant';
import { Questions } from '../tiers/questions';
import { AssessmentRecorded, AssessmentTerms } from './rubric';
import { RubricBook } from './rubric-book';

@ApiTags('rubrics')
@Controller({ path: 'accounts/:externalId/assessments', version: '1' })
export class AssessmentsController {
  constructor(
    private readonly commands: Commands,
    private readonly book: RubricBook,
    private readonly tenant: Tenant,
    private readonly facts: Facts,
    private readonly questions: Questions,
  ) {}

  /** Assess an account by a rubric: the score is one input fact, with everything that stands behind it. */
  @Post()
  @TakesIfMatch()
  @Scoped('account')
  @Roles('revops', 'cs-lead', 'sales-leader', 'service', 'admin')
  @Answers(201, AssessmentRecorded, 'Recorded; where the owner alone assessed, it says so.')
  async assess(
    @Param() { externalId }: OfAccount,
    @Body() terms: AssessmentTerms,
    @AskedBy() { person, context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<AssessmentRecorded> {
    if (terms.assessedOn > (await this.tenant.today()))
      throw invalidField('/assessedOn', 'An assessment is recorded on its day or later.');
    const rubric = await this.book.version(terms.rubric, terms.version);
    const fact = factOf(terms, rubric, person);
    const command = { type: 'RecordFacts', externalId, facts: [fact] } as const;
    const written = await this.commands.execute(account, command, context, ifAt);
    const at = await this.questions.known({ minPosition: written.position }, 'facts');
    const kept = await this.facts.behind(externalId, [fact.factId], at.position);
    return { externalId, ...recorded(fact, kept.get(fact.factId)?.provenance), ...written };
  }
}

/** The input fact that an assessment comes to. @throws Problem 400 that names what keeps it from being one */
const factOf = (
  { rubric, assessedOn, answers, evidence, assessors, factId }: AssessmentTerms,
  { version, measure, questions }: RubricVersion & { readonly version: number },
  person: PersonId,
): InputFact => {
  const misfits = misfitsOf(questions, answers);
  if (misfits) throw invalid(sentencesOf(misfits, rubric));
  return {
    factId: factId ?? FactId.parse(`assessment/${rubric}/${assessedOn}`),
    measure,
    value: FactValue.parse(scoreOf(questions, answers)),
    validFrom: assessedOn,
    source: `rubric ${rubric}`,
    provenance: {
      assessors: assessors && assessors.length > 0 ? assessors : [person],
      evidence,
      rubric: { rubric, version, answers },
    },
  };
};

/** The fact with what is on record behind it. @throws Problem 409 where another assessment stands under its id */
const recorded = (
  { factId, measure, value, validFrom, provenance: said }: InputFact,
  kept: Provenance | null | undefined,
) => {
  const { independent = false, ...told } = kept ?? {};
  if (canonicalJson(told) !== canonicalJson(said))
    throw new Problem(
      409,
      'FACT_CONFLICT',
      `Fact ${factId} is another assessment with the same score: give this one a \`factId\` of its own.`,
    );
  return { factId, measure, value, validFrom, independent, provenance: { ...told, independent } };
};

const sentencesOf = ({ unanswered, unknownAnswers, unasked }: Misfits, rubric: string): FieldError[] => {
  const about = (codes: readonly string[], says: (code: string) => string) =>
    codes.map((code) => ({ pointer: pointerTo('answers', code), detail: says(code) }));
  return [
    ...about(unanswered, (code) => `Question ${code} of ${rubric} needs an answer.`),
    ...about(unknownAnswers, (code) => `Question ${code} of ${rubric} has no such answer.`),
    ...about(unasked, (code) => `${rubric} asks no question ${code}.`),
  ];
};
