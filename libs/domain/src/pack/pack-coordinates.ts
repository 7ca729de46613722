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
  /**
   * The first day of the quarter: an opening tier is the one in force on it. The opening ARR is that at the close of
   * the day before.
   */
  opening: Day,
  /**
   * The first day after the quarter, on which its review takes effect: the opening of the next. The closing ARR is
   * that at the close of the quarter's last day.
   */
  closing: Day,
  scope: Scope,
  pin: Pin,
  /** Of the sections and how they are made. */
  templateVersion: z.literal(1),
});
export type PackCoordinates = z.infer<typeof PackCoordinates>;
