import { z } from 'zod';
import { canonicalJson, Day, Decimal } from '#libs/kernel';
import { TierCode } from '../vocabulary';
import type { ComputedSegment } from './composition/computed-segments';
import type { Wanted } from './override-type';

/** What an override was asked for upon: if it is another when it is decided, the decision would be about something else. */
export const Basis = z.object({
  /** The computed timeline over the interval; null is UNTIERED. */
  computed: z.array(z.object({ from: Day, until: Day.nullable(), tier: TierCode.nullable() })),
  /** The version in force on the day of the request; null where none was. */
  policyVersion: z.int().nullable(),
  /** As on the day of the request, by what is known now: what time alone moves is no change. */
  arr: Decimal.nullable(),
  renewalOn: Day.nullable(),
  /** What the decision on the first day stands on, by measure; null where it had no value. */
  inputs: z.record(z.string(), z.string().nullable()),
});
export type Basis = z.infer<typeof Basis>;

/** One thing that is not as it was. */
export const BasisChange = z.object({
  /** `computed`, `policyVersion`, `arr`, `renewalOn`, or `inputs/<measure>`. */
  what: z.string(),
  before: z.unknown(),
  after: z.unknown(),
});
export type BasisChange = z.infer<typeof BasisChange>;

/** The computed timeline over an interval: only the tiers and their days, neighbours with one tier joined. */
export const computedOver = (
  { from, until }: Pick<Wanted, 'from' | 'until'>,
  segments: readonly ComputedSegment[],
): Basis['computed'] => {
  const over: Basis['computed'] = [];
  for (const segment of segments) {
    const starts = segment.from > from ? segment.from : from;
    const ends = earlierEnd(segment.until, until);
    if (ends !== null && ends <= starts) continue;
    const last = over.at(-1);
    if (last && last.tier === segment.computed && last.until === starts) last.until = ends;
    else over.push({ from: starts, until: ends, tier: segment.computed });
  }
  return over;
};

const earlierEnd = (a: Day | null, b: Day | null): Day | null =>
  a === null ? b : b === null || a < b ? a : b;

/** The basis in a form that can be compared; the domain has no hash function of its own. */
export const basisHash = (basis: Basis, hash: (text: string) => string): string => hash(canonicalJson(basis));

/** What is not as it was, in a fixed order; nothing when the two have one hash. */
export const basisChanges = (before: Basis, after: Basis): BasisChange[] => {
  const [was, is] = [membersOf(before), membersOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((what) => {
    const [a, b] = [was.get(what) ?? null, is.get(what) ?? null];
    return canonicalJson(a) === canonicalJson(b) ? [] : [{ what, before: a, after: b }];
  });
};

const membersOf = ({ inputs, ...basis }: Basis): ReadonlyMap<string, unknown> =>
  new Map<string, unknown>([
    ...Object.entries(basis),
    ...Object.keys(inputs)
      .sort()
      .map((measure) => [`inputs/${measure}`, inputs[measure]] as const),
  ]);
