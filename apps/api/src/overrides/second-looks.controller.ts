import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { IfAt } from '#libs/event-store';
import { type Caller, OverrideDesk } from '#libs/runs';
import { Answers } from '../http/answers';
import { AskedBy, IfMatch } from '../http/exchange';
import { TakesIfMatch } from '../http/if-match';
import { Roles, Scoped } from '../http/route';
import { TheCaller } from './asked-by-caller';
import { LookingAgain } from './deciding-asked';
import { OverrideFound } from './override-answered';
import { OverrideBook } from './override-book';
import { OfOverride } from './override-questions';
import { reasoned } from './reasoned';

@ApiTags('overrides')
@Controller({ path: 'overrides', version: '1' })
export class SecondLooksController {
  constructor(
    private readonly book: OverrideBook,
    private readonly desk: OverrideDesk,
  ) {}

  /** What it was asked for upon has changed, and it is wanted still. */
  @Post(':id/reconfirm')
  @TakesIfMatch()
  @Scoped('override')
  @Roles('sales-leader', 'revops')
  @Answers(200, OverrideFound)
  reconfirm(
    @Param() { id }: OfOverride,
    @Body() said: LookingAgain,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<OverrideFound> {
    return this.book.say(id, reasoned(context, said.comment), (because) =>
      this.desk.lookingAgain.reconfirm(id, { ...said, caller, ifAt }, because),
    );
  }

  /** What it was approved upon has changed, and it is right still; or an EXCLUDE was looked at again. Who would be asked now says so. */
  @Post(':id/reattest')
  @TakesIfMatch()
  @Scoped('override')
  @Roles('sales-leader', 'revops', 'finance', 'cs-lead', 'committee')
  @Answers(200, OverrideFound)
  reattest(
    @Param() { id }: OfOverride,
    @Body() said: LookingAgain,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<OverrideFound> {
    return this.book.say(id, reasoned(context, said.comment), (because) =>
      this.desk.lookingAgain.reattest(id, { ...said, caller, ifAt }, because),
    );
  }
}
