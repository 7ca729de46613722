import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { accountView } from '#libs/domain';
import type { IfAt } from '#libs/event-store';
import { type Caller, ReviewDesk } from '#libs/runs';
import { ReviewsView } from '#libs/views';
import { Answers } from '../http/answers';
import { AskedBy, IfMatch } from '../http/exchange';
import { TakesIfMatch } from '../http/if-match';
import { Pages } from '../http/paging/pages';
import { NowAsked } from '../http/paging/paging';
import { Readers, Roles } from '../http/route';
import { TheCaller } from '../overrides/asked-by-caller';
import { Questions } from '../tiers/questions';
import { ReviewFound, ReviewPage } from './review-answered';
import { AttestTerms, OfReview, ReviewsAsked, ReviewTerms } from './review-asked';
import { ReviewBook } from './review-book';

@ApiTags('reviews')
@Controller({ path: 'reviews', version: '1' })
export class ReviewsController {
  constructor(
    private readonly desk: ReviewDesk,
    private readonly book: ReviewBook,
    private readonly reviews: ReviewsView,
    private readonly pages: Pages,
    private readonly questions: Questions,
  ) {}

  /** Open the review of a quarter: a draft, of which nothing is frozen yet. */
  @Post()
  @Roles('revops')
  @Answers(201, ReviewFound)
  async open(
    @Body() { view = accountView, scope = {}, ...terms }: ReviewTerms,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
  ): Promise<ReviewFound> {
    const { id, receipt } = await this.desk.drafts.open({ ...terms, view, scope }, { caller, context });
    return this.book.standing(id, receipt);
  }

  /** Reviews as they stand, the latest opened first. */
  @Get()
  @Readers()
  @Answers(200, ReviewPage)
  list(@Query() { limit, cursor, minPosition, ...wanted }: ReviewsAsked): Promise<ReviewPage> {
    return this.pages.read(
      { of: { list: 'reviews', ...wanted }, limit, cursor },
      async () => ({ at: await this.questions.known({ ...(minPosition && { minPosition }) }, 'reviews') }),
      (_, page: { limit: number; after?: string }) => this.reviews.page(wanted, page),
    );
  }

  /** One review: its pin, how many items were decided how and by whom, and who has attested it. */
  @Get(':id')
  @Readers()
  @Answers(200, ReviewFound)
  get(@Param() { id }: OfReview, @Query() { minPosition }: NowAsked): Promise<ReviewFound> {
    return this.book.get(id, minPosition);
  }

  /** Freeze the pack at a position, once its quarter is over, and make the items. Only a draft can be pinned. */
  @Post(':id/pin')
  @TakesIfMatch()
  @Roles('revops')
  @Answers(200, ReviewFound)
  async pin(
    @Param() { id }: OfReview,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<ReviewFound> {
    return this.book.standing(id, await this.desk.drafts.pin(id, { caller, context, ifAt }));
  }

  /** Stand for the pack and for what has been decided by now, in one of three roles. */
  @Post(':id/attest')
  @TakesIfMatch()
  @Roles('revops', 'finance', 'committee')
  @Answers(200, ReviewFound)
  async attest(
    @Param() { id }: OfReview,
    @Body() said: AttestTerms,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<ReviewFound> {
    const because = { ...context, reason: said.statement };
    return this.book.standing(id, await this.desk.attest(id, said, { caller, context: because, ifAt }));
  }

  /** Seal it: the pack is made again and has to be the one that was pinned. Afterwards nothing changes. */
  @Post(':id/seal')
  @TakesIfMatch()
  @Roles('revops', 'committee')
  @Answers(200, ReviewFound)
  async seal(
    @Param() { id }: OfReview,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<ReviewFound> {
    return this.book.standing(id, await this.desk.seal(id, { caller, context, ifAt }));
  }
}
