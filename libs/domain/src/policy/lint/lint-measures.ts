import { pointerTo } from '#libs/kernel';
import type { Measure } from '../../vocabulary';
import { error, few, type Finding, unknown, warning } from './lint-finding';
import { type MeasureDefinition, type Measures, partsOf } from '../measures';
import type { PolicyDocument, PolicyKind } from '../policy-document';

/** Findings on what the measures are made of, and on measures that no rule reads. */
export const lintMeasures = (policy: PolicyDocument): Finding[] => {
  const { measures } = policy;
  const names = (Object.keys(measures) as Measure[]).sort();
  return [
    ...names.flatMap((measure) => shareOfAll(measure, measures[measure]!)),
    ...names.flatMap((measure) => unknownParts(measure, measures)),
    ...circles(names, measures),
    ...unused(policy, names),
  ];
};

const shareOfAll = (measure: Measure, definition: MeasureDefinition): Finding[] => {
  if (!('aggregate' in definition) || definition.aggregate !== 'share' || definition.kinds) return [];
  const detail = 'All revenue is always 100 per cent of all revenue; say the `kinds` whose share it is.';
  return [error('SHARE_WITHOUT_KINDS', pointerTo('measures', measure), detail)];
};

const unknownParts = (measure: Measure, measures: Measures): Finding[] =>
  partPlaces(measures[measure]!).flatMap(([part, ...place]) =>
    Object.hasOwn(measures, part) ? [] : [unknown('MEASURE', pointerTo('measures', measure, ...place), part)],
  );

/** Each part of a derived measure, and where it stands in the definition. */
const partPlaces = (definition: MeasureDefinition): [Measure, string, string | number][] => {
  if ('sumOf' in definition) return definition.sumOf.map((part, index) => [part, 'sumOf', index]);
  if ('ratioPct' in definition)
    return (['of', 'to'] as const).map((side) => [definition.ratioPct[side], 'ratioPct', side]);
  if ('difference' in definition)
    return (['of', 'less'] as const).map((side) => [definition.difference[side], 'difference', side]);
  return [];
};

/** How many levels of measures one may be made of. */
const mostLevels = 8;

/** Levels are counted from the bottom, so that a measure is looked at once however many ways lead to it. */
const circles = (names: readonly Measure[], measures: Measures): Finding[] => {
  const levels = levelsOf(names, measures);
  const tooDeep = names.filter((measure) => levels.get(measure) === mostLevels + 1);
  const detail = `A measure is made of others over at most ${mostLevels} levels; make this one of simpler ones.`;
  return [
    ...circlesAmong(
      names.filter((measure) => !levels.has(measure)),
      measures,
    ),
    ...tooDeep.map((measure) => error('MEASURE_TOO_DEEP', pointerTo('measures', measure), detail)),
  ];
};

/** 0 for what is made of no other; nothing for a measure in a circle, or made of one that is. */
const levelsOf = (names: readonly Measure[], measures: Measures): Map<Measure, number> => {
  const madeOf = new Map<Measure, Set<Measure>>();
  const usedBy = new Map<Measure, Measure[]>();
  for (const measure of names) {
    const parts = new Set(partsOf(measures[measure]!).filter((part) => Object.hasOwn(measures, part)));
    madeOf.set(measure, parts);
    for (const part of parts) {
      const users = usedBy.get(part);
      if (users) users.push(measure);
      else usedBy.set(part, [measure]);
    }
  }
  const levels = new Map<Measure, number>();
  let level = names.filter((measure) => madeOf.get(measure)!.size === 0);
  for (let height = 0; level.length > 0; height += 1) {
    const next: Measure[] = [];
    for (const measure of level) {
      levels.set(measure, height);
      for (const user of usedBy.get(measure) ?? []) {
        const waiting = madeOf.get(user)!;
        waiting.delete(measure);
        if (waiting.size === 0) next.push(user);
      }
    }
    level = next;
  }
  return levels;
};

/** Each of these is made of another of them, so that following the first such part comes round in the end. */
const circlesAmong = (left: readonly Measure[], measures: Measures): Finding[] => {
  const remaining = new Set(left);
  const nextOf = (measure: Measure) => partsOf(measures[measure]!).find((part) => remaining.has(part))!;
  const seen = new Set<Measure>();
  return left.flatMap((start) => {
    const way = new Set<Measure>();
    let at = start;
    for (; !seen.has(at); at = nextOf(at)) {
      seen.add(at);
      way.add(at);
    }
    if (!way.has(at)) return [];
    const circle = [...way].slice([...way].indexOf(at));
    const detail = `A measure cannot be made of itself, and these go round: ${few(circle)}; take one part out.`;
    return circle.map((measure) => error('MEASURE_CYCLE', pointerTo('measures', measure), detail));
  });
};

/** The measures that the rules of a document name. */
const namedByRules: {
  [Kind in PolicyKind]: (document: Extract<PolicyDocument, { kind: Kind }>) => Measure[];
} = {
  bands: ({ boundaries }) => boundaries.map(({ measure }) => measure),
  score: ({ inputs }) => inputs.map(({ measure }) => measure),
  percentile: ({ inputs }) => inputs.map(({ measure }) => measure),
  matrix: ({ axes }) =>
    axes.flatMap(({ measure, inputs = [] }) => [
      ...(measure === undefined ? [] : [measure]),
      ...inputs.map((input) => input.measure),
    ]),
  table: ({ rows }) => rows.flatMap(({ when }) => when.map(({ measure }) => measure)),
};

const unused = (policy: PolicyDocument, names: readonly Measure[]): Finding[] => {
  const { measures, gates } = policy;
  const named = (namedByRules[policy.kind] as (document: PolicyDocument) => Measure[])(policy);
  const left = [...named, ...gates.map(({ measure }) => measure)];
  const used = new Set<Measure>();
  for (let measure = left.pop(); measure !== undefined; measure = left.pop()) {
    if (used.has(measure) || !Object.hasOwn(measures, measure)) continue;
    used.add(measure);
    left.push(...partsOf(measures[measure]!));
  }
  return names
    .filter((measure) => !used.has(measure))
    .map((measure) => {
      const detail = `No rule and no gate reads ${measure}; use it, or take it out.`;
      return warning('MEASURE_UNUSED', pointerTo('measures', measure), detail);
    });
};
