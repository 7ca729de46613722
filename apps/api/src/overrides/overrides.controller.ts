import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Caller, OverrideDesk } from '#libs/runs';
import { Answers } from '../http/answers';
import { AskedBy } from '../http/exchange';
import { Pages } from '../http/pages';
import { Readers, Roles, Scoped } from '../http/route';
import { CallersScope } from '../http/scope';
import { Questions } from '../tiers/questions';
import { PartOfPortfolio } from '#libs/views';
import { overrideAnswer } from './answer-of';
import { TheCaller } from './asked-by-caller';
import {
  Approving,
  EmergencyTerms,
  LookingAgain,
  OverrideTerms,
  PreviewTerms,
  Ratifying,
  Rejecting,
  Revoking,
  Withdrawing,
} from './override-asked';
import {
  OfOverride,
  OverrideFound,
  OverridePage,
  OverridesAsked,
  OverrideSubmitted,
  PreviewAnswered,
} from './override-answered';
import { OverrideBook } from './override-book';

@ApiTags('overrides')
@Controller({ path: 'overrides', version: '1' })
export class OverridesController {
  constructor(
    private readonly book: OverrideBook,
    private readonly desk: OverrideDesk,
    private readonly pages: Pages,
    private readonly questions: Questions,
    private readonly part: PartOfPortfolio,
  ) {}

  /** What a request would come to: how far it goes, who would have to approve it and why, and what is left. */
  @Post('preview')
  @Scoped('account')
  @Roles('sales-leader', 'revops', 'finance', 'cs-lead', 'committee')
  @Answers(200, PreviewAnswered)
  preview(@Body() terms: PreviewTerms, @TheCaller() caller: Caller, @AskedBy() { context }: AskedBy) {
    return this.book.preview(terms, caller, context);
  }

  /** Ask for an override: a unit of the quota is kept for it until it is decided. */
  @Post()
  @Scoped('account')
  @Roles('sales-leader', 'revops')
  @Answers(201, OverrideSubmitted)
  request(@Body() terms: OverrideTerms, @TheCaller() caller: Caller, @AskedBy() { context }: AskedBy) {
    return this.book.request(terms, caller, reasoned(context, terms.justification));
  }

  /** Take an override that cannot wait: it stands at once, and is to be ratified. */
  @Post('emergency')
  @Scoped('account')
  @Roles('break-glass')
  @Answers(201, OverrideSubmitted)
  takeEmergency(@Body() terms: EmergencyTerms, @TheCaller() caller: Caller, @AskedBy() { context }: AskedBy) {
    return this.book.takeEmergency(terms, caller, reasoned(context, terms.justification));
  }

  /** Say yes at the level whose turn it is, upon the basis that was seen. */
  @Post(':id/approve')
  @Scoped('override')
  @Roles('sales-leader', 'revops', 'finance', 'cs-lead', 'committee')
  @Answers(200, OverrideFound)
  approve(
    @Param() { id }: OfOverride,
    @Body() said: Approving,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
  ): Promise<OverrideFound> {
    return this.book.say(id, reasoned(context, said.comment), (because) =>
      this.desk.decisions.approve(id, { ...said, caller }, because),
    );
  }

  /** One no ends it. */
  @Post(':id/reject')
  @Scoped('override')
  @Roles('sales-leader', 'revops', 'finance', 'cs-lead', 'committee')
  @Answers(200, OverrideFound)
  reject(
    @Param() { id }: OfOverride,
    @Body() said: Rejecting,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
  ): Promise<OverrideFound> {
    return this.book.say(id, reasoned(context, said.comment), (because) =>
      this.desk.decisions.reject(id, { ...said, caller }, because),
    );
  }

  /** Say yes to an emergency that was taken. */
  @Post(':id/ratify')
  @Scoped('override')
  @Roles('sales-leader', 'revops', 'finance', 'cs-lead', 'committee')
  @Answers(200, OverrideFound)
  ratify(
    @Param() { id }: OfOverride,
    @Body() said: Ratifying,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
  ): Promise<OverrideFound> {
    return this.book.say(id, reasoned(context, said.comment), (because) =>
      this.desk.decisions.ratify(id, { ...said, caller }, because),
    );
  }

