import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Hierarchy, TierHistory } from '#libs/views';
import { OfAccount } from '../accounts/account';
import { Answers } from '../http/answers';
import { IsOneOf } from '../http/fields';
import { Readers, Scoped } from '../http/route';
import { CallersScope } from '../http/scopes/scope';
import { ScopeGate } from '../http/scopes/scope-gate';
import { NoAnswer } from './no-answer';
import { OnADay, Questions, Scope, type Standing } from './questions';
import { TierAnswered } from './tier-answer';
import { History, Timeline } from './timeline-answer';

class TierQuestion extends OnADay {
  @IsOneOf(['ultimate-parent'], {
    optional: true,
    description: 'The answer of the account on top of the family, on the day.',
  })
  rollUp?: 'ultimate-parent';
}

@ApiTags('tiers')
@Controller({ path: 'accounts/:externalId', version: '1' })
export class AccountTiersController {
  constructor(
    private readonly tierHistory: TierHistory,
    private readonly questions: Questions,
    private readonly noAnswer: NoAnswer,
    private readonly hierarchy: Hierarchy,
    private readonly gate: ScopeGate,
  ) {}

  /** The tier of an account on a day, as known at a moment: its own, or that of its ultimate parent. */
  @Get('tier')
  @Scoped('account')
  @Readers()
  @Answers(200, TierAnswered)
  async tier(
    @Param() { externalId }: OfAccount,
    @Query() { rollUp, ...question }: TierQuestion,
    @CallersScope() scope: CallersScope,
  ): Promise<TierAnswered> {
    if (rollUp === undefined) return this.answer(externalId, await this.questions.onADay(question));
    const standing = await this.questions.onADay(question, ['tier-history', 'hierarchy']);
    const kin = await this.hierarchy.kinship([externalId], standing.asOf, standing.at.position);
    const ultimate = kin.ultimateOf(externalId);
    if (scope) await this.gate.accounts(scope, [ultimate]);
    const answer = await this.answer(ultimate, standing);
    return { ...answer, askedFor: externalId, rolledUp: true };
  }

  /** The tiers of an account over all days, as known at a moment. */
  @Get('timeline')
  @Scoped('account')
  @Readers()
  @Answers(200, Timeline)
  async timeline(@Param() { externalId }: OfAccount, @Query() question: Scope): Promise<Timeline> {
    const { scheme, view, at } = await this.questions.scope(question);
    const of = { scheme, view, externalId };
    const segments = await this.tierHistory.timeline(of, at);
    return {
      ...of,
      ...atPosition(at),
      segments: segments ?? (await this.noAnswer.explain({ ...of, at }, 'on any day')),
    };
  }

  /** Everything ever believed of an account: the rectangles of both clocks. */
  @Get('history')
  @Scoped('account')
  @Readers()
  @Answers(200, History)
  async history(@Param() { externalId }: OfAccount, @Query() question: Scope): Promise<History> {
    const { scheme, view, at } = await this.questions.scope(question);
    const of = { scheme, view, externalId };
    const rectangles = await this.tierHistory.history(of, at);
    if (rectangles.length === 0) await this.noAnswer.explain({ ...of, at }, 'on any day');
    return { ...of, position: String(at.position), rectangles };
  }

  private async answer(externalId: string, standing: Standing): Promise<TierAnswered> {
    const answer = await this.tierHistory.answer({ ...standing, externalId });
    return answer ?? this.noAnswer.explain({ ...standing, externalId }, `on ${standing.asOf}`);
  }
}

const atPosition = ({ position, knownAt }: { position: bigint; knownAt: Timeline['knownAt'] }) => ({
  position: String(position),
  knownAt,
});
