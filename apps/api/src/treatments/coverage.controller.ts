import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { capacity, type CapacityOf, resourceSharesOf } from '#libs/domain';
import { Coverage, type FullTier, type WaitListPlace } from '#libs/views';
import { Answers, AnswersWritten } from '../http/answers';
import { Commands, type Written } from '../http/commands';
import { AskedBy } from '../http/exchange';
import { Pages } from '../http/paging/pages';
import { invalidField } from '../http/problem';
import { Readers, Roles, Scoped } from '../http/route';
import { CallersScope } from '../http/scopes/scope';
import { OnADay, Questions, type Standing } from '../tiers/questions';
import {
  CapacitiesAsked,
  CapacityPage,
  CapacityTerms,
  CoverageAnswered,
  WaitListAsked,
  WaitListPage,
} from './coverage';
import { type CoverageFound, Coverages, fullTiers } from './coverages';

@ApiTags('treatments')
@Controller({ version: '1' })
export class CoverageController {
  constructor(
    private readonly commands: Commands,
    private readonly coverages: Coverages,
    private readonly coverage: Coverage,
    private readonly questions: Questions,
    private readonly pages: Pages,
  ) {}

  /** How many accounts each tier has, how many people they need, and how many there are. */
  @Get('coverage')
  @Scoped('rows')
  @Readers()
  @Answers(200, CoverageAnswered)
  async covered(@Query() question: OnADay, @CallersScope() inside: CallersScope): Promise<CoverageAnswered> {
    const found = await this.coverages.find(question, inside);
    // Places are taken by whoever stands at the tier, also where only a part of them is looked at.
    const { tiers } = inside ? await this.coverages.find(question, null) : found;
    const { counts } = await this.coverage.waitList(found, fullTiers(tiers), { limit: 1 }, inside);
    return answerOf(found, counts);
  }

  /** Accounts promoted into tiers whose places are all taken: their tier is what it is, they wait for people. */
  @Get('coverage/wait-list')
  @Scoped('rows')
  @Readers()
  @Answers(200, WaitListPage)
  waitList(
    @Query() { limit, cursor, tier, ...when }: WaitListAsked,
    @CallersScope() inside: CallersScope,
  ): Promise<WaitListPage> {
    return this.pages.read(
      { of: { list: 'wait-list', tier, ...when }, limit, cursor },
      async (): Promise<Standing & { full: FullTier[] }> => {
        const { scheme, view, asOf, at, today, tiers } = await this.coverages.find(when, null);
        const full = fullTiers(tiers).filter((one) => tier === undefined || one.tier === tier);
        return { scheme, view, asOf, at, today, full };
      },
      async ({ full, ...standing }, page: { limit: number; after?: WaitListPlace }) => {
        const { items, next } = await this.coverage.waitList(standing, full, page, inside);
        return { items: items.map((one) => ({ ...one, waitListed: true })), next };
      },
    );
  }

  /** Say how many people there are for a tier, or of a role, from a day on. */
  @Post('capacities')
  @Roles('revops', 'cs-lead', 'admin')
  @AnswersWritten()
  async setCapacity(
    @Body() { scheme, available, validFrom, ...of }: CapacityTerms,
    @AskedBy() { person, context }: AskedBy,
  ): Promise<Written> {
    await this.questions.schemeIsKnown(scheme);
    const about = { scheme, of: capacityOf(of), available, validFrom, by: person };
    return this.commands.execute(capacity, { type: 'SetCapacity', ...about }, context);
  }

  /** Everything said of the people of a scheme, by tier and role and in the order of the days. */
  @Get('capacities')
  @Scoped('none')
  @Readers()
  @Answers(200, CapacityPage)
  capacities(@Query() { limit, cursor, minPosition, ...asked }: CapacitiesAsked): Promise<CapacityPage> {
    return this.pages.ofWhole(
      { of: { list: 'capacities', ...asked }, limit, cursor },
      async () => {
        const standing = await this.questions.scope({ ...asked, minPosition }, 'treatments');
        await this.questions.schemeIsKnown(standing.scheme);
        return standing;
      },
      async ({ scheme, at }) => ({ items: await this.coverage.capacities(scheme, at.position) }),
    );
  }
}

const capacityOf = ({ tier, role }: Pick<CapacityTerms, 'tier' | 'role'>): CapacityOf => {
  if (tier !== undefined && role === undefined) return { tier, role: null };
  if (role !== undefined && tier === undefined) return { tier: null, role };
  throw invalidField('/tier', 'Name either a tier or a role.');
};

const answerOf = (
  { scheme, view, asOf, at, policy, tiers, accounts }: CoverageFound,
  waiting: ReadonlyMap<string, number>,
): CoverageAnswered => {
  const { tiers: defined } = policy.document;
  const known = new Set<string>([...defined.map(({ code }) => code), 'NOT_ONBOARDED']);
  return {
    scheme,
    view,
    asOf,
    position: String(at.position),
    policyVersion: policy.version,
    tiers: tiers.map((tier) => ({
      ...tier,
      label: defined.find(({ code }) => code === tier.tier)?.label ?? null,
      waitListed: waiting.get(tier.tier) ?? 0,
    })),
    elsewhere: [...accounts]
      .filter(([tier]) => !known.has(tier))
      .map(([tier, count]) => ({ tier, accounts: count })),
    resourceShares: resourceSharesOf(defined),
  };
};
