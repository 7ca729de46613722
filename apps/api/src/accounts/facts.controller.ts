import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { account } from '#libs/domain';
import type { IfAt } from '#libs/event-store';
import { Facts } from '#libs/views';
import { Answers, AnswersWritten } from '../http/answers';
import { Commands, type Written } from '../http/commands';
import { AskedBy, IfMatch } from '../http/exchange';
import { TakesIfMatch } from '../http/if-match';
import { Pages } from '../http/paging/pages';
import { Parents } from '../hierarchy/parents';
import { Readers, Roles, Scoped } from '../http/route';
import { CallersScope } from '../http/scopes/scope';
import { ScopeGate } from '../http/scopes/scope-gate';
import { Tenant } from '../settings/tenant';
import { Questions } from '../tiers/questions';
import { OfAccount } from './account';
import { FactPage, FactsQuestion, inputFacts, InputFacts, revenueFacts, RevenueFacts } from './facts';

@ApiTags('facts')
@Controller({ path: 'accounts/:externalId', version: '1' })
export class FactsController {
  constructor(
    private readonly commands: Commands,
    private readonly tenant: Tenant,
    private readonly facts: Facts,
    private readonly questions: Questions,
    private readonly pages: Pages,
    private readonly parents: Parents,
    private readonly gate: ScopeGate,
  ) {}

  /** Record input facts: each is true from its day until the next fact of its measure. */
  @Post('facts')
  @TakesIfMatch()
  @Scoped('account')
  @Roles('revops', 'service', 'admin')
  @AnswersWritten()
  async record(
    @Param() { externalId }: OfAccount,
    @Body() said: InputFacts,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
    @CallersScope() scope: CallersScope,
  ): Promise<Written> {
    const facts = inputFacts(said, await this.tenant.daysOf());
    await this.gate.facts(scope, facts);
    await this.parents.said(externalId, facts);
    return this.commands.execute(account, { type: 'RecordFacts', externalId, facts }, context, ifAt);
  }

  /** Record revenue: flows, each on its day. */
  @Post('revenue')
  @TakesIfMatch()
  @Scoped('account')
  @Roles('revops', 'service', 'admin')
  @AnswersWritten()
  async recordRevenue(
    @Param() { externalId }: OfAccount,
    @Body() said: RevenueFacts,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<Written> {
    const facts = revenueFacts(said, await this.tenant.daysOf(), await this.tenant.settings());
    return this.commands.execute(account, { type: 'RecordRevenue', externalId, facts }, context, ifAt);
  }

  /** The facts of an account as known at a moment, in the order of their days. */
  @Get('facts')
  @Scoped('account')
  @Readers()
  @Answers(200, FactPage)
  list(
    @Param() { externalId }: OfAccount,
    @Query() { limit, cursor, ...when }: FactsQuestion,
  ): Promise<FactPage> {
    return this.pages.read(
      { of: { list: 'facts', externalId, ...when }, limit, cursor },
      async () => ({ at: await this.questions.known(when, 'facts') }),
      ({ at }, page: { limit: number; after?: string }) => this.facts.factsOf(externalId, at.position, page),
    );
  }
}
