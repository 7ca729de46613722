import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { accountView, schemeKnowledge, type Trigger, triggerKinds } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { readScheme } from '#libs/runs';
import { type DealKnown, type DealsPage, type IndicationKnown, Indications, type Known } from '#libs/views';
import { Answers } from '../http/answers';
import { Format, InAllFormats, stream } from '../http/formats';
import { Pages } from '../http/paging/pages';
import { invalidField } from '../http/problem';
import { Readers, Scoped } from '../http/route';
import { CallersScope } from '../http/scopes/scope';
import { Questions } from '../tiers/questions';
import { DealPage, DealsAsked, TriggerPage, type TriggerRow, TriggersAsked } from './due';
import { differenceOf } from './difference';
import { inOneBatch, KeptLists, type Offset, pageOfList } from './kept-lists';
import { PortfolioTriggers } from './portfolio-triggers';

const views = ['due', 'facts', 'portfolio'];

const columns: (keyof TriggerRow)[] = ['externalId', 'kind', 'day', 'detail', 'tier', 'assesses', 'factIds'];

type Asked = TriggersAsked & { readonly scheme: string; readonly inside: CallersScope };

@ApiTags('due')
@Controller({ version: '1' })
export class TriggersController {
  private readonly kept = new KeptLists<TriggerRow>(8);

  constructor(
    private readonly triggers: PortfolioTriggers,
    private readonly indications: Indications,
    private readonly store: EventStore,
    private readonly questions: Questions,
    private readonly pages: Pages,
  ) {}

  /** What called for a look at an account's tier on the days of a period, by day and account. */
  @Get('triggers')
  @Scoped('rows')
  @Readers()
  @InAllFormats()
  @Answers(200, TriggerPage)
  async triggered(
    @Query() { limit, cursor, ...asked }: TriggersAsked,
    @Format() format: Format,
    @CallersScope() inside: CallersScope,
  ) {
    if (asked.from >= asked.until)
      throw invalidField(
        '/from',
        'The first day lies before the end of the period: `from` is before `until`.',
      );
    const stand = async () => {
      const { scheme, at } = await this.questions.scope(asked, views);
      await this.questions.schemeIsKnown(scheme);
      return { ...asked, scheme, at };
    };
    if (format !== 'json') {
      const standing = await stand();
      return stream(format, columns, inOneBatch(await this.triggersOf({ ...standing, inside }, standing.at)));
    }
    return this.pages.read(
      { of: { list: 'triggers', ...asked }, limit, cursor },
      stand,
      async (standing, page: Offset) =>
        pageOfList(await this.triggersOf({ ...standing, inside }, standing.at), page),
    );
  }

  /** What opportunities would lead to, beside what their signatures led to. */
  @Get('provisional-tiers')
  @Scoped('rows')
  @Readers()
  @Answers(200, DealPage)
  deals(
    @Query() { limit, cursor, ...asked }: DealsAsked,
    @CallersScope() inside: CallersScope,
  ): Promise<DealPage> {
    return this.pages.read(
      { of: { list: 'provisional-tiers', ...asked }, limit, cursor },
      async () => {
        const { scheme, at } = await this.questions.scope(asked, 'due');
        await this.questions.schemeIsKnown(scheme);
        return { scheme, at };
      },
      async ({ scheme, at }, page: DealsPage) => {
        const { items, next } = await this.indications.within(inside).deals(scheme, at.position, page);
        return { items: items.map((deal) => answerOf(scheme, deal)), next: next ?? null };
      },
    );
  }

  private triggersOf(
    { scheme, view = accountView, from, until, kind, inside }: Asked,
    { position }: Known,
  ): Promise<readonly TriggerRow[]> {
    const question = { scheme, view, from, until, kind: kind ?? null, inside, at: String(position) };
    return this.kept.of(question, async () => {
      const plan = schemeKnowledge(await readScheme(this.store, scheme, position));
      const days = { from, until, kinds: kind ? [kind] : triggerKinds, view };
      const found = await this.triggers.byAccount(plan, days, position, inside);
      const rows = [...found].flatMap(([externalId, triggers]) =>
        triggers.map((one) => rowOf(externalId, one)),
      );
      // Accounts come in the order of their ids, and sorting keeps the order of what is of one day.
      return rows.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
    });
  }
}

const rowOf = (externalId: string, { tier = null, ...trigger }: Trigger): TriggerRow => ({
  externalId,
  ...trigger,
  tier,
});

const answerOf = (scheme: string, { externalId, provisional, binding }: DealKnown) => ({
  externalId,
  scheme,
  provisional: said(provisional),
  binding: binding && said(binding),
  difference: binding && differenceOf(provisional, binding),
});

const said = ({ place: _, ...rest }: IndicationKnown) => rest;
