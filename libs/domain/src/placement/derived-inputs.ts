import { type Decimal, fromLastPlaces, inLastPlaces } from '#libs/kernel';
import { readingOf, rounded } from '../policy/judge/dimension';
import type { DerivedMeasure } from '../policy/measures';
import type { Measure } from '../vocabulary';
import type { Input } from './placement.events';

type Value = Pick<Input, 'value' | 'problem'>;

const one = 10n ** 10n;
/** A decimal has at most twenty digits before the point. */
const limit = 10n ** 30n;

/** A measure made of others whose inputs are there already; one part without value leaves it without, for the same reason. */
export const derived = (definition: DerivedMeasure, inputs: readonly Input[]): Value => {
  if ('sumOf' in definition)
    return combine(definition.sumOf, inputs, (values) => values.reduce((sum, value) => sum + value, 0n));
  if ('difference' in definition) {
    const { of, less } = definition.difference;
    return combine([of, less], inputs, ([whole, part]) => whole! - part!);
  }
  const { of, to } = definition.ratioPct;
  const whenZero = definition.whenZero === undefined ? null : inLastPlaces(definition.whenZero);
  return combine([of, to], inputs, ([part, whole]) =>
    whole === 0n ? whenZero : rounded(part! * 100n * one, whole!),
  );
};

const combine = (
  parts: readonly Measure[],
  inputs: readonly Input[],
  make: (values: readonly bigint[]) => bigint | null,
): Value => {
  const values: bigint[] = [];
  for (const part of parts) {
    const { value, problem = 'MISSING' } = readingOf(inputs, part);
    if (value === null) return { value, problem };
    values.push(inLastPlaces(value as Decimal));
  }
  return within(make(values));
};

/** As text; without value where there is none, or none that a decimal could hold. */
export const within = (value: bigint | null): Value => {
  if (value === null) return { value: null, problem: 'UNDEFINED' };
  if (value >= limit || value <= -limit) return { value: null, problem: 'OUT_OF_RANGE' };
  return { value: fromLastPlaces(value) };
};
