import type { QueryConfig } from 'pg';
import type { OverrideState } from '#libs/domain';
import type { Day } from '#libs/kernel';
import { prepared, unprepared } from '../statement';
import type { OverridesQuestion } from './overrides.answers';

/** What of a row is told in a list. */
export const toldColumns = ['scheme', 'view', 'external_id', 'life', 'told', 'known_from', 'changed_at']
  .map((column) => `o.${column}`)
  .join(', ');

/** The first day on which an approved one stands no more, by what is known on the day; and why, the first that says so. */
const ending = `
  cross join lateral (select least(o.ratify_by, coalesce(o.valid_until, 'infinity'),
    case when o.reattest_by < :today::date then o.reattest_by + 1 end,
    case when o.attest_by < :today::date then o.attest_by + 1 end,
    case when o.review_by < :today::date then o.review_by + 1 end) as "on") e`;

const endedBy = `
  case e."on" when o.ratify_by then 'LAPSED' when coalesce(o.valid_until, 'infinity') then coalesce(o.ended_by, 'EXPIRED')
    else 'LAPSED' end`;

/** How an override stands on the day, as the domain says it. */
const state = `
  case o.status
    when 'requested' then case when :today::date > o.decide_by then 'LAPSED' when o.in_review then 'IN_REVIEW' else 'SUBMITTED' end
    when 'approved' then case when e."on" <= :today::date or e."on" <= o.valid_from then ${endedBy}
                              when :today::date < o.valid_from then 'SCHEDULED' else 'ACTIVE' end
    else upper(o.status) end`;

const isApproved = `o.status = 'approved'`;
const isOpen = `o.status = 'requested' and o.decide_by >= :today::date`;

type State = OverrideState['state'];

/** What has to hold of a row that is in a state on the day, said so that an index finds it. */
const mayBe: Record<State, string> = {
  SUBMITTED: `${isOpen} and not o.in_review`,
  IN_REVIEW: `${isOpen} and o.in_review`,
  SCHEDULED: `${isApproved} and o.valid_from > :today::date`,
  ACTIVE: `${isApproved} and o.valid_from <= :today::date and (o.valid_until > :today::date or o.valid_until is null)`,
  EXPIRED: `${isApproved} and o.ended_by is null and o.valid_until <= :today::date`,
  REJECTED: `(o.status = 'rejected' or o.ended_by = 'REJECTED')`,
  WITHDRAWN: `o.status = 'withdrawn'`,
  REVOKED: `o.ended_by = 'REVOKED'`,
  SUPERSEDED: `o.ended_by = 'SUPERSEDED'`,
  LAPSED: `(o.status = 'lapsed' or o.ended_by = 'LAPSED'
            or least(o.decide_by + 1, o.ratify_by, o.reattest_by + 1, o.attest_by + 1, o.review_by + 1) <= :today::date)`,
};

/** States of which that says all. */
const saidInFull: readonly State[] = ['SUBMITTED', 'IN_REVIEW', 'WITHDRAWN'];

const filters = {
  scheme: 'o.scheme = :scheme',
  externalId: 'o.external_id = :externalId',
  seat: 'o.seat = :seat',
  after: 'o.known_from < :after::bigint',
  // both of them: what has changed since was asked for before
  at: 'o.known_from <= :at::bigint and o.changed_at <= :at::bigint',
};

interface Asked extends OverridesQuestion {
  readonly after?: string | undefined;
}

type Filter = keyof typeof filters;

const filtersOf = (asked: Asked): Filter[] =>
  (Object.keys(filters) as Filter[]).filter((filter) => asked[filter] !== undefined);

/** The latest of a table. */
const latest = (
  table: 'overrides' | 'overrides_before',
  asked: Asked,
  and: readonly string[] = [],
): string => {
  const of = asked.state;
  const isDerived = of !== undefined && !saidInFull.includes(of);
  const conditions = [
    ...filtersOf(asked).map((filter) => filters[filter]),
    ...(of ? [mayBe[of]] : []),
    ...(isDerived ? [`${state} = '${of}'`] : []),
    ...and,
  ];
  return `from ${table} o ${isDerived ? ending : ''} where ${conditions.join(' and ') || 'true'}
    order by o.known_from desc limit :limit`;
};

const given = (asked: Asked, limit: number) => ({ ...asked, at: String(asked.at), limit });

const nameOf = (list: string, asked: Asked): string =>
  [`overrides-${list}`, asked.state ?? 'any', ...filtersOf(asked)].join('-');

/** Whether rows that stood at a position have changed since; null when none ever have. */
const hasMoved = '(select max(changed_until) from overrides_before) > :at::bigint as moved';

/** Whether one index is right whoever is asked about; else the values decide, and each time anew. */
const isSteady = ({ state: of, seat, externalId }: Asked): boolean =>
  seat !== undefined || externalId !== undefined || of === 'SUBMITTED' || of === 'IN_REVIEW';

/** A page of those in a state, the latest first; each says whether any have changed since the position. */
export const pageNow = (asked: Asked, limit: number): QueryConfig =>
  (isSteady(asked) ? prepared : unprepared)(
    nameOf('page', asked),
    given(asked, limit),
    () =>
      `select ${toldColumns}${asked.at === undefined ? '' : `, ${hasMoved}`} ${latest('overrides', asked)}`,
  );

/** The same where the page is empty. */
export const movedSince = (at: bigint): QueryConfig =>
  prepared('overrides-moved', { at: String(at) }, () => `select ${hasMoved}`);

/** The same as it was: the rows that stand at the position, and those that stood there and have changed since. */
export const pageThen = (asked: Asked, limit: number): QueryConfig =>
  unprepared(nameOf('then', asked), given(asked, limit), () => {
    const arms = [
      latest('overrides', asked),
      latest('overrides_before', asked, ['o.changed_until > :at::bigint']),
    ];
    const union = arms.map((arm) => `(select ${toldColumns} ${arm})`).join(' union all ');
    return `select * from (${union}) o order by known_from desc limit :limit`;
  });

/** Those that stand or will, and end by a day; the first to end first. */
export const endingBy = (today: Day, by: Day, scheme: string | undefined): QueryConfig =>
  prepared(
    `overrides-ending${scheme === undefined ? '' : '-scheme'}`,
    { today, by, scheme },
    () => `
      select ${toldColumns} from overrides o ${ending}
      where ${isApproved} ${scheme === undefined ? '' : `and ${filters.scheme}`}
        and ${state} in ('SCHEDULED', 'ACTIVE') and e."on" <= :by::date
      order by e."on", o.known_from`,
  );
