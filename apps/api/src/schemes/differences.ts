import { canonicalJson, pointerTo } from '#libs/kernel';

/** A member that two documents do not share: absent `before` where it is new, absent `after` where it is gone. */
export interface Difference {
  readonly pointer: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** What differs between two JSON documents, as deep as they can be compared member by member. */
export const differences = (before: unknown, after: unknown, pointer = ''): Difference[] => {
  if (isObject(before) && isObject(after) && Array.isArray(before) === Array.isArray(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(naturally);
    return names.flatMap((name) => differences(before[name], after[name], pointer + pointerTo(name)));
  }
  if (before === undefined || after === undefined || canonicalJson(before) !== canonicalJson(after)) {
    return before === after ? [] : [{ pointer, before, after }];
  }
  return [];
};

/** List indexes as numbers, names as words. */
const naturally = (a: string, b: string): number => Number(a) - Number(b) || (a < b ? -1 : 1);
