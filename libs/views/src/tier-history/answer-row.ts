import { lapsedBy, lapsing, mayLapse, said } from './lapses';

/** How a statement goes about days that have passed by which somebody had to act. */
interface Lapses {
  readonly ofRow: string;
  readonly ofNow: string;
  readonly said: typeof said;
  readonly mayDiffer: string;
}

const none: Lapses = {
  ...{ ofRow: '', ofNow: '', mayDiffer: 'h.known_until is not null' },
  said: (column, row = 'h') => `${row}.${column}`,
};

const row = (day: string, position: string, { ofRow, ofNow, said, mayDiffer }: Lapses) => `
  select h.valid_from, h.valid_until, h.known_from, h.indicated, h.computed, h.decision_id, h.policy_version, h.merged_into,
         ${said('effective')} as effective, ${said('override')} as override,
         (${mayDiffer}) and not exists (
           select from tier_history c ${ofNow}
           where c.timeline_id = h.timeline_id and c.known_until is null
             and c.valid_from <= ${day} and c.valid_until > ${day}
             and ${said('effective', 'c')} is not distinct from ${said('effective')} and c.computed is not distinct from h.computed
             and c.indicated is not distinct from h.indicated and c.merged_into is not distinct from h.merged_into) as restated_since
  from tier_history h ${ofRow}
  where h.timeline_id = t.id and h.valid_from <= ${day} and h.valid_until > ${day}
    and h.known_from <= ${position} and (h.known_until is null or h.known_until > ${position})
  order by h.valid_from desc, h.known_from desc
  limit 1`;

/** The row for a day at a position, of a timeline `t`, and whether the same day is told otherwise by now. */
export const answer = (day: string, position: string, moment: string, today: string) =>
  row(day, position, {
    ...{ ofRow: lapsing(moment, position), ofNow: lapsedBy(today, 'c'), said },
    mayDiffer: `h.known_until is not null or ${mayLapse()}`,
  });

/** The same of a timeline on which nothing lapses: joining that in costs a fifth of the statement. */
export const plain = (day: string, position: string) => row(day, position, none);
