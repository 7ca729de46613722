import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Caller, OverrideDesk } from '#libs/runs';
import { Answers } from '../http/answers';
import { Readers, Scoped } from '../http/route';
import { CallersScope } from '../http/scope';
import { overrideAnswer } from './answer-of';
import { TheCaller } from './asked-by-caller';
import { OverrideInbox, QuotaList, QuotasAsked } from './override-answered';
import { outOfScope } from '../http/scope-gate';
import { PartOfPortfolio } from '#libs/views';
import { OverrideBook } from './override-book';

@ApiTags('overrides')
@Controller({ version: '1' })
export class InboxController {
  constructor(
    private readonly desk: OverrideDesk,
    private readonly book: OverrideBook,
    private readonly part: PartOfPortfolio,
  ) {}

  /** What the caller may decide now. */
  @Get('approvals/inbox')
  @Scoped('rows')
  @Readers()
  @Answers(200, OverrideInbox)
  async inbox(@TheCaller() caller: Caller, @CallersScope() scope: CallersScope): Promise<OverrideInbox> {
    const mine = await this.desk.inboxOf(caller);
    const isInside = await this.part.among(
      scope,
      mine.map(({ timeline }) => timeline.externalId),
    );
    return { items: mine.filter(({ timeline }) => isInside(timeline.externalId)).map(overrideAnswer) };
  }

  /** What seats have, have given away and have left in a fiscal quarter. */
  @Get('quotas')
  @Scoped('rows')
  @Readers()
  @Answers(200, QuotaList)
  async quotas(@Query() asked: QuotasAsked, @CallersScope() scope: CallersScope): Promise<QuotaList> {
    if (scope && !scope['book']?.some((seat) => seat === asked.seat))
      throw outOfScope('A quota is told of a seat whose book is your part of the portfolio: name that seat.');
    return { items: await this.book.quotas(asked) };
  }
}
