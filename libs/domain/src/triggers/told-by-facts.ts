import type { Measure } from '../vocabulary';
import { assessesFor, type Detector, factDaysWatched, type TriggerKind, type Watched } from './trigger';

/** A kind of trigger that a fact of some measures is by itself. */
const toldBy =
  (
    kind: TriggerKind,
    measuresOf: (settings: Watched['settings']) => readonly Measure[],
    says: string,
  ): Detector =>
  (watched) =>
    [...factDaysWatched(watched, measuresOf(watched.settings))].map(([day, facts]) => ({
      kind,
      day,
      detail: `${says}: ${facts.map(({ measure, value }) => `${measure} ${value}`).join(', ')}.`,
      factIds: facts.map(({ factId }) => factId),
      assesses: assessesFor(watched, facts),
    }));

export const expansion = toldBy(
  'EXPANSION',
  ({ expansion: { measures } }) => measures,
  'An expansion closed',
);
export const restructure = toldBy(
  'RESTRUCTURE',
  ({ restructure: { measures } }) => measures,
  'The account was restructured',
);
export const credit = toldBy('CREDIT', ({ credit: { measures } }) => measures, 'Its credit changed');
