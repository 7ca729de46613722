import type { Pool } from 'pg';
import type { EventStore } from '#libs/event-store';
import { readCheckpoints } from './checkpoint';
import { Lane } from './lane';
import { LiveView } from './live-view';
import { Locks } from './locks';
import type { Progress } from './progress';
import type { Projection } from './projection';
import { Rebuild, type RebuildProgress, type Rebuilt } from './rebuild';

export interface ProjectorOptions {
  /** Events a batch at most. */
  readonly batch?: number;
  /** Is told what an operator should know, in sentences. */
  readonly report?: (sentence: string) => void;
  /** How often a view that another process has let go of is looked for. */
  readonly watchMs?: number;
}

/** Views that stand closer to the front than this go with it at once; others catch up with a reader of their own. */
const nearby = 10_000n;

/** Follows the log and keeps every view that no other process keeps; the others wait until it dies. */
export class Projector {
  private readonly locks: Locks;
  private readonly kept = new Map<string, LiveView>();
  private readonly catchingUp = new Map<string, Lane>();
  private readonly rebuilding = new Map<string, Promise<unknown>>();
  private front: Lane | undefined;
  private watch: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private ended = true;

  constructor(
    private readonly pool: Pool,
    private readonly store: EventStore,
    private readonly progress: Progress,
    private readonly views: readonly Projection[],
    private readonly options: ProjectorOptions = {},
  ) {
    this.locks = new Locks(pool, () => void this.letGo());
  }

  /** Begins to follow; a view whose version was raised is rebuilt beside the rows that answer meanwhile. */
  async start(): Promise<void> {
    this.ended = false;
    await this.look();
    this.watch = setInterval(() => void this.look().catch(this.complain), this.options.watchMs ?? 1_000);
  }

  /** Ends after the batch in hand. */
  async stop(): Promise<void> {
    this.ended = true;
    clearInterval(this.watch);
    await this.looking?.catch(() => {});
    await this.letGo();
    await Promise.allSettled(this.rebuilding.values());
    await this.locks.release();
  }

  /** Lets a view that stopped at a bad event try again. */
  async resume(view: string): Promise<void> {
    await this.pool.query(
      `update views.checkpoints set state = 'running', error = null, error_position = null, updated_at = now()
       where name = $1 and state = 'stopped'`,
      [view],
    );
    if (!this.ended) await this.look();
  }

  /** Projects a view anew beside the live one and swaps them when their rows agree, or when its version was raised. */
  async rebuild(view: string, onProgress?: (progress: RebuildProgress) => void): Promise<Rebuilt> {
    const projection = this.views.find(({ name }) => name === view);
    if (!projection) throw new Error(`There is no view ${view}: it is one of ${this.names().join(', ')}.`);
    return new Rebuild(this.pool, this.store, projection, this.batch).run(onProgress);
  }

  private get batch(): number {
    return this.options.batch ?? 2_000;
  }

  private names(): string[] {
    return this.views.map(({ name }) => name);
  }

  /** Takes the views that are free and lets those go on that may; one look at a time. */
  private look(): Promise<void> {
    this.looking = (this.looking ?? Promise.resolve()).catch(() => {}).then(() => this.lookNow());
    return this.looking;
  }

  private async lookNow(): Promise<void> {
    if (this.ended) return;
    await this.locks.take(this.names());
    const held = this.views.filter(({ name }) => this.locks.holds(name));
    const fresh = held.filter(({ name }) => !this.kept.has(name));
    for (const one of fresh) this.kept.set(one.name, await LiveView.open(this.pool, one));
    const standing = await readCheckpoints(this.pool);
    const ready: LiveView[] = [];
    for (const projection of held) {
      const { version, checkpoint, state } = standing.get(projection.name)!;
      if (version !== projection.version && checkpoint.commit > 0n) {
        if (state !== 'stopped') this.succeed(projection);
      } else if (state === 'running' && !this.isFollowing(projection.name))
        ready.push(this.kept.get(projection.name)!);
    }
    await Promise.all(ready.map((view) => view.reload()));
    if (ready.length > 0) await this.follow(ready);
  }

  private isFollowing(name: string): boolean {
    const inFront = this.front?.views.some((view) => view.name === name && view.progress.state === 'running');
    return (inFront ?? false) || this.catchingUp.has(name);
  }

  /** Those near the front go with it; the others catch up first, so that nobody waits for them. */
  private async follow(ready: readonly LiveView[]): Promise<void> {
    const going = this.front?.views.filter(({ progress }) => progress.state === 'running') ?? [];
    const furthest = [...going, ...ready].reduce((most, view) => (at(view) > most ? at(view) : most), 0n);
    const near = ready.filter((view) => at(view) + nearby >= furthest);
    await this.front?.stop();
    this.front = this.lane([...going, ...near]);
    this.front.start();
    for (const view of ready) if (!near.includes(view)) this.catchUp(view);
  }

  private catchUp(view: LiveView): void {
    const lane = this.lane([view]);
    this.catchingUp.set(view.name, lane);
    void lane
      .until(() => this.front?.reached.commit ?? 0n)
      .finally(() => this.catchingUp.delete(view.name))
      .then(() => this.look())
      .catch(this.complain);
  }

  /** Whoever asks how far they have come is told here from now on, though nothing may be recorded for a long time. */
  private lane(views: readonly LiveView[]): Lane {
    for (const { progress } of views) this.progress.announce(progress);
    return new Lane(this.store, views, {
      batch: this.batch,
      report: this.report,
      moved: ({ progress }) => this.progress.announce(progress),
    });
  }

  private succeed(projection: Projection): void {
    if (this.rebuilding.has(projection.name)) return;
    const done = this.replace(projection).finally(() => this.rebuilding.delete(projection.name));
    this.rebuilding.set(projection.name, done);
  }

  /** A rebuild that fails stops the view, whose old rows go on answering for what they have. */
  private async replace(projection: Projection): Promise<void> {
    const { name, version } = projection;
    try {
      await this.pool.query(`update views.checkpoints set state = 'rebuilding' where name = $1`, [name]);
      const rebuild = new Rebuild(this.pool, this.store, projection, this.batch);
      const { rows } = await rebuild.run(undefined, () => this.ended);
      this.report(`View ${name} now answers from ${rows} rows of its version ${version}.`);
    } catch (error) {
      if (this.ended) return;
      this.complain(error as Error);
      await this.pool
        .query(`update views.checkpoints set state = 'stopped', error = $2 where name = $1`, [
          name,
          (error as Error).message,
        ])
        .catch(this.complain);
    }
  }

  /** Keeps nothing any more: what others keep from now on is asked of the database. */
  private async letGo(): Promise<void> {
    const lanes = [...(this.front ? [this.front] : []), ...this.catchingUp.values()];
    this.front = undefined;
    for (const name of this.kept.keys()) this.progress.retire(name);
    this.kept.clear();
    await Promise.all(lanes.map((lane) => lane.stop()));
    for (const name of this.names()) this.progress.retire(name);
  }

  private readonly report = (sentence: string): void => this.options.report?.(sentence);

  private readonly complain = (error: Error): void => {
    if (!this.ended) this.report(`The views could not be looked after: ${error.message}`);
  };
}

const at = ({ progress }: LiveView): bigint => progress.checkpoint.commit;
