import type { Pool } from 'pg';
import type { Day } from '#libs/kernel';
import { streamed } from '../streamed';
import { lapsing, said } from './lapses';
import {
  type Distribution,
  type PortfolioQuestion,
  type PortfolioRow,
  untiered,
} from './tier-history.answers';

/** What is believed of a day at a position: the scheme's timelines with the one row of each that says so. */
const standing = `
  from timelines t
  join tier_history h on h.timeline_id = t.id and h.valid_from <= $3::date and h.valid_until > $3::date
    and h.known_from <= $4::bigint and (h.known_until is null or h.known_until > $4::bigint)
  ${lapsing('$5', '$4::bigint')}
  where t.scheme = $1 and t.view = $2`;

const ofTier = `and ($6::text is null or coalesce(${said('effective')}, '${untiered}') = $6)`;

const columns = `t.external_id, ${said('effective')} as effective, h.computed, h.indicated, h.valid_from, h.valid_until,
  ${said('override_id')} as override_id`;

type Columns = [string, string | null, string | null, string | null, Day, Day | 'infinity', string | null];

const valuesOf = ({ scheme, view, asOf, at, tier }: PortfolioQuestion) => [
  scheme,
  view,
  asOf,
  String(at.position),
  at.knownAt,
  tier ?? null,
];

export const portfolioPage = async (
  pool: Pool,
  question: PortfolioQuestion,
  { limit, after }: { readonly limit: number; readonly after?: string },
): Promise<{ items: PortfolioRow[]; next: string | null }> => {
  const { rows } = await pool.query<Columns>({
    text: `select ${columns} ${standing} ${ofTier} and ($7::text is null or t.external_id > $7)
           order by t.external_id limit $8`,
    values: [...valuesOf(question), after ?? null, limit + 1],
    rowMode: 'array',
  });
  const items = rows.slice(0, limit).map(rowOf);
  return { items, next: rows.length > limit ? items.at(-1)!.externalId : null };
};

export async function* portfolioStream(
  pool: Pool,
  question: PortfolioQuestion,
): AsyncIterable<readonly PortfolioRow[]> {
  const text = `select ${columns} ${standing} ${ofTier} order by t.external_id`;
  for await (const rows of streamed<Columns>(pool, text, valuesOf(question))) yield rows.map(rowOf);
}

const rowOf = ([
  externalId,
  effective,
  computed,
  indicated,
  from,
  until,
  overrideId,
]: Columns): PortfolioRow => ({
  externalId,
  effective: effective ?? untiered,
  computed: computed ?? untiered,
  indicated,
  from,
  until: until === 'infinity' ? null : until,
  overrideId,
});

/** Better tiers first, by the rank in the latest policy that knows them; then those without a rank. */
export const distribution = async (
  pool: Pool,
  question: Omit<PortfolioQuestion, 'tier'>,
): Promise<Distribution> => {
  const { rows } = await pool.query<{ tier: string | null; accounts: number; known: number }>({
    name: 'tier-history-distribution',
    text: `
      with counted as (select ${said('effective')} as tier, count(*)::int as accounts ${standing} group by 1)
      select c.tier, c.accounts,
             (select count(*)::int from accounts a
              where a.known_from <= $4::bigint and (a.known_until is null or a.known_until > $4::bigint)) as known
      from (select null::text as tier, 0 as accounts where not exists (select from counted where tier is null)
            union all select * from counted) c
      left join lateral (select p.rank from policy_tiers p where p.scheme = $1 and p.tier = c.tier
                         order by p.version desc limit 1) p on true
      order by p.rank desc nulls last, c.tier`,
    values: valuesOf(question).slice(0, 5),
  });
  const onboarded = rows.reduce((sum, { accounts }) => sum + accounts, 0);
  const notOnboarded = Math.max(0, (rows[0]?.known ?? 0) - onboarded);
  return {
    asOf: question.asOf,
    position: String(question.at.position),
    tiers: [
      ...rows.map(({ tier, accounts }) => ({ tier: tier ?? untiered, accounts })),
      { tier: 'NOT_ONBOARDED', accounts: notOnboarded },
    ],
  };
};
