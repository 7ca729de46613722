import type { Input } from '../placement/placement.events';
import { derived } from '../placement/derived-inputs';
import { judgeOf } from '../policy/judge/judge-of';
import type { PolicyDocument } from '../policy/policy-document';
import type { Measure } from '../vocabulary';

/** The inputs of a day as they would stand with other values, and all that is made of those reckoned anew. */
export const withValues = (
  document: PolicyDocument,
  inputs: readonly Input[],
  values: ReadonlyMap<Measure, Input>,
): Input[] => {
  const changed: Input[] = [];
  judgeOf(document).reads.forEach(({ measure, definition }, index) => {
    const before = inputs[index] ?? { measure, value: null, problem: 'MISSING' };
    const said = values.get(measure);
    if (said) changed.push(said);
    else if ('fact' in definition || 'revenueWindowMonths' in definition) changed.push(before);
    else changed.push({ measure, ...derived(definition, changed) });
  });
  return changed;
};

/** The same with one value changed. */
export const withValue = (
  document: PolicyDocument,
  inputs: readonly Input[],
  measure: Measure,
  value: string,
): Input[] => withValues(document, inputs, new Map([[measure, { measure, value }]]));
