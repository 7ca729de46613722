import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { policyDiff } from '#libs/domain';
import { Schemes } from '#libs/views';
import { Answers } from '../http/answers';
import { Pages } from '../http/paging/pages';
import { ListAsked, NowAsked } from '../http/paging/paging';
import { notFound } from '../http/problem';
import { Readers, Scoped } from '../http/route';
import { Questions } from '../tiers/questions';
import { differences } from './differences';
import { OfPolicies, OfPolicy, PolicyDiff, PolicyFound, policyKept, PolicyList } from './policy';
import { OfScheme } from './scheme';

/** The versions of a policy, to be read. */
@ApiTags('policies')
@Controller({ path: 'schemes/:scheme/policies', version: '1' })
export class VersionsController {
  constructor(
    private readonly schemes: Schemes,
    private readonly questions: Questions,
    private readonly pages: Pages,
  ) {}

  /** All versions, the latest first. */
  @Get()
  @Scoped('none')
  @Readers()
  @Answers(200, PolicyList)
  async list(
    @Param() { scheme }: OfScheme,
    @Query() { minPosition, ...page }: ListAsked,
  ): Promise<PolicyList> {
    await this.questions.known({ minPosition }, 'schemes');
    await this.questions.schemeIsKnown(scheme);
    const all = (await this.schemes.policies(scheme)).map(policyKept);
    return this.pages.part({ of: { list: 'policies', scheme }, ...page }, all, ({ version }) => version);
  }

  @Get(':version')
  @Scoped('none')
  @Readers()
  @Answers(200, PolicyFound)
  async get(@Param() { scheme, version }: OfPolicy, @Query() asked: NowAsked): Promise<PolicyFound> {
    await this.questions.known(asked, 'schemes');
    // First where the stream stands: an ETag that is older than what stands beside it does no harm.
    const kept = await this.questions.found('schemes', () => this.schemes.get(scheme));
    const policy = await this.questions.found('schemes', () => this.schemes.policy(scheme, version));
    if (!kept || !policy) throw notFound(`Scheme ${scheme} has no policy version ${version}.`);
    return { ...policyKept(policy), revision: kept.revision };
  }

  /** What differs between two versions, member by member and in words. */
  @Get(':a/diff/:b')
  @Scoped('none')
  @Readers()
  @Answers(200, PolicyDiff)
  async diff(@Param() { scheme, a, b }: OfPolicies, @Query() asked: NowAsked): Promise<PolicyDiff> {
    const from = await this.get({ scheme, version: a }, asked);
    const to = await this.get({ scheme, version: b }, asked);
    return {
      from: a,
      to: b,
      changes: differences(from.document, to.document),
      inWords: policyDiff(from.document, to.document),
    };
  }
}
