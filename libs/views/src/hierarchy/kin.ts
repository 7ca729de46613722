import type { Pool } from 'pg';
import type { Link } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';

/** A link that stands at a position (`$2`), on a day (`$3`) where one is given. */
const stands = (alias: string): string =>
  `${alias}.known_from <= $2::bigint and (${alias}.known_until is null or ${alias}.known_until > $2::bigint)
   and ($3::date is null or (${alias}.valid_from <= $3::date and ${alias}.valid_until > $3::date))`;

/** All links under accounts, down to the last; a repeated id ends a walk, so that a circle ends too. */
const under = `
  with recursive under(id) as (
    select unnest($1::text[]) collate "C"
    union
    select l.child from under u join links l on l.parent = u.id and ${stands('l')})
  select l.child, l.parent, l.valid_from, l.valid_until
  from under u join links l on l.parent = u.id and ${stands('l')}`;

/** All links above accounts, up to the last. */
const above = `
  with recursive above(id) as (
    select unnest($1::text[]) collate "C"
    union
    select l.parent from above a join links l on l.child = a.id and ${stands('l')})
  select l.child, l.parent, l.valid_from, l.valid_until
  from above a join links l on l.child = a.id and ${stands('l')}`;

const reader =
  (name: string, text: string) =>
  async (pool: Pool, ids: readonly string[], at: Position, on: Day | null): Promise<Link[]> => {
    const { rows } = await pool.query<[string, string, Day, Day | 'infinity']>({
      name,
      text,
      values: [ids, String(at), on],
      rowMode: 'array',
    });
    return rows.map(([child, parent, from, until]) => ({
      child,
      parent,
      from,
      until: until === 'infinity' ? null : until,
    }));
  };

/** The links of everybody under some accounts, as known at a position: on a day, or on any where none is given. */
export const linksUnder = reader('hierarchy-under', under);

/** The links of some accounts and of everybody above them. */
export const linksAbove = reader('hierarchy-above', above);
