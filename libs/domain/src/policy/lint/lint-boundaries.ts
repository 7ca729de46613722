import { inLastPlaces, pointerTo } from '#libs/kernel';
import { lintEdges } from './lint-edges';
import { type Finding, unknown } from './lint-finding';
import type { BandsPolicy } from '../policy-document';

/** Findings on the boundaries of bands. */
export const lintBoundaries = (policy: BandsPolicy): Finding[] => {
  const { boundaries, measures, combine } = policy;
  const edges = boundaries.map(({ tier, measure, at }, index) => ({
    tier,
    on: measure,
    at: inLastPlaces(at),
    begins: `begins at ${at}`,
    pointer: pointerTo('boundaries', index),
  }));
  return [
    ...boundaries.flatMap(({ measure }, index) =>
      Object.hasOwn(measures, measure)
        ? []
        : [unknown('MEASURE', pointerTo('boundaries', index, 'measure'), measure)],
    ),
    ...lintEdges(policy, edges, '/boundaries', combine),
  ];
};
