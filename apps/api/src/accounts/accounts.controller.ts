import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { account } from '#libs/domain';
import { EventStore, type IfAt, type Position } from '#libs/event-store';
import { type AccountKnown, type AccountsQuestion as Question, Portfolio } from '#libs/views';
import { Answers } from '../http/answers';
import { Commands } from '../http/commands';
import { AskedBy, IfMatch } from '../http/exchange';
import { TakesIfMatch } from '../http/if-match';
import { Pages } from '../http/paging/pages';
import { notFound } from '../http/problem';
import { Parents } from '../hierarchy/parents';
import { Readers, Roles, Scoped } from '../http/route';
import { CallersScope } from '../http/scopes/scope';
import { ScopeGate } from '../http/scopes/scope-gate';
import { Questions } from '../tiers/questions';
import {
  AccountFound,
  AccountPage,
  AccountQuestion,
  AccountSaved,
  AccountsQuestion,
  AccountTerms,
  OfAccount,
  profileOf,
} from './account';

@ApiTags('accounts')
@Controller({ path: 'accounts', version: '1' })
export class AccountsController {
  constructor(
    private readonly commands: Commands,
    private readonly portfolio: Portfolio,
    private readonly questions: Questions,
    private readonly pages: Pages,
    private readonly store: EventStore,
    private readonly parents: Parents,
    private readonly gate: ScopeGate,
  ) {}

  /** Onboard an account, or change what is known of it beside its facts. */
  @Put(':externalId')
  @TakesIfMatch()
  @Scoped('account')
  @Roles('revops', 'admin', 'service')
  @Answers(201, AccountSaved, 'Onboarded.')
  @Answers(200, AccountSaved, 'Changed, or as it was.')
  async put(
    @Param() { externalId }: OfAccount,
    @Body() terms: AccountTerms,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
    @CallersScope() scope: CallersScope,
  ) {
    const profile = profileOf(terms);
    await this.gate.profile(scope, externalId, profile);
    await this.parents.declared(externalId, profile);
    const command = { type: 'PutAccount', externalId, profile } as const;
    return this.commands.save(account, command, context, { ifAt, saying: { externalId, ...profile } });
  }

  /** Accounts in the order of their external ids. */
  @Get()
  @Scoped('rows')
  @Readers()
  @Answers(200, AccountPage)
  list(
    @Query() { limit, cursor, search, tier, ...when }: AccountsQuestion,
    @CallersScope() scope: CallersScope,
  ): Promise<AccountPage> {
    const inside = this.portfolio.within(scope);
    const asked = { of: { list: 'accounts', search, tier, ...when }, limit, cursor };
    if (tier === undefined) {
      const stand = async () => {
        if (when.scheme !== undefined) await this.questions.schemeIsKnown(when.scheme);
        return { at: await this.questions.known(when, 'portfolio') };
      };
      return this.pages.read(asked, stand, ({ at }, page: Page) =>
        this.page(inside, { at: at.position, search, ...page }),
      );
    }
    return this.pages.read(
      asked,
      () => this.questions.inScheme(when, ['portfolio', 'tier-history']),
      ({ at, ...standing }, page: Page) =>
        this.page(inside, {
          at: at.position,
          search,
          tier: { ...standing, tier, knownAt: at.knownAt },
          ...page,
        }),
    );
  }

  /** One account, as known at a moment. */
  @Get(':externalId')
  @Scoped('account')
  @Readers()
  @Answers(200, AccountFound)
  async get(@Param() { externalId }: OfAccount, @Query() question: AccountQuestion): Promise<AccountFound> {
    const { position } = await this.questions.known(question, 'portfolio');
    const known = await this.portfolio.get(externalId, position);
    if (!known)
      throw notFound(`There is no account ${externalId}: PUT /v1/accounts/${externalId} onboards it.`);
    return { ...known, revision: question.knownAt ? null : await this.revisionOf(known, position) };
  }

  private async page(inside: Portfolio, question: Question) {
    const { items, next } = await inside.page(question);
    return { items: items.map(({ revision: _, ...known }) => known), next };
  }

  /** The view knows the profile's revision; facts recorded behind it have moved the stream on. What is not told yet does not count. */
  private async revisionOf({ externalId, revision }: AccountKnown, upTo: Position): Promise<number> {
    let last = revision;
    for await (const event of this.store.read(`account-${externalId}`, revision + 1))
      if (event.position <= upTo) last = event.revision;
    return last;
  }
}

interface Page {
  limit: number;
  after?: string;
}
