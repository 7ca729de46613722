import { setImmediate as othersWereHere } from 'node:timers/promises';
import type { Pausing } from '#libs/kernel';

/** How long a process works on one thing before it sees to whatever else has come up. */
const workMs = 10;

/** A stretch of work, at the end of which others have their turn: each of them waits for some stretches at most. */
export class Stretch {
  private began = performance.now();

  /** Lets others have their turn where it has lasted for long enough. */
  async pause(): Promise<void> {
    if (performance.now() - this.began < workMs) return;
    await othersWereHere();
    this.began = performance.now();
  }
}

/** Runs a long computation so that whoever else asks something of the process meanwhile hardly notices. */
export const givingWay = async <Result>(pausing: Pausing<Result>): Promise<Result> => {
  const stretch = new Stretch();
  for (;;) {
    const { done, value } = pausing.next();
    if (done) return value;
    await stretch.pause();
  }
};
