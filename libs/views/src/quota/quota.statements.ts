import type { QueryConfig } from 'pg';
import { prepared, unprepared } from '../statement';
import type { QuotaCursor, QuotaQuestion } from './quota.queries';

/** Which quotas, as known when, and how many of them. */
export interface LinesAsked extends Omit<QuotaQuestion, 'today'> {
  readonly after?: QuotaCursor | undefined;
  readonly limit: number;
}

const filters = {
  seat: 'e.seat = :seat',
  quarter: 'e.quarter = :quarter',
  scheme: 'e.scheme = :scheme',
  after: '(e.quarter, e.seat, e.scheme) > (:afterQuarter, :afterSeat, :afterScheme)',
  at: 'e.known_from <= :at::bigint',
};

type Filter = keyof typeof filters;

const filtersOf = (asked: LinesAsked): Filter[] =>
  (Object.keys(filters) as Filter[]).filter((filter) => asked[filter] !== undefined);

const given = ({ at, after, ...asked }: LinesAsked) => {
  const [afterQuarter, afterSeat, afterScheme] = after ?? [];
  return { ...asked, at: String(at), afterQuarter, afterSeat, afterScheme };
};

const nameOf = (list: string, asked: LinesAsked): string => [`quota-${list}`, ...filtersOf(asked)].join('-');

const columns = `e.seat, e.quarter, e.scheme, e.override_id, e.state, e.kind, e.arr, e.reserved_on, e.lapses_on, e.exceeds,
  e.settled_on, e.released_why, e.known_from`;

const line = `e.seat, e.quarter, e.scheme, e.override_id as "overrideId", e.state, e.kind, e.arr, e.reserved_on as "reservedOn",
  e.lapses_on as "lapsesOn", e.exceeds, e.settled_on as "settledOn", e.released_why as released`;

const inOrder = 'order by e.quarter, e.seat, e.scheme, e.known_from, e.override_id';

const whereOf = (asked: LinesAsked): string =>
  filtersOf(asked)
    .map((filter) => filters[filter])
    .join(' and ') || 'true';

/** The keys of a page: an entry that there was once is never taken away. */
const keys = (asked: LinesAsked): string => `
  with keys as materialized (
    select distinct e.quarter, e.seat, e.scheme from quota_entries e where ${whereOf(asked)}
    order by e.quarter, e.seat, e.scheme limit :limit)`;

const hasMoved = '(select max(changed_until) from quota_entries_before) > :at::bigint as moved';

const isOne = ({ seat, quarter, scheme }: LinesAsked): boolean =>
  seat !== undefined && quarter !== undefined && scheme !== undefined;

/** All lines of the quotas of a page as they stand now; each says whether any have changed since the position. */
export const linesNow = (asked: LinesAsked): QueryConfig =>
  prepared(nameOf('lines', asked), given(asked), () => {
    const isThen = asked.at !== undefined;
    const what = `${line}${isThen ? `, ${hasMoved}` : ''}`;
    if (isOne(asked)) return `select ${what} from quota_entries e where ${whereOf(asked)} ${inOrder}`;
    return `${keys(asked)} select ${what} from keys join quota_entries e using (seat, quarter, scheme)
      ${isThen ? `where ${filters.at}` : ''} ${inOrder}`;
  });

/** The same where there is no line. */
export const movedSince = (at: bigint): QueryConfig =>
  prepared('quota-moved', { at: String(at) }, () => `select ${hasMoved}`);

/** The same as they stood: those that stand at the position, and those that stood there and have changed since. */
export const linesThen = (asked: LinesAsked): QueryConfig =>
  unprepared(
    nameOf('then', asked),
    given(asked),
    () => `${keys(asked)} select ${line} from (
      select ${columns} from keys join quota_entries e using (seat, quarter, scheme)
      where e.changed_at <= :at::bigint
      union all
      select ${columns} from keys join quota_entries_before e using (seat, quarter, scheme)
      where e.changed_at <= :at::bigint and e.changed_until > :at::bigint) e
    ${inOrder}`,
  );
