import { setTimeout as pause } from 'node:timers/promises';
import type { ClientBase, Pool } from 'pg';
import { type EventStore, origin, type Position, type Recorded } from '#libs/event-store';
import { type Mark, readCheckpoints, type ViewProgress } from './checkpoint';
import { Locks } from './locks';
import type { Projection } from './projection';
import { compareTables, finishTables, makeTables, swapTables } from './rebuilt-tables';
import { inTransaction, moving, opening } from './transaction';

export interface RebuildProgress {
  readonly done: Position;
  readonly total: Position;
}

export interface Rebuilt {
  readonly view: string;
  readonly position: Position;
  readonly rows: number;
  /** Whether the rebuilt rows equal the live ones; null when the version was raised and they need not. */
  readonly agreed: boolean | null;
  readonly swapped: boolean;
}

const lockNotAvailable = '55P03';
const attempts = 60;

/** The view is being rebuilt already. */
export class RebuildUnderWay extends Error {
  override readonly name = 'RebuildUnderWay';
  constructor(view: string) {
    super(`View ${view} is being rebuilt already: wait until that is done.`);
  }
}

/** Projects a view anew into tables of its own, compares them with the live ones and swaps them in. */
export class Rebuild {
  private readonly schema: string;
  private mark: Mark = { checkpoint: origin, lastRecordedAt: null };

  constructor(
    private readonly pool: Pool,
    private readonly store: EventStore,
    private readonly projection: Projection,
    private readonly batch: number,
  ) {
    this.schema = `rebuild_${projection.name.replaceAll('-', '_')}`;
  }

  /** @throws RebuildUnderWay, and whatever the view throws at an event */
  async run(
    onProgress: (progress: RebuildProgress) => void = () => {},
    abandoned: () => boolean = () => false,
  ): Promise<Rebuilt> {
    const { name } = this.projection;
    const locks = new Locks(this.pool);
    await locks.take([`rebuild ${name}`]);
    try {
      if (!locks.holds(`rebuild ${name}`)) throw new RebuildUnderWay(name);
      await makeTables(this.pool, this.schema, this.projection.tables, this.projection.lookups);
      await this.catchUp(onProgress, abandoned);
      await finishTables(this.pool, this.schema, this.projection.tables);
      return await this.swapPatiently();
    } finally {
      await this.pool.query(`drop schema if exists ${this.schema} cascade`).catch(() => {});
      await locks.release();
    }
  }

  /** Up to where the live view stands, or to the log's end when that one is of another version. */
  private async catchUp(
    onProgress: (progress: RebuildProgress) => void,
    abandoned: () => boolean,
  ): Promise<void> {
    for (let round = 0; round < 3; round++) {
      const total = await this.goal();
      await this.project(total, (events) => {
        if (abandoned()) throw new Error(`The rebuild of view ${this.projection.name} was abandoned.`);
        return inTransaction(this.pool, async (tx) => {
          await tx.query(opening(this.schema));
          await this.take(tx, events);
          await tx.query('commit');
          onProgress({ done: events.at(-1)!.position, total });
        });
      });
    }
  }

  private async goal(): Promise<Position> {
    const live = (await readCheckpoints(this.pool)).get(this.projection.name);
    return live && this.isSuccessor(live) ? this.store.head() : (live?.checkpoint.commit ?? 0n);
  }

  private isSuccessor({ version }: ViewProgress): boolean {
    return version !== this.projection.version;
  }

  private async project(
    until: Position,
    take: (events: readonly Recorded[]) => Promise<void>,
  ): Promise<void> {
    if (this.mark.checkpoint.commit >= until) return;
    const leaving = new AbortController();
    const batches = this.store.follow(this.mark.checkpoint, { batch: this.batch, signal: leaving.signal });
    let writing: Promise<void> = Promise.resolve();
    for await (const batch of batches) {
      await writing;
      const events = batch.filter(({ position }) => position <= until);
      writing = events.length > 0 ? take(events) : writing;
      writing.catch(() => {}); // is met at the next turn
      if (batch.at(-1)!.position >= until) break;
    }
    leaving.abort();
    await writing;
  }

  private async take(tx: ClientBase, events: readonly Recorded[]): Promise<void> {
    const changes = this.projection.collect(events);
    if (!changes.none) await changes.write(tx);
    const { checkpoint, recordedAt } = events.at(-1)!;
    this.mark = { checkpoint, lastRecordedAt: recordedAt };
  }

  /** Whoever reads the live tables at length is not disturbed: the swap steps back and tries again. */
  private async swapPatiently(): Promise<Rebuilt> {
    for (let attempt = 1; ; attempt++) {
      const before = this.mark;
      try {
        return await inTransaction(this.pool, (tx) => this.swap(tx));
      } catch (error) {
        if ((error as { code?: string }).code !== lockNotAvailable || attempt === attempts) throw error;
        this.mark = before;
        await pause(1_000);
      }
    }
  }

  /** The live view waits at its checkpoint while the last events are taken in and the rows are compared. */
  private async swap(tx: ClientBase): Promise<Rebuilt> {
    const { name, version, tables } = this.projection;
    await tx.query(`${opening(this.schema)}; set local lock_timeout = '2s'`);
    await tx.query('select 1 from views.checkpoints where name = $1 for update', [name]);
    const live = (await readCheckpoints(tx)).get(name)!;
    if (!this.isSuccessor(live))
      await this.project(live.checkpoint.commit, (events) => this.take(tx, events));
    const comparison = await compareTables(tx, this.schema, tables);
    const agreed = this.isSuccessor(live) ? null : comparison.equal;
    if (agreed !== false) await swapTables(tx, this.schema, tables);
    if (agreed === null)
      await tx.query(`${moving(name, this.mark)}; update views.checkpoints
        set version = ${version}, state = 'running', error = null, error_position = null where name = '${name}'`);
    await tx.query('commit');
    return {
      view: name,
      position: this.mark.checkpoint.commit,
      rows: comparison.rows,
      agreed,
      swapped: agreed !== false,
    };
  }
}
