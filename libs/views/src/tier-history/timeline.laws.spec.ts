import type { PlacementEvent } from '#libs/domain';
import { addDays, type Day, day } from '#libs/kernel';
import fc from 'fast-check';
import { placementHistory } from '../../../testing/src/histories';
import { law } from '../../../testing/src/laws';
import { restatementOf } from './restatement';
import { revise, type TierRow } from './timeline';

/** The rows after each event, as the database would hold them. */
const rowsAfter = (events: readonly PlacementEvent[]): TierRow[][] => {
  let rows: TierRow[] = [];
  return events.map((event, index) => {
    const standing = rows
      .filter(({ knownUntil }) => knownUntil === null)
      .sort((a, b) => (a.from < b.from ? -1 : 1));
    const recorded = { id: `e${index + 1}`, event, position: BigInt(index + 1) };
    const { close, open } = revise(standing, restatementOf(recorded, standing));
    const ended = rows.map((row) => (close.includes(row) ? { ...row, knownUntil: recorded.position } : row));
    rows = [...ended, ...open];
    return rows;
  });
};

const isKnown = ({ knownFrom, knownUntil }: TierRow, position: bigint) =>
  knownFrom <= position && (knownUntil === null || position < knownUntil);

const covers = ({ from, until }: TierRow, on: Day) => from <= on && (until === null || on < until);

/** What a row says of a day at a position; undefined where none does, and every row that does. */
const told = (rows: readonly TierRow[], on: Day, position: bigint) =>
  rows.filter((row) => covers(row, on) && isKnown(row, position));

/** A day in each week around everything that happens. */
const days = Array.from({ length: 62 }, (_, week) => addDays(day('2024-12-15'), week * 7 + (week % 3)));

/** The plainest way to tell the same: each event lays its days over those before. */
const oracle = (events: readonly PlacementEvent[], on: Day): string | undefined =>
  events.reduce<string | undefined>((said, event) => {
    if (event.type === 'TimelineClosed') return undefined;
    if (event.type === 'TimelineOpened') return on >= event.data.from ? 'null/null' : undefined;
    if (event.type === 'TierRestated') return restated(events, event, on, said);
    const { day: from, computed, indicated } = event.data.assessment;
    return on >= from ? `${computed}/${indicated}` : said;
  }, undefined);

const restated = (
  events: readonly PlacementEvent[],
  event: Extract<PlacementEvent, { type: 'TierRestated' }>,
  on: Day,
  said: string | undefined,
): string | undefined => {
  const { from, opened, assessments } = event.data;
  if (on < opened) return undefined;
  if (on < from) return said;
  const last = assessments.findLast((one) => one.day <= on);
  if (last) return `${last.computed}/${last.indicated}`;
  return from > opened ? oracle(events.slice(0, events.indexOf(event)), addDays(from, -1)) : 'null/null';
};

const histories = placementHistory('ACME');

describe('the rows of a timeline', () => {
  law(
    'never overlap on both axes, and say of every day at every position what the events say',
    fc.property(histories, (events) => {
      const rows = rowsAfter(events).at(-1)!;
      // An expectation each would take most of the time: those of an event are one, and two rows of a day show.
      events.forEach((_, index) => {
        const said = (on: Day) =>
          told(rows, on, BigInt(index + 1)).map(({ computed, indicated }) => `${computed}/${indicated}`);
        const known = events.slice(0, index + 1);
        expect(days.map((on) => said(on).join(' and '))).toEqual(days.map((on) => oracle(known, on) ?? ''));
      });
    }),
  );

  law(
    'never change what was said of a day as known at a position',
    fc.property(histories, (events) => {
      const all = rowsAfter(events);
      const last = all.at(-1)!;
      all.forEach((rows, index) => {
        // What is known then is the same on every day where its rows are the same.
        const known = (some: readonly TierRow[]) =>
          some
            .filter((row) => isKnown(row, BigInt(index + 1)))
            .map(({ knownUntil: _, ...row }: TierRow) => row);
        expect(known(last)).toEqual(known(rows));
      });
    }),
  );

  law(
    'are rewritten only where something changes, and end once',
    fc.property(histories, (events) => {
      rowsAfter(events).reduce<TierRow[]>((before, after, index) => {
        const position = BigInt(index + 1);
        const standing = before.map((row, place) =>
          row.knownUntil !== null || after[place]!.knownUntil === null
            ? row
            : { ...row, knownUntil: position },
        );
        expect(after.slice(0, before.length)).toEqual(standing);
        const words = ({ from, until, computed, indicated }: TierRow) =>
          `${from} ${until} ${computed} ${indicated}`;
        const ended = new Set(after.filter(({ knownUntil }) => knownUntil === position).map(words));
        expect(after.slice(before.length).filter((fresh) => ended.has(words(fresh)))).toEqual([]);
        return after;
      }, []);
    }),
  );
});
