import type { Dimension } from './dimension';
import { byEntry, type Edge, keeping, placeOf } from './edges';
import type { Reading } from './judge';

/** A dimension with the edges on it, highest first. */
export interface Rung {
  readonly dimension: Dimension;
  readonly edges: readonly Edge[];
}

/** The place that the inputs reach, and the lowest without a value; the verdict on each edge is noted. */
export const placeReached = (
  { dimension, edges }: Rung,
  inputs: readonly Reading[],
  letters: string[],
): number => {
  const at = dimension.read(inputs);
  if (at === null) return 0;
  for (const edge of edges) letters[edge.rule] = at >= edge.entry ? 'M' : 'N';
  return placeOf(edges, at, byEntry);
};

/** The place that the inputs keep for who stands at one. */
export const placeKept = (
  { dimension, edges }: Rung,
  inputs: readonly Reading[],
  current: number,
): number => {
  const at = dimension.read(inputs);
  return at === null ? 0 : placeOf(edges, at, keeping(current));
};
