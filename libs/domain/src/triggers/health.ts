import { addDays, compareDecimals, type Day, isDecimal, latest } from '#libs/kernel';
import { factOn, type Points } from '../placement/inputs';
import { announcedBy } from './renewal';
import { assessesFor, type Detector, isWatched, type Trigger } from './trigger';
import type { TriggerSettings } from './trigger-settings';

export type HealthBand = 'Green' | 'Yellow' | 'Red';

/** Green, Yellow or Red; null for what is no number. */
export const bandOf = (
  value: string | undefined,
  { greenFrom, yellowFrom }: Pick<TriggerSettings['health'], 'greenFrom' | 'yellowFrom'>,
): HealthBand | null => {
  if (!isDecimal(value)) return null;
  if (compareDecimals(value, greenFrom) >= 0) return 'Green';
  return compareDecimals(value, yellowFrom) >= 0 ? 'Yellow' : 'Red';
};

/** A health score in another band than the one before it. */
export const healthBand: Detector = (watched) => {
  const { health } = watched.settings;
  const facts = (watched.points.get(health.measure) ?? []).filter(({ value }) => isDecimal(value));
  return facts.flatMap((fact, index): Trigger[] => {
    const [before, now] = [bandOf(facts[index - 1]?.value, health), bandOf(fact.value, health)];
    if (before === null || before === now || !isWatched(watched, fact.validFrom)) return [];
    const detail = `Health went from ${before} to ${now}: ${facts[index - 1]!.value} to ${fact.value}.`;
    const assesses = assessesFor(watched, [fact]);
    return [{ kind: 'HEALTH_BAND', day: fact.validFrom, detail, factIds: [fact.factId], assesses }];
  });
};

/** The first day on which health is red with the renewal near: whichever of the two came last. */
export const redBeforeRenewal: Detector = (watched) => {
  const { settings, points } = watched;
  const { renewalWithinDays } = settings.health;
  return announcedBy(points.get(settings.renewal.measure) ?? []).flatMap(
    ({ on, from, until, factIds }): Trigger[] => {
      const near = latest(addDays(on, -renewalWithinDays), from);
      const end = until === null || on < until ? on : until;
      const day = firstRedDay(points, settings.health, near, end);
      if (day === undefined || !isWatched(watched, day)) return [];
      const red = factOn(points, settings.health.measure, day)!;
      return [
        {
          kind: 'RED_BEFORE_RENEWAL',
          day,
          detail: `Health is Red (${red.value}) with the renewal on ${on}.`,
          factIds: [red.factId, ...factIds.slice(0, 1)],
          assesses: red.validFrom === day && assessesFor(watched, [red]),
        },
      ];
    },
  );
};

/** The first day in `[from, until)` on which health is red. */
const firstRedDay = (
  points: Points,
  health: TriggerSettings['health'],
  from: Day,
  until: Day,
): Day | undefined => {
  const later = (points.get(health.measure) ?? []).map(({ validFrom }) => validFrom);
  const days = [from, ...later.filter((day) => day > from)].filter((day) => day < until);
  return days.find((day) => bandOf(factOn(points, health.measure, day)?.value, health) === 'Red');
};
