import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { catalogueInput, CompletenessCount, completenessPct, inputStatesOn } from '#libs/domain';
import type { IfAt } from '#libs/event-store';
import { Facts, type StandingKnown, Standings } from '#libs/views';
import { Answers } from '../http/answers';
import { Commands } from '../http/commands';
import { AskedBy, IfMatch } from '../http/exchange';
import { TakesIfMatch } from '../http/if-match';
import { Pages } from '../http/paging/pages';
import { Readers, Roles, Scoped } from '../http/route';
import { CallersScope } from '../http/scopes/scope';
import { Tenant } from '../settings/tenant';
import { Questions, type Standing } from '../tiers/questions';
import { CompletenessAnswered, InputsAsked } from './completeness';
import { CatalogueAsked, entryOf, InputPage, InputSaved, InputTerms, OfMeasure } from './input';
import { InputsKnown } from './inputs-known';

const views = ['catalogue', 'facts', 'portfolio', 'tier-history', 'decisions'];

/** Accounts whose inputs are read together. */
const chunk = 1_000;

@ApiTags('inputs')
@Controller({ path: 'inputs', version: '1' })
export class InputsController {
  constructor(
    private readonly commands: Commands,
    private readonly questions: Questions,
    private readonly tenant: Tenant,
    private readonly inputs: InputsKnown,
    private readonly standings: Standings,
    private readonly facts: Facts,
    private readonly pages: Pages,
  ) {}

  /** Say what a measure is: what it is told in, where it comes from, how old it may be, who has to have it. */
  @Put(':measure')
  @TakesIfMatch()
  @Roles('revops', 'policy-author', 'admin')
  @Answers(201, InputSaved, 'Described.')
  @Answers(200, InputSaved, 'Changed, or as it was.')
  describe(
    @Param() { measure }: OfMeasure,
    @Body() terms: InputTerms,
    @AskedBy() { person, context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ) {
    const entry = entryOf(terms);
    const command = { type: 'DescribeInput', measure, entry, describedBy: person } as const;
    return this.commands.save(catalogueInput, command, context, { ifAt, saying: { measure, ...entry } });
  }

  /** Every measure that is described, that a policy in force reads, or that there are facts of. */
  @Get()
  @Scoped('rows')
  @Readers()
  @Answers(200, InputPage)
  async list(
    @Query() { asOf: day, limit, cursor, ...known }: CatalogueAsked,
    @CallersScope() inside: CallersScope,
  ): Promise<InputPage> {
    return this.pages.ofWhole(
      { of: { list: 'inputs', day, knownAt: known.knownAt }, limit, cursor },
      async () => ({
        asOf: day ?? (await this.tenant.today()),
        at: await this.questions.known(known, ['catalogue', 'facts', 'schemes']),
      }),
      async ({ asOf, at }) => ({ asOf, items: await this.inputs.list(asOf, at.position, inside) }),
    );
  }

  /** Of the accounts of a scheme, how many have what its policy reads and what the catalogue asks for. */
  @Get('completeness')
  @Scoped('rows')
  @Readers()
  @Answers(200, CompletenessAnswered)
  async completeness(
    @Query() question: InputsAsked,
    @CallersScope() inside: CallersScope,
  ): Promise<CompletenessAnswered> {
    const standing = await this.questions.onADay(question, views);
    await this.questions.schemeIsKnown(standing.scheme);
    const { scheme, asOf, at } = standing;
    const { version, document } = await this.inputs.policy(scheme, asOf, at.position);
    const described = await this.inputs.described(at.position);
    const count = new CompletenessCount();
    for await (const accounts of this.accounts(standing, inside)) {
      const externalIds = accounts.map(({ externalId }) => externalId);
      const known = await this.facts.knowledgeForDay(externalIds, at.position, asOf, document);
      for (const { externalId, tier } of accounts) {
        const account = known.get(externalId);
        const required = this.inputs.required(described, scheme, tier);
        if (account) count.add(inputStatesOn(asOf, document, account, required));
      }
    }
    const measures = count.byMeasure.map((one) => ({ ...one, completenessPct: completenessPct([one]) }));
    const about = { scheme, asOf, position: String(at.position), policyVersion: version };
    return { ...about, overall: overallOf(measures), measures };
  }

  private async *accounts(
    { at, ...standing }: Standing,
    inside: CallersScope,
  ): AsyncIterable<StandingKnown[]> {
    const all = await this.standings
      .within(inside)
      .all({ ...standing, at: at.position, knownAt: at.knownAt });
    for (let from = 0; from < all.length; from += chunk) yield all.slice(from, from + chunk);
  }
}

const overallOf = (measures: readonly { readonly accounts: number; readonly withValue: number }[]) => ({
  accounts: measures.reduce((sum, { accounts }) => sum + accounts, 0),
  withValue: measures.reduce((sum, { withValue }) => sum + withValue, 0),
  completenessPct: completenessPct(measures),
});
