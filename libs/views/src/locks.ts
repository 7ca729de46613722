import type { Pool, PoolClient } from 'pg';

/** Session locks on names: who holds one is the only one, and lets go of it by dying. */
export class Locks {
  private holder: PoolClient | undefined;
  private onError: (error: Error) => void = () => {};
  private readonly names = new Set<string>();

  constructor(
    private readonly pool: Pool,
    /** The connection is gone, and every lock with it. */
    private readonly lost: () => void = () => {},
  ) {}

  holds(name: string): boolean {
    return this.names.has(name);
  }

  /** Takes those that are free. */
  async take(names: readonly string[]): Promise<void> {
    const wanted = names.filter((name) => !this.names.has(name));
    if (wanted.length === 0) return;
    const holder = (this.holder ??= await this.connect());
    for (const name of wanted) {
      const { rows } = await holder.query<{ got: boolean }>(
        'select pg_try_advisory_lock(hashtextextended($1, 7415302)) as got',
        [`view ${name}`],
      );
      if (rows[0]?.got) this.names.add(name);
    }
  }

  /** Lets go of all of them. */
  async release(): Promise<void> {
    const holder = this.holder;
    this.holder = undefined;
    this.names.clear();
    if (!holder) return;
    const broken = await holder.query('select pg_advisory_unlock_all()').then(
      () => undefined,
      (error: Error) => error,
    );
    this.giveBack(holder, broken);
  }

  private giveBack(holder: PoolClient, broken: Error | undefined): void {
    holder.off('error', this.onError);
    holder.release(broken);
  }

  private async connect(): Promise<PoolClient> {
    const holder = await this.pool.connect();
    this.onError = (error) => {
      this.holder = undefined;
      this.names.clear();
      this.giveBack(holder, error);
      this.lost();
    };
    return holder.on('error', this.onError);
  }
}
