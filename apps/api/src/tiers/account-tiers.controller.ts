import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { TierHistory } from '#libs/views';
import { OfAccount } from '../accounts/account';
import { Answers } from '../http/answers';
import { Readers } from '../http/route';
import { NoAnswer } from './no-answer';
import { OnADay, Questions, Scope } from './questions';
import { History, TierAnswered, Timeline } from './tier-answer';

@ApiTags('tiers')
@Controller({ path: 'accounts/:externalId', version: '1' })
export class AccountTiersController {
  constructor(
    private readonly tierHistory: TierHistory,
    private readonly questions: Questions,
    private readonly noAnswer: NoAnswer,
  ) {}

  /** The tier of an account on a day, as known at a moment. */
  @Get('tier')
  @Readers()
  @Answers(200, TierAnswered)
  async tier(@Param() { externalId }: OfAccount, @Query() question: OnADay): Promise<TierAnswered> {
    const standing = await this.questions.onADay(question);
    const answer = await this.tierHistory.answer({ ...standing, externalId });
    return answer ?? this.noAnswer.explain({ ...standing, externalId }, `on ${standing.asOf}`);
  }

  /** The tiers of an account over all days, as known at a moment. */
  @Get('timeline')
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
  @Readers()
  @Answers(200, History)
  async history(@Param() { externalId }: OfAccount, @Query() question: Scope): Promise<History> {
    const { scheme, view, at } = await this.questions.scope(question);
    const of = { scheme, view, externalId };
    const rectangles = await this.tierHistory.history(of, at);
    if (rectangles.length === 0) await this.noAnswer.explain({ ...of, at }, 'on any day');
    return { ...of, position: String(at.position), rectangles };
  }
}

const atPosition = ({ position, knownAt }: { position: bigint; knownAt: Timeline['knownAt'] }) => ({
  position: String(position),
  knownAt,
});
