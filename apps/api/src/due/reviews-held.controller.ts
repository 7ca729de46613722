import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { businessReviews, policyReviews } from '#libs/domain';
import type { Day } from '#libs/kernel';
import { Portfolio, ReviewsHeld } from '#libs/views';
import { OfAccount } from '../accounts/account';
import { Answers, AnswersWritten } from '../http/answers';
import { Commands, type Written } from '../http/commands';
import { AskedBy } from '../http/exchange';
import { Pages } from '../http/paging/pages';
import { ListAsked } from '../http/paging/paging';
import { invalidField, notFound } from '../http/problem';
import { Readers, Roles, Scoped } from '../http/route';
import { OfScheme } from '../schemes/scheme';
import { Tenant } from '../settings/tenant';
import { Questions } from '../tiers/questions';
import {
  BusinessReviewList,
  BusinessReviewTerms,
  PolicyReviewCallTerms,
  PolicyReviewList,
  PolicyReviewTerms,
} from './due';

@ApiTags('due')
@Controller({ version: '1' })
export class ReviewsHeldController {
  constructor(
    private readonly commands: Commands,
    private readonly reviews: ReviewsHeld,
    private readonly portfolio: Portfolio,
    private readonly tenant: Tenant,
    private readonly questions: Questions,
    private readonly pages: Pages,
  ) {}

  /** Record that a scheme's policy was reviewed: its clock begins anew. */
  @Post('schemes/:scheme/policy-reviews')
  @Roles('revops', 'policy-author', 'committee', 'admin')
  @AnswersWritten()
  async reviewPolicy(
    @Param() { scheme }: OfScheme,
    @Body() { reviewedOn, note }: PolicyReviewTerms,
    @AskedBy() { person, context }: AskedBy,
  ): Promise<Written> {
    await this.questions.schemeIsKnown(scheme);
    await this.hasCome('/reviewedOn', reviewedOn);
    const command = { type: 'RecordPolicyReview', scheme, reviewedOn, note, reviewedBy: person } as const;
    return this.commands.execute(policyReviews, command, context);
  }

  /** Call for a review of a scheme's policy, since prices, services or the ideal customer are others. */
  @Post('schemes/:scheme/policy-review-calls')
  @Roles('revops', 'policy-author', 'committee', 'finance', 'cs-lead', 'sales-leader', 'admin')
  @AnswersWritten()
  async callForReview(
    @Param() { scheme }: OfScheme,
    @Body() { reason, occurredOn, note }: PolicyReviewCallTerms,
    @AskedBy() { person, context }: AskedBy,
  ): Promise<Written> {
    await this.questions.schemeIsKnown(scheme);
    const said = { scheme, reason, occurredOn, note, calledBy: person };
    return this.commands.execute(policyReviews, { type: 'CallPolicyReview', ...said }, context);
  }

  /** The reviews of a scheme's policy and what called for them, the latest day first. */
  @Get('schemes/:scheme/policy-reviews')
  @Scoped('none')
  @Readers()
  @Answers(200, PolicyReviewList)
  async policyReviews(
    @Param() { scheme }: OfScheme,
    @Query() { minPosition, ...page }: ListAsked,
  ): Promise<PolicyReviewList> {
    await this.questions.schemeIsKnown(scheme);
    const known = await this.questions.known({ minPosition }, 'due');
    const all = await this.reviews.ofPolicy(scheme, known.position);
    return this.pages.part(
      { of: { list: 'policy-reviews', scheme }, ...page },
      all,
      ({ position }) => position,
    );
  }

  /** Record a meeting with the client: the clock of business reviews begins anew. */
  @Post('accounts/:externalId/business-reviews')
  @Scoped('account')
  @Roles('revops', 'cs-lead', 'sales-leader', 'service', 'admin')
  @AnswersWritten()
  async meet(
    @Param() { externalId }: OfAccount,
    @Body() { heldOn, note, attendees = [] }: BusinessReviewTerms,
    @AskedBy() { person, context }: AskedBy,
  ): Promise<Written> {
    await this.accountIsKnown(externalId);
    await this.hasCome('/heldOn', heldOn);
    const said = { externalId, heldOn, note, attendees, recordedBy: person };
    return this.commands.execute(businessReviews, { type: 'RecordBusinessReview', ...said }, context);
  }

  /** The meetings with a client, the latest day first. */
  @Get('accounts/:externalId/business-reviews')
  @Scoped('account')
  @Readers()
  @Answers(200, BusinessReviewList)
  async meetings(
    @Param() { externalId }: OfAccount,
    @Query() { minPosition, ...page }: ListAsked,
  ): Promise<BusinessReviewList> {
    await this.accountIsKnown(externalId);
    const known = await this.questions.known({ minPosition }, 'due');
    const all = await this.reviews.ofAccount(externalId, known.position);
    return this.pages.part(
      { of: { list: 'meetings', externalId }, ...page },
      all,
      ({ position }) => position,
    );
  }

  /** @throws Problem 404 for an account that nobody has onboarded */
  private async accountIsKnown(externalId: string): Promise<void> {
    if (await this.questions.found('portfolio', (at) => this.portfolio.get(externalId, at))) return;
    throw notFound(`There is no account ${externalId}: PUT /v1/accounts/${externalId} onboards it.`);
  }

  /** @throws Problem 400 for a day that has not come */
  private async hasCome(pointer: string, day: Day): Promise<void> {
    if (day > (await this.tenant.today()))
      throw invalidField(pointer, 'A review is recorded on its day or later.');
  }
}
