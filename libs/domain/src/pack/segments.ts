import { type Day, type Pausing, pausingEach } from '#libs/kernel';
import type { Turn } from '../explanation/reversals';
import { excluded } from '../override/composition/effect';
import type { RetroKind } from '../vocabulary';
import type { Ladder, Ladders } from './ladders';
import type { PackSegment } from './pack-inputs';

/** Effective of an account that is part of another. */
export const mergedInto = 'MERGED_INTO';

/** Rows by account, each account's in the order of their days. */
export type Segments = ReadonlyMap<string, readonly PackSegment[]>;

export function* byAccount(segments: readonly PackSegment[]): Pausing<Segments> {
  const groups = new Map<string, PackSegment[]>();
  yield* pausingEach(segments, (segment) => {
    const group = groups.get(segment.externalId);
    if (group) group.push(segment);
    else groups.set(segment.externalId, [segment]);
  });
  return groups;
}

/** The row that covers a day; undefined before the account was onboarded. */
export const segmentOn = (segments: readonly PackSegment[], on: Day): PackSegment | undefined =>
  segments.find(({ from, until }) => from <= on && (until === null || on < until));

/** A change of the effective tier, with the row that begins it and the one before. */
export interface Change extends Turn {
  readonly externalId: string;
  readonly day: Day;
  readonly by: PackSegment;
  readonly after: PackSegment | undefined;
  readonly retroKind: RetroKind | null;
  /** How far apart the two tiers are by the policy of the day; null where it does not know both. */
  readonly steps: number | null;
}

/** Who is taken out, or is part of another, has no tier meanwhile. */
export const tierOf = ({ effective }: PackSegment): string | null =>
  effective === mergedInto || effective === excluded ? null : effective;

/** The changes of an account's effective tier with `after < day <= to`, in order. */
export const changesIn = (
  segments: readonly PackSegment[],
  { after, to }: { readonly after: Day; readonly to: Day },
  ladders: Ladders,
): Change[] =>
  segments.flatMap((by, index) => {
    const before = segments[index - 1];
    const [fromTier, tier] = [before ? tierOf(before) : null, tierOf(by)];
    if (by.from <= after || by.from > to || fromTier === tier) return [];
    const { externalId, from: day, effective: toTier, policyVersion } = by;
    const { kind, steps } = stepOf(fromTier, tier, ladders.of(policyVersion));
    const retroKind = retroKindOf(by, before);
    return [{ externalId, day, fromTier, toTier, by, after: before, retroKind, kind, steps }];
  });

/** Where an override begins or ends and nothing else does, how the computed tier came about is no matter. */
const retroKindOf = (by: PackSegment, before: PackSegment | undefined): RetroKind | null => {
  if (by.decidedBack) return 'RETRO_DECISION';
  const isAnew = by.overrideId === (before?.overrideId ?? null) || by.computed !== (before?.computed ?? null);
  return isAnew ? by.retroKind : null;
};

const stepOf = (
  from: string | null,
  to: string | null,
  ladder: Ladder | undefined,
): Pick<Change, 'kind' | 'steps'> => {
  if (from === null) return { kind: 'enter', steps: null };
  if (to === null) return { kind: 'exit', steps: null };
  return ladder ? ladder.between(from, to) : { kind: 'lateral', steps: null };
};

/** The decisions of the rows that begin behind a day, each once: those that a quarter's moves may name. */
export function* changedDecisions(segments: readonly PackSegment[], after: Day): Pausing<string[]> {
  const ids = new Set<string>();
  yield* pausingEach(segments, ({ from, decisionId }) => {
    if (from > after && decisionId !== null) ids.add(decisionId);
  });
  return [...ids];
}
