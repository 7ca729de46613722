import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { inputStatesOn } from '#libs/domain';
import { Facts, TierHistory } from '#libs/views';
import { OfAccount } from '../accounts/account';
import { Answers } from '../http/answers';
import { notFound } from '../http/problem';
import { Readers, Scoped } from '../http/route';
import { Questions } from '../tiers/questions';
import { AccountInputs } from './account-inputs';
import { InputsAsked } from './completeness';
import { InputsKnown } from './inputs-known';

@ApiTags('inputs')
@Controller({ path: 'accounts/:externalId/inputs', version: '1' })
export class AccountInputsController {
  constructor(
    private readonly questions: Questions,
    private readonly inputs: InputsKnown,
    private readonly tierHistory: TierHistory,
    private readonly facts: Facts,
  ) {}

  /** Each input of the policy as it stands for an account on a day: the fact, what stands behind it, its age. */
  @Get()
  @Scoped('account')
  @Readers()
  @Answers(200, AccountInputs)
  async list(@Param() { externalId }: OfAccount, @Query() question: InputsAsked): Promise<AccountInputs> {
    const standing = await this.questions.onADay(question, [
      'catalogue',
      'facts',
      'portfolio',
      'tier-history',
    ]);
    const { scheme, asOf, at } = standing;
    await this.questions.schemeIsKnown(scheme);
    const { version, document } = await this.inputs.policy(scheme, asOf, at.position);
    const known = await this.facts.knowledgeForDay([externalId], at.position, asOf, document);
    const account = known.get(externalId);
    if (!account) throw notFound(`There is no account ${externalId} as known then.`);
    const described = await this.inputs.described(at.position);
    const tier = (await this.tierHistory.answer({ ...standing, externalId }))?.effective ?? null;
    const required = this.inputs.required(described, scheme, tier);
    const states = inputStatesOn(asOf, document, account, required);
    const factIds = states.flatMap(({ factId }) => (factId === null ? [] : [factId]));
    const behind = await this.facts.behind(externalId, factIds, at.position);
    const items = states.map((state) => {
      const entry = described.get(state.fact ?? state.measure)?.entry;
      const { label = state.measure, group = null, unit = null } = entry ?? {};
      const { source = null, provenance = null } = behind.get(state.factId ?? '') ?? {};
      return { ...state, label, group, unit, source, provenance };
    });
    return { externalId, scheme, asOf, position: String(at.position), policyVersion: version, items };
  }
}
