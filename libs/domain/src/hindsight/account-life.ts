import type { Day, Period } from '#libs/kernel';
import type { ComputedSegment } from '../override/composition/computed-segments';
import type { ExternalId, TierCode } from '../vocabulary';
import type { Quarters } from './after-the-end';
import type { ArrOver } from './outcome';

/** An account as hindsight looks at it. */
export interface AccountLife {
  readonly externalId: ExternalId;
  /** In the order of their days, without a hole. */
  readonly computed: readonly Pick<ComputedSegment, 'from' | 'until' | 'computed'>[];
  /** The days on which it was overridden. */
  readonly overridden: readonly Period[];
  /** What it came to; null where it had no ARR to begin with. */
  over(window: Quarters): ArrOver | null;
}

/** Undefined before its first day. */
export const tierOn = ({ computed }: AccountLife, on: Day): TierCode | null | undefined =>
  computed.find(({ from, until }) => from <= on && (until === null || on < until))?.computed;
