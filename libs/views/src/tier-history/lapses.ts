/**
 * A row `h` of the tier history, and what it says instead once a day has passed by which somebody had to act: joined
 * only where there is such a day, so that nothing is to be paid for elsewhere.
 * @param moment that of the knowledge, as SQL
 * @param position that of the knowledge, as SQL
 */
export const lapsing = (moment: string, position: string): string => `
  left join tier_lapses l on l.timeline_id = h.timeline_id and l.valid_from = h.valid_from
    and l.known_from = h.known_from and l.lapsed_on <= day_known(${moment}::timestamptz, ${position})
    and (l.lapsed_until is null or l.lapsed_until > day_known(${moment}::timestamptz, ${position}))`;

/** What such a row says. */
export const said = (column: 'effective' | 'override_id' | 'override'): string =>
  `case when l.timeline_id is null then h.${column} else l.${column} end`;
