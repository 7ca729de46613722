import type { z } from 'zod';
import { pointerTo } from '#libs/kernel';
import type { FieldError } from '../http/problem';

type Issue = z.core.$ZodIssue;
type Code = Issue['code'];

/** What is wrong with a document, a sentence for each member; `above` is where the issue's path begins. */
export const sentencesOf = (issue: Issue, above = ''): FieldError[] => {
  const pointer = above + pointerTo(...issue.path.map(String));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      pointer: pointer + pointerTo(key),
      detail: 'There is no such field here.',
    }));
  if (issue.code === 'invalid_union') return ofUnion(issue, pointer);
  return [{ pointer, detail: (details[issue.code] as (issue: Issue) => string)(issue) }];
};

type Plain = Exclude<Code, 'unrecognized_keys' | 'invalid_union'>;

const details: { readonly [C in Plain]: (issue: Extract<Issue, { code: C }>) => string } = {
  invalid_type: ({ expected, input }) =>
    input === undefined ? `A value is needed here: ${called(expected)}.` : shapeOf([expected], input),
  too_big: ({ origin, maximum, exact }) => bound(origin, exact ? 'exactly' : 'at most', maximum),
  too_small: ({ origin, minimum, exact }) => bound(origin, exact ? 'exactly' : 'at least', minimum),
  invalid_value: ({ values }) => `This is one of ${values.map(String).join(', ')}.`,
  invalid_key: ({ issues }) => `The name will not do. ${asSentence(issues[0]?.message)}`,
  invalid_element: ({ issues }) => asSentence(issues[0]?.message),
  invalid_format: ({ message }) => asSentence(message),
  not_multiple_of: ({ message }) => asSentence(message),
  custom: ({ message }) => asSentence(message),
};

const bound = (origin: string, how: string, limit: number | bigint): string => {
  const many = Number(limit) !== 1;
  if (origin === 'string') return `This is text of ${how} ${limit} character${many ? 's' : ''}.`;
  if (origin === 'array') return `This list has ${how} ${limit} ${many ? 'entries' : 'entry'}.`;
  return `This is ${how} ${limit}.`;
};

const names: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  number: 'a whole number',
  int: 'a whole number',
  boolean: 'true or false',
};

const called = (expected: string): string => names[expected] ?? expected;

const shapeOf = (expected: readonly string[], input: unknown): string => {
  const shapes = [...new Set(expected.map(called))];
  const asText = typeof input === 'number' && shapes.includes('text');
  return `This is ${shapes.join(' or ')}${asText ? ': write a number in quotes, such as "249999.99"' : ''}.`;
};

/** Of the shapes that could have been meant, the nearest; when none is nearer than another, what each begins with. */
const ofUnion = (
  { errors, input, ...about }: z.core.$ZodIssueInvalidUnion,
  pointer: string,
): FieldError[] => {
  if ('options' in about && about.options)
    return [
      { pointer, detail: `The ${about.discriminator} is one of ${about.options.map(String).join(', ')}.` },
    ];
  const fitting = errors.filter((issues) => topTypes(issues).length === 0);
  if (fitting.length === 0) return [{ pointer, detail: shapeOf(errors.flatMap(topTypes), input) }];
  const least = Math.min(...fitting.map(weightOfAll));
  const nearest = fitting.filter((issues) => weightOfAll(issues) === least);
  const beginnings = nearest.length > 1 ? [...new Set(nearest.flatMap(needed))] : [];
  if (beginnings.length > 1)
    return [{ pointer, detail: `One of these is needed here: ${beginnings.join(', ')}.` }];
  return nearest[0]!.flatMap((issue) => sentencesOf(issue, pointer));
};

/** The type that a shape has as a whole, where what came is of another. */
const topTypes = (issues: readonly Issue[]): string[] =>
  issues.flatMap((issue) => {
    if (issue.path.length > 0) return [];
    if (issue.code === 'invalid_type') return [issue.expected];
    if (issue.code !== 'invalid_union') return [];
    const types = issue.errors.map(topTypes);
    return types.every(({ length }) => length > 0) ? types.flat() : [];
  });

/** How many members would have to be another for a shape to fit. */
const weightOf = (issue: Issue): number => {
  if (issue.code === 'unrecognized_keys') return issue.keys.length;
  return issue.code === 'invalid_union' && issue.errors.length > 0
    ? Math.min(...issue.errors.map(weightOfAll))
    : 1;
};

const weightOfAll = (issues: readonly Issue[]): number =>
  issues.reduce((sum, issue) => sum + weightOf(issue), 0);

/** The members that a shape cannot do without, and that are not there. */
const needed = (issues: readonly Issue[]): string[] =>
  issues.flatMap((issue) => {
    if (issue.code === 'invalid_union') return issue.errors.flatMap(needed);
    return issue.code === 'invalid_type' && issue.input === undefined && issue.path.length === 1
      ? [String(issue.path[0])]
      : [];
  });

const asSentence = (message = 'It cannot be read.'): string =>
  message.endsWith('.') ? message : `${message}.`;
