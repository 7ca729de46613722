import type { Pool } from 'pg';
import { insideScope, type PackAccount, type Scope } from '#libs/domain';
import type { Position } from '#libs/event-store';
import { type Day, latest } from '#libs/kernel';
import { streamed } from '../streamed';
import { lineOf } from './line-of';

/** The accounts that a pack is of, and how many accounts each seat owns in the whole portfolio. */
export interface PackAccounts {
  readonly accounts: readonly PackAccount[];
  readonly books: ReadonlyMap<string, number>;
}

type Row = [
  externalId: string,
  name: string,
  ownerSeat: string | null,
  attributes: Readonly<Record<string, string>>,
  onboardedOn: Day | null,
  firstFact: Day | null,
  firstOfLine: Day | null,
];

const known = (alias: string) =>
  `${alias}.known_from <= $1::bigint and (${alias}.known_until is null or ${alias}.known_until > $1::bigint)`;

/** Facts are looked through only where their days count: of a line, or of an account that has declared none. */
const counts = `($2::text is not null or f.external_id in (
  select a.external_id from accounts a where a.onboarded_on is null and ${known('a')}))`;

const facts = `
  select external_id, min(day) as first, min(day) filter (where service_line = $2) as of_line
  from (select f.external_id, f.valid_from as day, f.service_line from input_facts f where ${known('f')} and ${counts}
        union all
        select f.external_id, f.occurred_on, f.service_line from revenue_facts f where ${known('f')} and ${counts}) f
  group by external_id`;

const text = `
  select a.external_id, a.name, a.owner_seat, a.attributes, a.onboarded_on, f.first, f.of_line
  from accounts a left join (${facts}) f on f.external_id = a.external_id
  where ${known('a')} order by a.external_id`;

/** Who is inside a scope, by the profiles known at a position, with the day on which each came in. */
export const packAccounts = async (
  pool: Pool,
  { view, scope }: { readonly view: string; readonly scope: Scope },
  at: Position,
): Promise<PackAccounts> => {
  const line = lineOf(view);
  const accounts: PackAccount[] = [];
  const books = new Map<string, number>();
  for await (const rows of streamed<Row>(pool, text, [String(at), line]))
    for (const row of rows) {
      const [, , ownerSeat] = row;
      if (ownerSeat !== null) books.set(ownerSeat, (books.get(ownerSeat) ?? 0) + 1);
      const account = accountOf(row, line);
      if (insideScope(scope, account)) accounts.push(account);
    }
  return { accounts, books };
};

/** An account comes in on the day that was declared, else with its first fact; a line of it not before both. */
const accountOf = (
  [externalId, name, ownerSeat, attributes, onboardedOn, firstFact, firstOfLine]: Row,
  line: string | null,
): PackAccount => {
  const came = onboardedOn ?? firstFact;
  const opened = line === null ? came : came && firstOfLine && latest(came, firstOfLine);
  return { externalId, name, ownerSeat, attributes, opened };
};
