import type { Measure } from '../../vocabulary';
import { error, type Finding } from './lint-finding';
import { type MeasureDefinition, partsOf } from '../measures';
import type { Axis, MatrixPolicy } from '../policy-document';

/** A field of two axes that both tell what a client pays says nothing that the bill does not. */
export const spendOnly = ({ axes, measures }: MatrixPolicy): Finding[] => {
  const sources = sourcesOf(axes.flatMap(measuresOfAxis), measures);
  if (sources.length === 0 || !sources.every(isSpend)) return [];
  const detail =
    'Every axis reads what the client spends, and nothing else; let one read something that was assessed.';
  return [error('SPEND_ONLY', '/axes', detail)];
};

const measuresOfAxis = ({ measure, inputs = [] }: Axis): Measure[] => [
  ...(measure === undefined ? [] : [measure]),
  ...inputs.map((input) => input.measure),
];

interface Source {
  readonly measure: Measure;
  /** Undefined where the document does not define it. */
  readonly definition: MeasureDefinition | undefined;
}

/** What stands at the bottom of measures that are made of others; each is visited once. */
const sourcesOf = (named: readonly Measure[], measures: MatrixPolicy['measures']): Source[] => {
  const visited = new Set<Measure>();
  const left = [...named];
  const sources: Source[] = [];
  for (let measure = left.pop(); measure !== undefined; measure = left.pop()) {
    if (visited.has(measure)) continue;
    visited.add(measure);
    const definition = Object.hasOwn(measures, measure) ? measures[measure] : undefined;
    const parts = definition ? partsOf(definition) : [];
    if (parts.length === 0) sources.push({ measure, definition });
    left.push(...parts);
  }
  return sources;
};

const isSpend = ({ measure, definition }: Source): boolean => {
  if (definition === undefined) return false;
  if ('revenueWindowMonths' in definition) return true;
  return 'fact' in definition && [measure, definition.fact].some(saysSpend);
};

const words = new Set(
  'acv tcv arr mrr revenue spend spending turnover billing billings booking bookings'.split(' '),
);

/** Whether one of the words of a name, as `annualSpend` or `acv_usd` has them, is about what a client pays. */
const saysSpend = (name: string): boolean => {
  const said = name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  return said.some((word) => words.has(word)) || said.join('').includes('contractvalue');
};
