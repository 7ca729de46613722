import type { Pool } from 'pg';
import type { TimelineKey } from '../decisions/timeline-key';

/** What timelines are of: a scheme, and the account itself or one of its service lines. */
export type KindOfTimeline = Omit<TimelineKey, 'externalId'>;

/** Every kind that has a timeline by now. */
export const kindsOfTimeline = async (pool: Pool): Promise<KindOfTimeline[]> => {
  // A loose scan of the index: there are few kinds, and as many timelines as accounts.
  const { rows } = await pool.query<KindOfTimeline>(`
    with recursive kinds as (
      (select scheme, view from timelines order by scheme, view limit 1)
      union all
      select next.scheme, next.view from kinds k cross join lateral (
        select t.scheme, t.view from timelines t where (t.scheme, t.view) > (k.scheme, k.view)
        order by t.scheme, t.view limit 1) next)
    select scheme, view from kinds`);
  return rows;
};
