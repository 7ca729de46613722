import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Day } from '#libs/kernel';
import { AccountQuestion, OfAccount } from '../accounts/account';
import { Answers } from '../http/answers';
import { IsCode, IsDay } from '../http/fields';
import { Readers, Scoped } from '../http/route';
import { AccountViews } from './account-views';
import { NoAnswer } from './no-answer';
import { Questions } from './questions';
import { ViewsAnswered } from './views-answer';

class ViewsAsked extends AccountQuestion {
  @IsCode({ optional: true, description: 'The primary scheme when absent.' }) scheme?: string;
  @IsDay({ optional: true, description: 'Today in the governance time zone when absent.' }) asOf?: Day;
}

@ApiTags('tiers')
@Controller({ path: 'accounts/:externalId/views', version: '1' })
export class ViewsController {
  constructor(
    private readonly views: AccountViews,
    private readonly questions: Questions,
    private readonly noAnswer: NoAnswer,
  ) {}

  /** The tier of an account and of each of its service lines on a day, and what the lines come to together. */
  @Get()
  @Scoped('account')
  @Readers()
  @Answers(200, ViewsAnswered)
  async list(@Param() { externalId }: OfAccount, @Query() question: ViewsAsked): Promise<ViewsAnswered> {
    const standing = await this.questions.onADay(question, ['tier-history', 'facts']);
    const answer = await this.views.on(externalId, standing);
    if (answer.account === null) await this.noAnswer.bothAreKnown({ ...standing, externalId });
    return answer;
  }
}
