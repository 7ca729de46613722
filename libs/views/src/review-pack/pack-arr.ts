import type { Pool } from 'pg';
import { type ArrKnown, type ArrTold, compareFactIds } from '#libs/domain';
import type { Position } from '#libs/event-store';
import {
  addMonths,
  type Day,
  decimal,
  type Decimal,
  isDecimal,
  pausingEach,
  sumDecimals,
} from '#libs/kernel';
import { givingWay } from '../giving-way';
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

/** The twelve months before each day, by currency and kind: the revenue is gone through once for all of them. */
const trailing = `
  select f.external_id, f.currency, f.kind, array[${[1, 2, 3].map(before).join(', ')}]
  from revenue_facts f
  where f.occurred_on >= ($4::date[])[1] and f.occurred_on < ($3::date[])[3] and ${known}
  group by f.external_id, f.currency, f.kind`;

function before(n: number): string {
  return `(sum(f.amount) filter (where f.occurred_on >= ($4::date[])[${n}] and f.occurred_on < ($3::date[])[${n}]))::text`;
}

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
  const revenue = await readTrailing(pool, question, (id) => inside.has(id) && !facts.has(id));
  const of = new Map<string, ArrKnown>();
  const tell = (externalId: string): void => {
    const [own, other] = [facts.get(externalId), revenue.of.get(externalId)];
    if (own) of.set(externalId, arrOf('MEASURED', own));
    else if (other) of.set(externalId, arrOf('TRAILING_REVENUE', amountsOf(other)));
  };
  await givingWay(pausingEach(externalIds, tell));
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

type Trailing = [externalId: string, currency: string, kind: string, sums: (Decimal | null)[]];

/** By the time, then by currency. */
type Earned = readonly Map<string, Decimal>[];

const readTrailing = async (pool: Pool, question: ArrQuestion, isTold: (externalId: string) => boolean) => {
  const earned = new Map<string, Earned>();
  const [kinds, currencies] = [new Set<string>(), new Set<string>()];
  const starts = times.map((time) => addMonths(question.days[time], -12));
  for await (const rows of streamed<Trailing>(pool, trailing, [...valuesOf(question), starts]))
    for (const [externalId, currency, kind, sums] of rows) {
      if (!isTold(externalId)) continue;
      currencies.add(currency);
      kinds.add(kind);
      const mine = earned.get(externalId) ?? times.map(() => new Map<string, Decimal>());
      earned.set(externalId, mine);
      sums.forEach((sum, n) => sum !== null && addTo(mine[n]!, currency, sum));
    }
  return { of: earned, kinds, currencies };
};

const addTo = (sums: Map<string, Decimal>, currency: string, sum: Decimal): void => {
  const before = sums.get(currency);
  sums.set(currency, before === undefined ? sum : sumDecimals([before, sum]));
};

/** Currencies are not added. */
const amountsOf = (mine: Earned): Amounts => {
  const amounts: Amounts = {};
  mine.forEach((sums, n) => {
    const [sum = none] = sums.values();
    if (sums.size > 0) amounts[times[n]!] = sums.size > 1 ? null : sum;
  });
  return amounts;
};
