import { addDays, type Day, daysBetween, isDay, latest } from '#libs/kernel';
import type { KnownInput } from '../placement/knowledge';
import type { FactId, Measure } from '../vocabulary';
import { assessesFor, type Detector, isWatched, type Watched } from './trigger';

/** A renewal as it was announced: its day, and the days on which the account's facts said so. */
export interface Announced {
  readonly on: Day;
  readonly from: Day;
  /** Null while it is said so still. */
  readonly until: Day | null;
  readonly factIds: readonly FactId[];
}

/** The renewals that the facts of a measure have announced, one after another; the same day said again is one. */
export const announcedBy = (facts: readonly KnownInput[]): Announced[] => {
  const announced: Announced[] = [];
  facts.forEach(({ value, validFrom, factId }, index) => {
    const until = facts[index + 1]?.validFrom ?? null;
    if (until === validFrom || !isDay(value)) return;
    const last = announced.at(-1);
    if (last && last.on === value && last.until === validFrom)
      announced[announced.length - 1] = { ...last, until, factIds: [...last.factIds, factId] };
    else announced.push({ on: value, from: validFrom, until, factIds: [factId] });
  });
  return announced;
};

/** So many days before each renewal; where it was announced later than that, on the day it was. */
export const renewal: Detector = (watched) => {
  const { measure, days } = watched.settings.renewal;
  return announcedBy(watched.points.get(measure) ?? []).flatMap((announced) =>
    remindersOf(announced, days)
      .filter((day) => isWatched(watched, day))
      .map((day) => ({
        kind: 'RENEWAL' as const,
        day,
        detail: `The renewal on ${announced.on} is ${daysBetween(day, announced.on)} days away.`,
        factIds: announced.factIds.slice(0, 1),
        assesses: assessesOnDay(watched, measure, day),
      })),
  );
};

/** A policy assesses on the day of a fact, not on a day that a fact names. */
const assessesOnDay = (watched: Watched, measure: Measure, day: Day): boolean =>
  (watched.points.get(measure) ?? []).some(({ validFrom }) => validFrom === day) &&
  assessesFor(watched, [{ measure }]);

const remindersOf = ({ on, from, until }: Announced, days: readonly number[]): Day[] => {
  const reminders = days.map((before) => latest(addDays(on, -before), from));
  return [...new Set(reminders)].filter((day) => day < on && (until === null || day < until));
};
