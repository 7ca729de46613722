/** Begins to count the milliseconds that processors work for this process: a busy machine has no part in them. */
export const processorTime = (): (() => number) => {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
};
