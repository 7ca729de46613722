import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { IfAt } from '#libs/event-store';
import { type Caller, ReviewDesk } from '#libs/runs';
import { ReviewsView } from '#libs/views';
import { Answers } from '../http/answers';
import { AskedBy, IfMatch } from '../http/exchange';
import { Format, InAllFormats, stream } from '../http/formats';
import { TakesIfMatch } from '../http/if-match';
import { Pages } from '../http/paging/pages';
import { Readers, Roles } from '../http/route';
import { TheCaller } from '../overrides/asked-by-caller';
import { Tenant } from '../settings/tenant';
import { Questions } from '../tiers/questions';
import { itemColumns, ItemPage, ReviewFound } from './review-answered';
import { ConfirmTerms, ItemsAsked, ItemTerms, OfItem, OfReview } from './review-asked';
import { ReviewBook } from './review-book';

@ApiTags('reviews')
@Controller({ path: 'reviews/:id/items', version: '1' })
export class ReviewItemsController {
  constructor(
    private readonly desk: ReviewDesk,
    private readonly book: ReviewBook,
    private readonly reviews: ReviewsView,
    private readonly pages: Pages,
    private readonly questions: Questions,
    private readonly tenant: Tenant,
  ) {}

  /** What there is to decide, the riskiest first, with what was said of it last. */
  @Get()
  @Readers()
  @InAllFormats()
  @Answers(200, ItemPage)
  async list(
    @Param() { id }: OfReview,
    @Query() { limit, cursor, minPosition, ...wanted }: ItemsAsked,
    @Format() format: Format,
  ) {
    const stand = async () => {
      const at = await this.questions.known({ ...(minPosition && { minPosition }) }, 'reviews');
      await this.book.isKnown(id);
      return { at, today: await this.tenant.today() };
    };
    if (format !== 'json') {
      const { today } = await stand();
      return stream(format, itemColumns, this.book.lines({ reviewId: id, today, ...wanted }));
    }
    return this.pages.read(
      { of: { list: 'review-items', id, ...wanted }, limit, cursor },
      stand,
      ({ today }, page: { limit: number; after?: number }) =>
        this.reviews.items({ reviewId: id, today, ...wanted }, page),
    );
  }

  /** Confirm items of low risk together: at most 50 of them, all or none. */
  @Post('confirm')
  @TakesIfMatch()
  @Roles('revops', 'finance', 'cs-lead', 'committee')
  @Answers(200, ReviewFound)
  async confirm(
    @Param() { id }: OfReview,
    @Body() { items }: ConfirmTerms,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<ReviewFound> {
    return this.book.standing(id, await this.desk.confirm(id, items, { caller, context, ifAt }));
  }

  /** Say what is to become of an item. A decision stands; what needs more information is decided again. */
  @Post(':n/decide')
  @TakesIfMatch()
  @Roles('revops', 'finance', 'cs-lead', 'committee')
  @Answers(200, ReviewFound)
  async decide(
    @Param() { id, n }: OfItem,
    @Body() said: ItemTerms,
    @TheCaller() caller: Caller,
    @AskedBy() { context }: AskedBy,
    @IfMatch() ifAt: IfAt | undefined,
  ): Promise<ReviewFound> {
    const because = { ...context, ...(said.comment && { reason: said.comment }) };
    return this.book.standing(id, await this.desk.decide(id, n, said, { caller, context: because, ifAt }));
  }
}
