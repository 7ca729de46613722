import type { Measure } from '../../vocabulary';
import { type Dimension, measured } from './dimension';
import { type Edge, entryOf, exitOf } from './edges';
import type { Judge } from './judge';
import { ladderJudge } from './ladder-judge';
import type { BandsPolicy } from '../policy-document';
import { ladderOfTiers, placesOf } from '../tiers';

/** Each measure with boundaries gives a tier; measures by name, since a document does not remember their order. */
export const bandsJudge = (document: BandsPolicy): Judge => {
  const places = placesOf(ladderOfTiers(document.tiers, true));
  const measures = [...new Set(document.boundaries.map(({ measure }) => measure))].sort();
  const rungs = measures.map((measure) => ({
    dimension: measured(measure),
    edges: edgesOn(document, measure, places),
  }));
  return ladderJudge({
    document,
    combine: document.combine,
    score: null,
    ranked: false,
    rungs: () => rungs,
    dimensions: rungs.map(({ dimension }): Dimension => dimension),
    edgeCount: document.boundaries.length,
    edgeRules: () =>
      document.boundaries.map(({ tier, measure, at, inclusive }, index) => ({
        pointer: `/boundaries/${index}`,
        says: `${measure} is ${inclusive ? 'at least' : 'over'} ${at}`,
        tier,
        subject: measure,
        at,
      })),
  });
};

const edgesOn = (
  { boundaries, stabiliser }: BandsPolicy,
  on: Measure,
  places: ReturnType<typeof placesOf>,
): Edge[] =>
  boundaries
    .flatMap(({ tier, measure, at, inclusive }, rule) => {
      const place = places.get(tier);
      if (measure !== on || place === undefined) return [];
      const exit = exitOf(at, inclusive, stabiliser?.deadBandPct);
      return [{ place, entry: entryOf(at, inclusive), exit, rule }];
    })
    .sort((a, b) => b.place - a.place);