  /** The requester wants it no more. */
  @Post(':id/withdraw')
  @Scoped('override')
  @Roles('sales-leader', 'revops')
  @Answers(200, OverrideFound)
  withdraw(
    @Param() { id }: OfOverride,
    @Body() { comment }: Withdrawing,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
  ): Promise<OverrideFound> {
    return this.book.say(id, reasoned(context, comment), (because) =>
      this.desk.decisions.withdraw(id, { caller, comment }, because),
    );
  }

  /** End an approved override before its time, today or later. */
  @Post(':id/revoke')
  @Scoped('override')
  @Roles('sales-leader', 'revops', 'committee')
  @Answers(200, OverrideFound)
  revoke(
    @Param() { id }: OfOverride,
    @Body() { until, reason }: Revoking,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
  ): Promise<OverrideFound> {
    return this.book.say(id, reasoned(context, reason), (because) =>
      this.desk.decisions.revoke(id, { caller, until, reason }, because),
    );
  }

  /** What it was asked for upon has changed, and it is wanted still. */
  @Post(':id/reconfirm')
  @Scoped('override')
  @Roles('sales-leader', 'revops')
  @Answers(200, OverrideFound)
  reconfirm(
    @Param() { id }: OfOverride,
    @Body() said: LookingAgain,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
  ): Promise<OverrideFound> {
    return this.book.say(id, reasoned(context, said.comment), (because) =>
      this.desk.decisions.reconfirm(id, { ...said, caller }, because),
    );
  }

  /** What it was approved upon has changed, and it is right still; or an EXCLUDE was looked at again. */
  @Post(':id/reattest')
  @Scoped('override')
  @Roles('revops', 'finance', 'cs-lead', 'committee')
  @Answers(200, OverrideFound)
  reattest(
    @Param() { id }: OfOverride,
    @Body() said: LookingAgain,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
  ): Promise<OverrideFound> {
    return this.book.say(id, reasoned(context, said.comment), (because) =>
      this.desk.decisions.reattest(id, { ...said, caller }, because),
    );
  }

  /** Overrides as they stand today, those of one timeline together. */
  @Get()
  @Scoped('rows')
  @Readers()
  @Answers(200, OverridePage)
  list(
    @Query() { limit, cursor, knownAt, minPosition, state, seat, ...wanted }: OverridesAsked,
    @CallersScope() scope: CallersScope,
  ): Promise<OverridePage> {
    const known = { ...(knownAt && { knownAt }), ...(minPosition && { minPosition }) };
    return this.pages.read(
      { of: { list: 'overrides', state, seat, ...wanted, ...known }, limit, cursor },
      async () => ({ at: await this.questions.known(known, 'audit-trail') }),
      async ({ at }, page: { limit: number; after?: string }) => {
        const known = await this.desk.all(wanted, at.position);
        const isInside = await this.part.among(
          scope,
          known.map(({ timeline }) => timeline.externalId),
        );
        const all = known.filter(
          (one) =>
            isInside(one.timeline.externalId) &&
            (state === undefined || one.state.state === state) &&
            (seat === undefined || one.beginning.seat === seat),
        );
        const start = all.findIndex(({ override }) => override.overrideId === page.after) + 1;
        const items = all.slice(start, start + page.limit);
        const more = all.length > start + items.length;
        return {
          items: items.map(overrideAnswer),
          next: more ? items.at(-1)!.override.overrideId : null,
        };
      },
    );
  }

  @Get(':id')
  @Scoped('override')
  @Readers()
  @Answers(200, OverrideFound)
  get(@Param() { id }: OfOverride): Promise<OverrideFound> {
    return this.book.get(id);
  }
}

const reasoned = <C extends AskedBy['context']>(context: C, reason: string | undefined): C => ({
  ...context,
  ...(reason && { reason }),
});
