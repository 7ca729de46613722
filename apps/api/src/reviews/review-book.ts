import { Injectable } from '@nestjs/common';
import { isClosed, type ReviewId } from '#libs/domain';
import { type Receipt } from '#libs/event-store';
import { type ReviewItemKnown, type ReviewItemsQuestion, ReviewsView } from '#libs/views';
import { Commands } from '../http/commands';
import { notFound } from '../http/problem';
import { Tenant } from '../settings/tenant';
import { Questions } from '../tiers/questions';
import { type ItemLine, itemLine, type ReviewFound } from './review-answered';

/** How many lines of a table are read at a time. */
const linesAtOnce = 500;

/** Reads reviews as they stand behind each word that was said of them. */
@Injectable()
export class ReviewBook {
  constructor(
    private readonly reviews: ReviewsView,
    private readonly commands: Commands,
    private readonly questions: Questions,
    private readonly tenant: Tenant,
  ) {}

  /** As it stands when what was said has been recorded. */
  async standing(id: ReviewId, receipt: Receipt): Promise<ReviewFound> {
    const { position } = await this.commands.written(receipt);
    return { ...(await this.get(id, position)), position };
  }

  /** @throws Problem 404 */
  async get(id: ReviewId, minPosition?: string): Promise<ReviewFound> {
    const { position } = await this.questions.known({ ...(minPosition && { minPosition }) }, 'reviews');
    const today = await this.tenant.today();
    const found = await this.questions.found('reviews', () => this.reviews.get(id, today));
    if (!found) throw unknown(id);
    const { scheme, view, quarter, scope, from, until, pin } = found;
    const days = { opening: from, closing: until };
    const coordinates = pin && {
      ...{ reviewId: id, scheme, view, quarter, ...days, scope, pin, templateVersion: 1 as const },
    };
    return { ...found, position: String(position), coordinates, closed: isClosed(found, today) };
  }

  /** @throws Problem 404 */
  async isKnown(id: ReviewId): Promise<void> {
    await this.get(id);
  }

  /** All items in batches, by their numbers. */
  async *lines(question: ReviewItemsQuestion): AsyncIterable<ItemLine[]> {
    let after: number | null = 0;
    while (after !== null) {
      const page: { items: readonly ReviewItemKnown[]; next: number | null } = await this.reviews.items(
        question,
        { limit: linesAtOnce, after },
      );
      yield page.items.map(itemLine);
      after = page.next;
    }
  }
}

const unknown = (id: string) => notFound(`There is no review ${id}: GET /v1/reviews names them.`);
