import { type Sample, timed } from './figure';

/** Runs work from some number of callers at once, each beginning again when it is done, for a while. */
export const hammer = (
  callers: number,
  seconds: number,
  work: (caller: number, turn: number) => Promise<unknown>,
): Promise<Sample> =>
  timed(async () => {
    const end = performance.now() + seconds * 1_000;
    let done = 0;
    const call = async (caller: number): Promise<void> => {
      for (let turn = 0; performance.now() < end; turn += 1) {
        await work(caller, turn);
        done += 1;
      }
    };
    await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
    return done;
  });
