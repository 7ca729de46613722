import { z } from 'zod';
import { Day, Instant } from '#libs/kernel';
import { Scope } from '../scope';
import { SchemeCode, View } from '../vocabulary';

/** The position whose knowledge a pack uses, and the moment it stands for. */
export const Pin = z.object({ position: z.string().regex(/^\d+$/), knownAt: Instant });
export type Pin = z.infer<typeof Pin>;

/** What a pack is of. The same coordinates give the same bytes, whatever is recorded later. */
export const PackCoordinates = z.object({
  reviewId: z.string().min(1).max(128),
  scheme: SchemeCode,
  view: View,
  /** The label of the fiscal quarter. */
  quarter: z.string().min(1).max(32),
  /** The last day before the quarter. */
  opening: Day,
  /** The last day of the quarter. */
  closing: Day,
  scope: Scope,
  pin: Pin,
  /** Of the sections and how they are made. */
  templateVersion: z.literal(1),
});
export type PackCoordinates = z.infer<typeof PackCoordinates>;
