/**
 * A row `h` of the tier history, and what it says instead once a day has passed by which somebody had to act: joined
 * only where there is such a day, so that nothing is to be paid for elsewhere.
 * @param moment that of the knowledge, as SQL
 * @param position that of the knowledge, as SQL
 * @param row another name for the row
 */
export const lapsing = (moment: string, position: string, row = 'h'): string =>
  lapsedBy(`day_known(${moment}::timestamptz, ${position})`, row);

/** The same by a day, as SQL. */
export const lapsedBy = (day: string, row = 'h'): string => `
  left join tier_lapses ${row}_lapse on ${of(row, `${row}_lapse`)} and ${row}_lapse.lapsed_on <= ${day}
    and (${row}_lapse.lapsed_until is null or ${row}_lapse.lapsed_until > ${day})`;

/** Whether it may come to say something else at all. */
export const mayLapse = (row = 'h'): string =>
  `exists (select from tier_lapses any_lapse where ${of(row, 'any_lapse')})`;

const of = (row: string, lapse: string): string =>
  ['timeline_id', 'valid_from', 'known_from'].map((key) => `${lapse}.${key} = ${row}.${key}`).join(' and ');

/** What such a row says. */
export const said = (column: 'effective' | 'override_id' | 'override' | 'decided_back', row = 'h'): string =>
  `case when ${row}_lapse.timeline_id is null then ${row}.${column} else ${row}_lapse.${column} end`;
