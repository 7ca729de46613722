const everyMs = 10;

/** How far the process's memory grows beyond where it stood, at most, while something is done. */
export class MemoryWatch {
  mostMiB = 0;

  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    globalThis.gc?.();
    const before = process.memoryUsage.rss();
    const look = () => {
      this.mostMiB = Math.max(this.mostMiB, (process.memoryUsage.rss() - before) / 2 ** 20);
    };
    const watching = setInterval(look, everyMs);
    try {
      return await work();
    } finally {
      look();
      clearInterval(watching);
    }
  }
}
