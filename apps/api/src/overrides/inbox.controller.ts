import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Caller, OverrideDesk } from '#libs/runs';
import { Answers } from '../http/answers';
import { Readers } from '../http/route';
import { overrideAnswer } from './answer-of';
import { TheCaller } from './asked-by-caller';
import { OverrideInbox, QuotaList, QuotasAsked } from './override-answered';
import { OverrideBook } from './override-book';

@ApiTags('overrides')
@Controller({ version: '1' })
export class InboxController {
  constructor(
    private readonly desk: OverrideDesk,
    private readonly book: OverrideBook,
  ) {}

  /** What the caller may decide now. */
  @Get('approvals/inbox')
  @Readers()
  @Answers(200, OverrideInbox)
  async inbox(@TheCaller() caller: Caller): Promise<OverrideInbox> {
    return { items: (await this.desk.inboxOf(caller)).map(overrideAnswer) };
  }

  /** What seats have, have given away and have left in a fiscal quarter. */
  @Get('quotas')
  @Readers()
  @Answers(200, QuotaList)
  async quotas(@Query() asked: QuotasAsked): Promise<QuotaList> {
    return { items: await this.book.quotas(asked) };
  }
}
