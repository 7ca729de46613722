/**
 * Lets those who want to decide about the same thing at the same moment do so one after the other, in this process:
 * together they would look at it in vain until each has had its turn. That a decision is taken upon what was looked at
 * is not for this to see to, but for the revision that it names.
 */
export class InTurn {
  private readonly last = new Map<string, Promise<unknown>>();

  async run<T>(about: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(about) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.last.set(about, mine);
    try {
      return await mine;
    } finally {
      if (this.last.get(about) === mine) this.last.delete(about);
    }
  }
}
