import type { Pool } from 'pg';
import type { ReviewId } from '#libs/domain';
import type { Day } from '#libs/kernel';

/** Reviews that have closed themselves: their last day has passed. */
export class ClosedReviews {
  constructor(private readonly pool: Pool) {}

  /** Those that were open still on a day, or were ever, and are closed on another; in the order in which they were opened. */
  async between(openOn: Day | null, closedOn: Day): Promise<ReviewId[]> {
    const { rows } = await this.pool.query<{ id: ReviewId }>(
      `select review_id as id from reviews
       where pin is not null and deadline < $2::date and ($1::date is null or deadline >= $1::date)
       order by known_from`,
      [openOn, closedOn],
    );
    return rows.map(({ id }) => id);
  }
}
