import { canonicalJson } from '#libs/kernel';
import { paired } from './diff-words';
import type { MeasureDefinition } from '../measures';
import type { PolicyDocument } from '../policy-document';

/** How the measures of two documents differ. */
export const measureChanges = (
  { measures: before }: PolicyDocument,
  { measures: after }: PolicyDocument,
): string[] =>
  paired(Object.entries(before), Object.entries(after), ([name]) => name).flatMap(({ was, is }) => {
    if (!was) return [`Measure ${is![0]} is new: ${definition(is![1])}.`];
    if (!is) return [`Measure ${was[0]} is gone.`];
    return canonicalJson(was[1]) === canonicalJson(is[1])
      ? []
      : [`Measure ${is[0]} is ${definition(is[1])} instead of ${definition(was[1])}.`];
  });

const definition = (one: MeasureDefinition): string => {
  if ('fact' in one) {
    const asks = [
      one.freshnessDays !== undefined && `at most ${one.freshnessDays} days old`,
      one.evidence && 'with evidence',
      one.independentAssessor && 'assessed independently',
      one.minConfidence !== undefined && `of a confidence of at least ${one.minConfidence}`,
    ].filter((ask) => ask !== false && ask !== undefined);
    return [`the fact ${one.fact}`, ...asks].join(', ');
  }
  if ('revenueWindowMonths' in one) {
    const { revenueWindowMonths, kinds, currency, aggregate = 'sum', of = 'account' } = one;
    const narrowed = [kinds && `of ${kinds.join(', ')}`, currency && `in ${currency}`].filter(Boolean);
    const whose = of === 'family' ? ' of the whole family' : '';
    return [`the ${aggregate} of ${revenueWindowMonths} months of revenue${whose}`, ...narrowed].join(' ');
  }
  if ('sumOf' in one) return `the sum of ${one.sumOf.join(', ')}`;
  if ('difference' in one) return `${one.difference.of} less ${one.difference.less}`;
  const { ratioPct, whenZero } = one;
  const otherwise = whenZero === undefined ? '' : `, and ${whenZero} where that is 0`;
  return `${ratioPct.of} in per cent of ${ratioPct.to}${otherwise}`;
};
