import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { accountView } from '#libs/domain';
import { Schemes } from '#libs/views';
import { Answers } from '../http/answers';
import { Format, InAllFormats, stream } from '../http/formats';
import { Pages } from '../http/paging/pages';
import { invalidField } from '../http/problem';
import { Readers, Scoped } from '../http/route';
import { CallersScope } from '../http/scopes/scope';
import { Tenant } from '../settings/tenant';
import { Questions } from '../tiers/questions';
import { clocks, DueAsked, DuePage, type DueRow } from './due';
import { DueLists } from './due-lists';
import { inOneBatch, type Offset, pageOfList } from './kept-lists';

const views = ['due', 'decisions', 'facts', 'portfolio', 'tier-history'];

const columns: (keyof DueRow)[] = [
  'clock',
  'scheme',
  'externalId',
  'tier',
  'dueOn',
  'overdueSince',
  'ceiling',
  'reason',
  'state',
  'view',
];

const onlyAssignment = () =>
  invalidField(
    '/clock',
    'A policy and a meeting are about no service line: say `clock=assignment`, or leave `view` out.',
  );

@ApiTags('due')
@Controller({ path: 'due', version: '1' })
export class DueController {
  constructor(
    private readonly dueLists: DueLists,
    private readonly schemes: Schemes,
    private readonly tenant: Tenant,
    private readonly questions: Questions,
    private readonly pages: Pages,
  ) {}

  /** What is due to be reviewed: policies, tiers and accounts, the most urgent first. */
  @Get()
  @Scoped('rows')
  @Readers()
  @InAllFormats()
  @Answers(200, DuePage)
  async due(
    @Query() { limit, cursor, clock, ...asked }: DueAsked,
    @Format() format: Format,
    @CallersScope() inside: CallersScope,
  ) {
    const stand = () => this.stand(asked, clock);
    const list = (standing: Awaited<ReturnType<typeof stand>>) =>
      this.dueLists.list({ ...standing, inside, at: standing.at.position, knownAt: standing.at.knownAt });
    if (format !== 'json') return stream(format, columns, inOneBatch(await list(await stand())));
    return this.pages.read(
      { of: { list: 'due', clock, ...asked }, limit, cursor },
      stand,
      async (standing, page: Offset) => ({
        ...pageOfList(await list(standing), page),
        asOf: standing.asOf,
      }),
    );
  }

  private async stand(
    { scheme, view = accountView, asOf, within = 30, ...known }: Omit<DueAsked, 'clock'>,
    clock: DueAsked['clock'],
  ) {
    if (view !== accountView && (clock ?? 'assignment') !== 'assignment') throw onlyAssignment();
    const today = await this.tenant.today();
    const everywhere = clock === 'policy' && scheme === undefined;
    const { scheme: named, at } = everywhere
      ? { scheme: null, at: await this.questions.known(known, views) }
      : await this.questions.scope({ scheme, ...known }, views);
    if (named !== null) await this.questions.schemeIsKnown(named);
    const schemes = named === null ? (await this.schemes.all()).map((one) => one.scheme) : [named];
    const wanted = clock ? [clock] : view === accountView ? clocks : (['assignment'] as const);
    const about = { clocks: wanted, schemes, view };
    return { ...about, asOf: asOf ?? today, within, at };
  }
}
