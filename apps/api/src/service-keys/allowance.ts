/** Takes one portion of a minute's calls for this process. @returns how many portions are taken with it; undefined when all were */
export type TakePortion = (minute: number) => Promise<number | undefined>;

/**
 * How often a key may call in a minute, over all processes together: each takes the calls in portions of a
 * twentieth, so that never more calls pass than the limit says, and a key is not counted in the database
 * call by call. What a process has taken and does not use, nobody uses in that minute.
 */
export class Allowance {
  private readonly portion: number;
  private minute = 0;
  private left = 0;
  private spent = false;
  private taking: Promise<void> | undefined;

  constructor(
    readonly perMinute: number,
    private readonly take: TakePortion,
  ) {
    this.portion = Math.max(1, Math.floor(perMinute / 20));
  }

  /** Whether one more call may pass; at once where this process has some left. */
  admits(): boolean | Promise<boolean> {
    const minute = Math.floor(Date.now() / 60_000);
    if (minute !== this.minute) Object.assign(this, { minute, left: 0, spent: false });
    if (this.left > 0) {
      this.left -= 1;
      return true;
    }
    if (this.spent) return false;
    this.taking ??= this.replenish(minute).finally(() => (this.taking = undefined));
    return this.taking.then(() => this.admits());
  }

  private async replenish(minute: number): Promise<void> {
    const portions = await this.take(minute);
    if (minute !== this.minute) return;
    if (portions === undefined) this.spent = true;
    else this.left = Math.min(this.portion, this.perMinute - (portions - 1) * this.portion);
  }

  /** How many portions a minute has. */
  get portions(): number {
    return Math.ceil(this.perMinute / this.portion);
  }
}
