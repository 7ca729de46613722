import type { Decimal } from '#libs/kernel';
import { number, paired } from './diff-words';
import type { ScoreInput } from '../policy-document';

/** `300,000`, or `over 300,000` where the value itself belongs to the tier below. */
export const edge = ({ at, inclusive }: { readonly at: Decimal; readonly inclusive: boolean }): string =>
  `${inclusive ? '' : 'over '}${number(at)}`;

/** How the parts of a weighted score differ. */
export const inputChanges = (
  before: readonly ScoreInput[],
  after: readonly ScoreInput[],
  of: string,
): string[] =>
  paired(before, after, ({ measure }) => measure).flatMap(({ was, is }) => {
    if (!was) return [`${is!.measure} is new in ${of}: it counts ${is!.weight}, ${span(is!)}.`];
    if (!is) return [`${was.measure} is gone from ${of}; it counted ${was.weight}.`];
    return [
      ...(was.weight === is.weight
        ? []
        : [`${is.measure} counts ${is.weight} of ${of} instead of ${was.weight}.`]),
      ...(span(was) === span(is) ? [] : [`${is.measure} is read ${span(is)} instead of ${span(was)}.`]),
    ];
  });

const span = ({ min, max, invert }: ScoreInput): string =>
  `from ${number(min)} to ${number(max)}${invert ? ', inverted' : ''}`;
