import type { Pool } from 'pg';
import type { Pin, Scope } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import type {
  Attestation,
  ItemSaid,
  ReviewerFigures,
  ReviewInFull,
  ReviewItemKnown,
  ReviewItemsQuestion,
  ReviewKnown,
  ReviewsQuestion,
} from './reviews.answers';

/** A review as the domain calls its state: attested by all three, as it stands. */
const stated = `
  select r.*, case
    when r.sealed_by is not null then 'SEALED' when r.pin is null then 'DRAFT'
    when (select count(*) from review_attestations a where a.review_id = r.review_id and a.stands) = 3 then 'ATTESTED'
    when r.has_begun then 'IN_REVIEW' else 'PINNED' end as state
  from reviews r`;

const columns = `
  review_id as id, scheme, view, quarter, quarter_from as "from", quarter_until as "until", scope, deadline, state,
  opened_by as "openedBy", opened_on as "openedOn", pin, digest, pinned_by as "pinnedBy", pinned_on as "pinnedOn",
  sealed_by as "sealedBy", sealed_on as "sealedOn", sealed_at as "sealedAt", revision, known_from`;

type Row = Omit<ReviewKnown, 'scope' | 'pin' | 'sealedAt'> & {
  readonly scope: string;
  readonly pin: string | null;
  readonly sealedAt: Date | null;
  readonly known_from: string;
};

const at = (moment: Date | null): Instant | null => moment && (moment.toISOString() as Instant);

const knownOf = ({ known_from: _, scope, pin, sealedAt, ...row }: Row): ReviewKnown => ({
  ...row,
  // The projection wrote them, and nobody else.
  scope: JSON.parse(scope) as Scope,
  pin: pin === null ? null : (JSON.parse(pin) as Pin),
  sealedAt: at(sealedAt),
});

/** What was said of an item by day $2; what needs more information is still undecided when the deadline has passed. */
const said = `
  case when (i.decision is null or i.decision = 'NEEDS_INFO') and $2::date > r.deadline then 'UNDECIDED_DEFAULTED'
       else coalesce(i.decision, 'UNDECIDED') end`;

const items = `
  select i.n, i.kind, i.external_id as "externalId", i.name, i.override_id as "overrideId", i.risk, i.arr, i.suggested,
         i.reasons, i.deferred_from as "deferredFrom", ${said} as decision, i.comment, i.bulk,
         i.decided_by as "decidedBy", i.decided_on as "decidedOn", i.decided_at as "decidedAt"
  from review_items i join reviews r using (review_id)
  where i.review_id = $1 and ($3::text is null or i.kind = $3) and ($4::text is null or i.risk = $4)
    and ($5::text is null or ${said} = $5) and ($6::text is null or i.external_id = $6) and i.n > $7
  order by i.n limit $8`;

type ItemRow = Omit<ReviewItemKnown, 'reasons' | 'decidedAt'> & {
  readonly reasons: string;
  readonly decidedAt: Date | null;
};

/** Each reviewer's own pace: the median of the times between their decisions, those of one moment among them. */
const figures = `
  with paced as (
    select *, extract(epoch from decided_at - lag(decided_at) over (partition by decided_by order by position)) as gap
    from review_decisions where review_id = $1)
  select decided_by as reviewer, count(*)::int as decided,
         round(100.0 * count(*) filter (where bulk) / count(*), 2)::text as "bulkShare",
         round(100.0 * count(*) filter (where decision = 'CONFIRM') / count(*), 2)::text as "confirmShare",
         round((percentile_cont(0.5) within group (order by gap))::numeric, 3)::text as "medianSeconds"
  from paced group by decided_by order by decided_by`;

const attestations = `
  select role, statement, attested_by as "attestedBy", attested_on as "attestedOn", attested_at as "attestedAt", stands
  from review_attestations where review_id = $1 order by position`;

/** The quarters' reviews as they stand. */
export class ReviewsView {
  constructor(private readonly pool: Pool) {}

  async get(reviewId: string, today: Day): Promise<ReviewInFull | null> {
    const { rows } = await this.pool.query<Row>(`select ${columns} from (${stated}) s where review_id = $1`, [
      reviewId,
    ]);
    if (!rows[0]) return null;
    const [counts, signed, reviewers] = await Promise.all([
      this.counts(reviewId, today),
      this.pool.query<Omit<Attestation, 'attestedAt'> & { attestedAt: Date }>(attestations, [reviewId]),
      this.pool.query<ReviewerFigures>(figures, [reviewId]),
    ]);
    return {
      ...knownOf(rows[0]),
      items: Object.values(counts).reduce((sum, count) => sum + count, 0),
      counts,
      attestations: signed.rows.map((row) => ({ ...row, attestedAt: at(row.attestedAt)! })),
      reviewers: reviewers.rows,
    };
  }

  /** The latest opened first. */
  async page(
    { state, scheme, quarter }: ReviewsQuestion,
    { limit, after }: { readonly limit: number; readonly after?: string },
  ): Promise<{ readonly items: readonly ReviewKnown[]; readonly next: string | null }> {
    const { rows } = await this.pool.query<Row>(
      `select ${columns} from (${stated}) s
       where ($1::text is null or state = $1) and ($2::text is null or scheme = $2)
         and ($3::text is null or quarter = $3) and ($4::bigint is null or known_from < $4)
       order by known_from desc limit $5`,
      [state ?? null, scheme ?? null, quarter ?? null, after ?? null, limit + 1],
    );
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { items: rows.slice(0, limit).map(knownOf), next: last?.known_from ?? null };
  }

  /** By their numbers, which is by risk. */
  async items(
    { reviewId, today, kind, risk, decision, externalId }: ReviewItemsQuestion,
    { limit, after = 0 }: { readonly limit: number; readonly after?: number },
  ): Promise<{ readonly items: readonly ReviewItemKnown[]; readonly next: number | null }> {
    const { rows } = await this.pool.query<ItemRow>(items, [
      ...[reviewId, today, kind ?? null, risk ?? null, decision ?? null, externalId ?? null],
      ...[after, limit + 1],
    ]);
    const found = rows.slice(0, limit).map((row) => ({
      ...row,
      reasons: JSON.parse(row.reasons) as ReviewItemKnown['reasons'],
      decidedAt: at(row.decidedAt),
    }));
    return { items: found, next: rows.length > limit ? found.at(-1)!.n : null };
  }

  private async counts(reviewId: string, today: Day): Promise<Partial<Record<ItemSaid, number>>> {
    const { rows } = await this.pool.query<{ decision: ItemSaid; items: number }>(
      `select ${said} as decision, count(*)::int as items
       from review_items i join reviews r using (review_id) where i.review_id = $1 group by 1 order by 1`,
      [reviewId, today],
    );
    return Object.fromEntries(rows.map(({ decision, items }) => [decision, items]));
  }
}
