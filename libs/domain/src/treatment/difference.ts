import { canonicalJson } from '#libs/kernel';
import type { Attributes } from './treatment';

/** One attribute that two treatments do not share; null where a treatment says nothing of it. */
export interface AttributeChange {
  /** Within an attribute, the path: `coverage.model`. */
  readonly attribute: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What differs between two treatments, attribute by attribute, in the order of their names. */
export const differenceOf = (before: Attributes, after: Attributes): AttributeChange[] => {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])].sort();
  return names.flatMap((attribute) => change(attribute, was.get(attribute), is.get(attribute)));
};

/** Two differences, one after the other, as one: what was changed and changed back is none. */
export const compose = (
  first: readonly AttributeChange[],
  then: readonly AttributeChange[],
): AttributeChange[] => {
  const [earlier, later] = [byName(first), byName(then)];
  const names = [...new Set([...earlier.keys(), ...later.keys()])].sort();
  return names.flatMap((attribute) => {
    const { before } = earlier.get(attribute) ?? later.get(attribute)!;
    const { after } = later.get(attribute) ?? earlier.get(attribute)!;
    return change(attribute, before, after);
  });
};

/** A difference as people say it: a sentence for each attribute. */
export const inWords = (difference: readonly AttributeChange[]): string[] =>
  difference.map(({ attribute, before, after }) => {
    const name = nameOf(attribute);
    if (before === null) return `${name} is new: ${said(after)}.`;
    if (after === null) return `${name} ends: it was ${said(before)}.`;
    return `${name} changes from ${said(before)} to ${said(after)}.`;
  });

const byName = (difference: readonly AttributeChange[]) =>
  new Map(difference.map((one) => [one.attribute, one]));

const change = (attribute: string, before: unknown = null, after: unknown = null): AttributeChange[] =>
  canonicalJson(before) === canonicalJson(after) ? [] : [{ attribute, before, after }];

/** Things within things by their paths; lists and plain values as they are. */
const leavesOf = (attributes: Attributes, above = ''): Map<string, unknown> => {
  const leaves = new Map<string, unknown>();
  for (const [name, value] of Object.entries(attributes)) {
    if (!isThing(value)) leaves.set(above + name, value);
    else for (const [path, leaf] of leavesOf(value, `${above}${name}.`)) leaves.set(path, leaf);
  }
  return leaves;
};

const isThing = (value: unknown): value is Attributes =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `coverage.accountsPerRole` is "Coverage: accounts per role". */
const nameOf = (attribute: string): string => {
  const plain = attribute
    .split('.')
    .map((part) => part.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase())
    .join(': ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
};

const said = (value: unknown): string => {
  if (value === true) return 'yes';
  if (value === false) return 'no';
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(said).join(', ') || 'nothing' : canonicalJson(value);
};
