import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type PolicyDocument, readTreatment, resourceSharesOf } from '#libs/domain';
import { Schemes } from '#libs/views';
import { Answers } from '../http/answers';
import { notFound } from '../http/problem';
import { Readers, Scoped } from '../http/route';
import { Questions } from '../tiers/questions';
import { bestFirst, Plans } from './plans';
import { TreatmentsAnswered, TreatmentsAsked } from './treatment';

@ApiTags('treatments')
@Controller({ path: 'treatments', version: '1' })
export class TreatmentsController {
  constructor(
    private readonly questions: Questions,
    private readonly schemes: Schemes,
    private readonly plans: Plans,
  ) {}

  /** How the accounts of each tier are treated, as a policy version says. */
  @Get()
  @Scoped('none')
  @Readers()
  @Answers(200, TreatmentsAnswered)
  async get(@Query() { version, ...question }: TreatmentsAsked): Promise<TreatmentsAnswered> {
    const { scheme, asOf, at } = await this.questions.onADay(question, 'schemes');
    await this.questions.schemeIsKnown(scheme);
    if (version === undefined) {
      const policy = await this.plans.inForce(scheme, asOf, at.position);
      return answerOf(scheme, policy.version, policy.document);
    }
    const policy = await this.questions.found('schemes', () => this.schemes.policy(scheme, version));
    if (!policy) throw notFound(`Scheme ${scheme} has no policy version ${version}.`);
    return answerOf(scheme, version, policy.document);
  }
}

const answerOf = (scheme: string, version: number, document: PolicyDocument): TreatmentsAnswered => {
  const tiers = bestFirst(document);
  return {
    scheme,
    version,
    tiers: tiers.map(({ code, label = null, rank = null, treatment: said }) => {
      const { treatment, misfits } = readTreatment(said);
      const { acknowledgeWithinDays } = treatment;
      return { tier: code, label, rank, treatment: { acknowledgeWithinDays, ...said }, misfits };
    }),
    resourceShares: resourceSharesOf(tiers),
  };
};
