/** Does work for each of some things, a few at a time; the first failure ends it. */
export const inParallel = async <T>(
  things: readonly T[],
  atOnce: number,
  work: (thing: T) => Promise<void>,
): Promise<void> => {
  let next = 0;
  const worker = async () => {
    while (next < things.length) await work(things[next++]!);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, things.length) }, worker));
};
