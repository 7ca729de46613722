import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Caller } from '#libs/runs';
import { Answers } from '../http/answers';
import { Readers, Scoped } from '../http/route';
import { CallersScope } from '../http/scopes/scope';
import { TheCaller } from './asked-by-caller';
import { OverridePage } from './override-answered';
import { OverrideLists } from './override-lists';
import { InboxAsked, QuotasAsked } from './override-questions';
import { QuotaPage } from './quota-answered';

@ApiTags('overrides')
@Controller({ version: '1' })
export class InboxController {
  constructor(private readonly lists: OverrideLists) {}

  /** What the caller may decide now, the oldest first; a page can be short though more follow. */
  @Get('approvals/inbox')
  @Scoped('rows')
  @Readers()
  @Answers(200, OverridePage)
  inbox(
    @Query() asked: InboxAsked,
    @TheCaller() caller: Caller,
    @CallersScope() scope: CallersScope,
  ): Promise<OverridePage> {
    return this.lists.inbox(asked, caller, scope);
  }

  /** What seats have, have given away and have left in a fiscal quarter. */
  @Get('quotas')
  @Scoped('rows')
  @Readers()
  @Answers(200, QuotaPage)
  quotas(@Query() asked: QuotasAsked, @CallersScope() scope: CallersScope): Promise<QuotaPage> {
    return this.lists.quotas(asked, scope);
  }
}
