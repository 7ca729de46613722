import { compareDecimals, decimal } from '#libs/kernel';
import type { Measure } from '../vocabulary';
import type { Finding } from './lint';
import { unknown } from './lint-boundaries';
import type { BandsPolicy } from './policy-document';

/** Findings on what reads measures: gates, stabiliser, days of assessment; and on measures that nothing reads. */
export const lintMeasures = (policy: BandsPolicy): Finding[] => [
  ...unusedMeasures(policy),
  ...gates(policy),
  ...stabiliser(policy),
  ...assessOn(policy),
];

const unusedMeasures = ({ measures, boundaries, gates: readers }: BandsPolicy): Finding[] => {
  const used = new Set([...boundaries, ...readers].map(({ measure }) => measure as string));
  return Object.keys(measures)
    .sort()
    .filter((measure) => !used.has(measure))
    .map((measure) => ({
      code: 'MEASURE_UNUSED',
      severity: 'warning' as const,
      pointer: `/measures/${measure.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      detail: `No boundary and no gate reads ${measure}; use it, or take it out.`,
    }));
};

const gates = ({ gates: all, measures, tiers }: BandsPolicy): Finding[] =>
  all.flatMap(({ measure, capTier, outOfProgramme }, index) => [
    ...(measure in measures ? [] : [unknown('MEASURE', `/gates/${index}/measure`, measure)]),
    ...(capTier === undefined || tiers.some(({ code }) => code === capTier)
      ? []
      : [unknown('TIER', `/gates/${index}/capTier`, capTier)]),
    ...effectOf(index, tiers, capTier, outOfProgramme === true),
  ]);

const effectOf = (
  index: number,
  tiers: BandsPolicy['tiers'],
  capTier: string | undefined,
  outOfProgramme: boolean,
): Finding[] => {
  const withoutEffect = (severity: Finding['severity'], detail: string): Finding[] => [
    { code: 'GATE_WITHOUT_EFFECT', severity, pointer: `/gates/${index}`, detail },
  ];
  if (capTier === undefined)
    return outOfProgramme
      ? []
      : withoutEffect('error', 'The gate does nothing; give it `capTier` or `outOfProgramme`.');
  if (outOfProgramme)
    return withoutEffect('warning', 'Out of the programme there is no tier to cap; take `capTier` out.');
  const top = Math.max(...tiers.map(({ rank }) => rank));
  return tiers.some(({ code, rank }) => code === capTier && rank === top)
    ? withoutEffect('warning', `${capTier} is the highest tier, so the cap never bites; name a lower one.`)
    : [];
};

const stabiliser = ({ stabiliser: settings, measures }: BandsPolicy): Finding[] => {
  if (!settings) return [];
  const { deadBandPct, bypassOn, renewalMeasure } = settings;
  const inRange =
    compareDecimals(deadBandPct, decimal('0')) >= 0 && compareDecimals(deadBandPct, decimal('100')) <= 0;
  return [
    ...(inRange
      ? []
      : [
          {
            code: 'DEAD_BAND_OUT_OF_RANGE',
            severity: 'error' as const,
            pointer: '/stabiliser/deadBandPct',
            detail: `A dead band is 0 to 100 per cent of the edge, not ${deadBandPct}.`,
          },
        ]),
    ...bypassOn.flatMap((measure, index) => readsRevenue(measures, measure, `/stabiliser/bypassOn/${index}`)),
    ...readsRevenue(measures, renewalMeasure, '/stabiliser/renewalMeasure'),
  ];
};

/** Revenue facts have no measure, so nothing can wait for one of theirs. */
const readsRevenue = (measures: BandsPolicy['measures'], measure: Measure, pointer: string): Finding[] => {
  const definition = measures[measure];
  if (!definition || 'fact' in definition) return [];
  const detail = `${measure} is a sum of revenue, and no single fact bears its name; name the measure of an input fact.`;
  return [{ code: 'MEASURE_WITHOUT_FACTS', severity: 'warning', pointer, detail }];
};

const assessOn = ({ assessOn: named, measures, stabiliser: settings }: BandsPolicy): Finding[] => {
  const facts = new Set(
    Object.values(measures).flatMap((one) => ('fact' in one ? [one.fact as string] : [])),
  );
  return named.flatMap((measure, index) => {
    const pointer = `/assessOn/${index}`;
    if (facts.has(measure) || settings?.bypassOn.includes(measure)) return [];
    if (measure in measures) return readsRevenue(measures, measure, pointer);
    const detail = `Nothing reads facts of ${measure}, so assessing on them changes nothing; check its spelling.`;
    return [{ code: 'ASSESS_ON_UNKNOWN_MEASURE', severity: 'warning' as const, pointer, detail }];
  });
};
