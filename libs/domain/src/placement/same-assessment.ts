import type { Assessment } from './placement.events';

/**
 * Whether two assessments say the same; a member that is undefined is one that is absent. The verdicts follow from
 * the inputs and the policy, and an older record may not have them.
 */
export const sameAssessment = (
  { verdicts: _, ...a }: Assessment,
  { verdicts: __, ...b }: Assessment,
): boolean => same(a, b);

const same = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((one, index) => same(one, b[index]));
  return sameMembers(Object.entries(a), new Map(Object.entries(b)));
};

const sameMembers = (a: readonly [string, unknown][], b: ReadonlyMap<string, unknown>): boolean => {
  const present = ([, value]: readonly [string, unknown]) => value !== undefined;
  const [ofA, ofB] = [a.filter(present), [...b].filter(present)];
  return ofA.length === ofB.length && ofA.every(([name, value]) => same(value, b.get(name)));
};
