import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Caller } from '#libs/runs';
import { Answers } from '../http/answers';
import { AskedBy } from '../http/exchange';
import { Readers, Roles, Scoped } from '../http/route';
import { CallersScope } from '../http/scopes/scope';
import { TheCaller } from './asked-by-caller';
import { EmergencyTerms, OverrideTerms, PreviewTerms } from './override-asked';
import { OverrideFound, OverridePage, OverrideSubmitted } from './override-answered';
import { OverrideBook } from './override-book';
import { OverrideLists } from './override-lists';
import { OfOverride, OverridesAsked } from './override-questions';
import { PreviewAnswered } from './preview-answered';
import { Previews } from './previews';
import { reasoned } from './reasoned';

@ApiTags('overrides')
@Controller({ path: 'overrides', version: '1' })
export class OverridesController {
  constructor(
    private readonly book: OverrideBook,
    private readonly lists: OverrideLists,
    private readonly previews: Previews,
  ) {}

  /** What a request would come to: how far it goes, who would have to approve it and why, and what is left. */
  @Post('preview')
  @Scoped('account')
  @Roles('sales-leader', 'revops', 'finance', 'cs-lead', 'committee')
  @Answers(200, PreviewAnswered)
  preview(
    @Body() terms: PreviewTerms,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
    @CallersScope() scope: CallersScope,
  ): Promise<PreviewAnswered> {
    return this.previews.of(terms, caller, context, scope);
  }

  /** Ask for an override: a unit of the quota is kept for it until it is decided. */
  @Post()
  @Scoped('account')
  @Roles('sales-leader', 'revops')
  @Answers(201, OverrideSubmitted)
  request(
    @Body() terms: OverrideTerms,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
    @CallersScope() scope: CallersScope,
  ) {
    return this.book.request(terms, { caller, scope, context: reasoned(context, terms.justification) });
  }

  /** Take an override that cannot wait: it stands at once, and is to be ratified. */
  @Post('emergency')
  @Scoped('account')
  @Roles('break-glass')
  @Answers(201, OverrideSubmitted)
  takeEmergency(
    @Body() terms: EmergencyTerms,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
    @CallersScope() scope: CallersScope,
  ) {
    return this.book.takeEmergency(terms, { caller, scope, context: reasoned(context, terms.justification) });
  }

  /** Overrides as they stand on a day, the latest first. */
  @Get()
  @Scoped('rows')
  @Readers()
  @Answers(200, OverridePage)
  list(@Query() asked: OverridesAsked, @CallersScope() scope: CallersScope): Promise<OverridePage> {
    return this.lists.page(asked, scope);
  }

  @Get(':id')
  @Scoped('override')
  @Readers()
  @Answers(200, OverrideFound)
  get(@Param() { id }: OfOverride): Promise<OverrideFound> {
    return this.book.get(id);
  }
}
