import { isDecimal } from '#libs/kernel';

/** The same thing in two lists, by what names it: in the order of the later list, those gone at the end. */
export interface Pair<Thing> {
  readonly was: Thing | undefined;
  readonly is: Thing | undefined;
}

export const paired = <Thing>(
  before: readonly Thing[],
  after: readonly Thing[],
  nameOf: (thing: Thing) => string,
): Pair<Thing>[] => {
  const old = new Map(before.map((thing) => [nameOf(thing), thing]));
  const kept = new Set(after.map(nameOf));
  return [
    ...after.map((is) => ({ was: old.get(nameOf(is)), is })),
    ...before.filter((thing) => !kept.has(nameOf(thing))).map((was) => ({ was, is: undefined })),
  ];
};

/** A number with a comma at each thousand, for people: `1,000,000.5`. */
export const number = (text: string): string => {
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};

/** A value as a sentence has it. */
export const told = (value: unknown): string => {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return isDecimal(value) ? number(value) : value;
  if (typeof value === 'number') return number(String(value));
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : value.map(told).join(', ');
  const members = Object.entries(value).map(([name, member]) => `${name} ${told(member)}`);
  return members.length === 0 ? 'nothing' : members.join(', ');
};

/** `is 4 instead of 8`, `is new: 4`, `is gone`. */
export const say = (was: unknown, is: unknown): string => {
  if (is === undefined) return 'is gone';
  return was === undefined ? `is new: ${told(is)}` : `is ${told(is)} instead of ${told(was)}`;
};

export const many = (count: number, thing: string): string =>
  `${number(String(count))} ${thing}${count === 1 ? '' : 's'}`;
