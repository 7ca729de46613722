import { compareDecimals, decimal, pointerTo } from '#libs/kernel';
import type { Measure } from '../../vocabulary';
import { error, type Finding, warning } from './lint-finding';
import type { PolicyDocument } from '../policy-document';

/** Findings on the stabiliser, and on the days of assessment. */
export const lintStabiliser = (policy: PolicyDocument): Finding[] => [
  ...stabiliser(policy),
  ...assessOn(policy),
];

const stabiliser = ({ stabiliser: settings, measures }: PolicyDocument): Finding[] => {
  if (!settings) return [];
  const { deadBandPct, bypassOn, renewalMeasure } = settings;
  const inRange =
    compareDecimals(deadBandPct, decimal('0')) >= 0 && compareDecimals(deadBandPct, decimal('100')) <= 0;
  const detail = `A dead band is 0 to 100 per cent of the edge, not ${deadBandPct}.`;
  return [
    ...(inRange ? [] : [error('DEAD_BAND_OUT_OF_RANGE', '/stabiliser/deadBandPct', detail)]),
    ...bypassOn.flatMap((measure, index) =>
      withoutFacts(measures, measure, pointerTo('stabiliser', 'bypassOn', index)),
    ),
    ...withoutFacts(measures, renewalMeasure, '/stabiliser/renewalMeasure'),
  ];
};

/** What is worked out has no facts of its name, so nothing can wait for one. */
const withoutFacts = (measures: PolicyDocument['measures'], measure: Measure, pointer: string): Finding[] => {
  const definition = Object.hasOwn(measures, measure) ? measures[measure] : undefined;
  if (!definition || 'fact' in definition) return [];
  const detail = `${measure} is worked out, and no single fact bears its name; name the measure of an input fact.`;
  return [warning('MEASURE_WITHOUT_FACTS', pointer, detail)];
};

const assessOn = ({ assessOn: named, measures, stabiliser: settings }: PolicyDocument): Finding[] => {
  const facts = new Set<Measure>(settings?.bypassOn);
  for (const definition of Object.values(measures)) if ('fact' in definition) facts.add(definition.fact);
  return named.flatMap((measure, index) => {
    const pointer = pointerTo('assessOn', index);
    if (facts.has(measure)) return [];
    if (Object.hasOwn(measures, measure)) return withoutFacts(measures, measure, pointer);
    const detail = `Nothing reads facts of ${measure}, so assessing on them changes nothing; check its spelling.`;
    return [warning('ASSESS_ON_UNKNOWN_MEASURE', pointer, detail)];
  });
};
