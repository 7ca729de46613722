import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { IfAt } from '#libs/event-store';
import { type Caller, OverrideDesk } from '#libs/runs';
import { Answers } from '../http/answers';
import { AskedBy, IfMatch } from '../http/exchange';
import { TakesIfMatch } from '../http/if-match';
import { Roles, Scoped } from '../http/route';
import { TheCaller } from './asked-by-caller';
import { Approving, Ratifying, Rejecting, Revoking, Withdrawing } from './deciding-asked';
import { OverrideFound } from './override-answered';
import { OverrideBook } from './override-book';
import { OfOverride } from './override-questions';
import { reasoned } from './reasoned';

@ApiTags('overrides')
@Controller({ path: 'overrides', version: '1' })
export class OverrideDecisionsController {
  constructor(
    private readonly book: OverrideBook,
    private readonly desk: OverrideDesk,
  ) {}

  /** Say yes at the level whose turn it is, upon the basis that was seen. */
  @Post(':id/approve')
  @TakesIfMatch()
  @Scoped('override')
  @Roles('sales-leader', 'revops', 'finance', 'cs-lead', 'committee')
  @Answers(200, OverrideFound)
  approve(
    @Param() { id }: OfOverride,
    @Body() said: Approving,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<OverrideFound> {
    return this.book.say(id, reasoned(context, said.comment), (because) =>
      this.desk.decisions.approve(id, { ...said, caller, ifAt }, because),
    );
  }

  /** One no ends it. */
  @Post(':id/reject')
  @TakesIfMatch()
  @Scoped('override')
  @Roles('sales-leader', 'revops', 'finance', 'cs-lead', 'committee')
  @Answers(200, OverrideFound)
  reject(
    @Param() { id }: OfOverride,
    @Body() said: Rejecting,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<OverrideFound> {
    return this.book.say(id, reasoned(context, said.comment), (because) =>
      this.desk.decisions.reject(id, { ...said, caller, ifAt }, because),
    );
  }

  /** Say yes to an emergency that was taken. */
  @Post(':id/ratify')
  @TakesIfMatch()
  @Scoped('override')
  @Roles('sales-leader', 'revops', 'finance', 'cs-lead', 'committee')
  @Answers(200, OverrideFound)
  ratify(
    @Param() { id }: OfOverride,
    @Body() said: Ratifying,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<OverrideFound> {
    return this.book.say(id, reasoned(context, said.comment), (because) =>
      this.desk.decisions.ratify(id, { ...said, caller, ifAt }, because),
    );
  }

  /** The requester wants it no more. */
  @Post(':id/withdraw')
  @TakesIfMatch()
  @Scoped('override')
  @Roles('sales-leader', 'revops')
  @Answers(200, OverrideFound)
  withdraw(
    @Param() { id }: OfOverride,
    @Body() { comment }: Withdrawing,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<OverrideFound> {
    return this.book.say(id, reasoned(context, comment), (because) =>
      this.desk.decisions.withdraw(id, { caller, comment, ifAt }, because),
    );
  }

  /** End an approved override before its time, today or later. */
  @Post(':id/revoke')
  @TakesIfMatch()
  @Scoped('override')
  @Roles('sales-leader', 'revops', 'committee')
  @Answers(200, OverrideFound)
  revoke(
    @Param() { id }: OfOverride,
    @Body() { until, reason }: Revoking,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<OverrideFound> {
    return this.book.say(id, reasoned(context, reason), (because) =>
      this.desk.decisions.revoke(id, { caller, until, reason, ifAt }, because),
    );
  }
}
