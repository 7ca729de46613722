import type { Instant } from '#libs/kernel';

/** The clock cannot do what was asked of it. */
export class ClockRefused extends Error {
  constructor(
    readonly code: 'CLOCK_IS_REAL' | 'CLOCK_IS_SIMULATED' | 'CLOCK_GOES_FORWARD_ONLY',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Recorded time. Events are stamped `max(previous, clock)` and later than anything sealed, so that an
 * answer "as known at K" given once stays as it is.
 */
export abstract class Clock {
  abstract readonly simulated: boolean;
  /** The moment now. */
  abstract now(): Promise<Instant>;
  /** Sets a simulated clock. @throws ClockRefused when the clock is real, or would go back */
  abstract moveTo(to: Instant): Promise<void>;
  /** Whatever is recorded from now on is stamped later than `at`, and everything before stands in the log already. */
  abstract seal(at: Instant): Promise<void>;
}

export const clockIsReal = (): ClockRefused =>
  new ClockRefused(
    'CLOCK_IS_REAL',
    'This clock is real and cannot be set: open the instance with CLOCK=simulated.',
  );

export const clockGoesForward = (now: Instant, to: Instant): ClockRefused =>
  new ClockRefused('CLOCK_GOES_FORWARD_ONLY', `The clock stands at ${now} and cannot go back to ${to}.`);

/** The later of two moments. */
export const later = (a: Instant, b: Instant): Instant => (a >= b ? a : b);

/** The next moment that can be told apart: a millisecond on. */
export const justAfter = (at: Instant): Instant => new Date(Date.parse(at) + 1).toISOString() as Instant;

/** The moment a millisecond before. */
export const justBefore = (at: Instant): Instant => new Date(Date.parse(at) - 1).toISOString() as Instant;
