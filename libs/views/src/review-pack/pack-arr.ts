import type { Pool } from 'pg';
import { type ArrKnown, type ArrTold, compareFactIds } from '#libs/domain';
import type { Position } from '#libs/event-store';
import { addMonths, type Day, decimal, type Decimal, isDecimal } from '#libs/kernel';
import { streamed } from '../streamed';

/** The days whose close before them ARR is told of: a pack's two quarters. */
export interface ArrDays {
  readonly previous: Day;
  readonly opening: Day;
  readonly closing: Day;
}

const times = ['previous', 'opening', 'closing'] as const;
type Time = (typeof times)[number];

const known = `f.known_from <= $1::bigint and (f.known_until is null or f.known_until > $1::bigint)
  and ($2::text is null or f.service_line = $2)`;

/** The facts of the last day before each day that has any: of several on one day the order of facts decides. */
const measured = `
  select d.n - 1, f.external_id, f.fact_id, f.value
  from unnest($3::date[]) with ordinality d(day, n)
  cross join lateral (
    select f.*, rank() over (partition by f.external_id order by f.valid_from desc) as nth
    from input_facts f where f.measure = 'arr' and f.valid_from < d.day and ${known}
      and ($2::text is not null or f.service_line is null)) f
  where f.nth = 1`;

/** The twelve months before each day, by currency. */
const trailing = `
  select d.n - 1, f.external_id, array_agg(f.currency), array_agg(f.amount::text), array_agg(f.kinds)
  from unnest($3::date[], $4::date[]) with ordinality d(day, start, n)
  cross join lateral (
    select f.external_id, f.currency, sum(f.amount) as amount, string_agg(distinct f.kind, E'\\n') as kinds
    from revenue_facts f where f.occurred_on >= d.start and f.occurred_on < d.day and ${known}
    group by f.external_id, f.currency) f
  group by d.n, f.external_id`;

type Amounts = Partial<Record<Time, Decimal | null>>;

/** Of the account itself, or of a service line alone. */
export interface ArrQuestion {
  readonly days: ArrDays;
  readonly line: string | null;
  readonly at: Position;
}

/** ARR by account at the close of the days before three days, as known at a position. */
export const packArr = async (
  pool: Pool,
  question: ArrQuestion,
  externalIds: readonly string[],
): Promise<ArrTold> => {
  const inside = new Set(externalIds);
  const facts = await readMeasured(pool, question, inside);
  const revenue = await readTrailing(pool, question, inside);
  const of = new Map<string, ArrKnown>();
  for (const externalId of externalIds) {
    const [own, other] = [facts.get(externalId), revenue.of.get(externalId)];
    if (own) of.set(externalId, arrOf('MEASURED', own));
    else if (other) of.set(externalId, arrOf('TRAILING_REVENUE', other));
  }
  return { of, kinds: [...revenue.kinds].sort(), currencies: [...revenue.currencies].sort() };
};

const none = decimal('0');

/** Of a day without any there is none: that is 0, and not unknown. */
const arrOf = (
  basis: ArrKnown['basis'],
  { previous = none, opening = none, closing = none }: Amounts,
): ArrKnown => ({ basis, previous, opening, closing });

const valuesOf = ({ days, line, at }: ArrQuestion) => [String(at), line, times.map((time) => days[time])];

type Measured = [n: string, externalId: string, factId: string, value: string];

const readMeasured = async (
  pool: Pool,
  question: ArrQuestion,
  inside: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Amounts>> => {
  const amounts = new Map<string, Amounts>();
  const last = new Map<string, string>();
  for await (const rows of streamed<Measured>(pool, measured, valuesOf(question)))
    for (const [n, externalId, factId, value] of rows) {
      const key = JSON.stringify([externalId, n]);
      const before = last.get(key);
      if (!inside.has(externalId) || (before !== undefined && compareFactIds(before, factId) > 0)) continue;
      last.set(key, factId);
      if (isDecimal(value))
        amounts.set(externalId, { ...amounts.get(externalId), [times[Number(n)]!]: value });
    }
  return amounts;
};

type Trailing = [n: string, externalId: string, currencies: string[], amounts: Decimal[], kinds: string[]];

const readTrailing = async (pool: Pool, question: ArrQuestion, inside: ReadonlySet<string>) => {
  const of = new Map<string, Amounts>();
  const [kinds, currencies] = [new Set<string>(), new Set<string>()];
  const starts = times.map((time) => addMonths(question.days[time], -12));
  for await (const rows of streamed<Trailing>(pool, trailing, [...valuesOf(question), starts]))
    for (const [n, externalId, met, sums, kindsMet] of rows) {
      if (!inside.has(externalId)) continue;
      for (const currency of met) currencies.add(currency);
      for (const kind of kindsMet.flatMap((some) => some.split('\n'))) kinds.add(kind);
      // Currencies are not added.
      const amount = met.length === 1 ? sums[0]! : null;
      of.set(externalId, { ...of.get(externalId), [times[Number(n)]!]: amount });
    }
  return { of, kinds, currencies };
};
