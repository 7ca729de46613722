import { Injectable } from '@nestjs/common';
import { Pool } from 'pg';
import { writeEntries } from './write-entries';

/** Somebody asked for something, and what became of it. */
export interface Access {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Null where nobody was known. */
  readonly actor: string | null;
  readonly roles: Iterable<string>;
  readonly method: string;
  readonly route: string;
  readonly url: string;
  readonly externalId: string | null;
  readonly status: number;
  /** Why it was denied, or what else is worth saying. */
  readonly reason: string | null;
  /** Rows of an answer that was streamed. */
  readonly rows: number | null;
  readonly traceId: string;
}

/** Not known, not allowed, or not there for whoever asked. */
export const isDenial = (status: number): boolean => status === 401 || status === 403 || status === 404;

const waitMs = 1_000;
const batch = 2_000;

/** Entries of each kind that wait at most: denials and the rest have each a queue, so that neither drives out the other. */
const most = 20_000;

/**
 * Who asked for what, written beside the requests and not before their answers: a process that dies takes with it
 * what was asked in its last second, and where the database does not take entries, those behind the 20,000th of
 * their kind are lost and counted.
 */
@Injectable()
export class AccessLog {
  private denials: Access[] = [];
  private others: Access[] = [];
  private lost = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly pool: Pool) {}

  note(access: Access): void {
    const queue = isDenial(access.status) ? this.denials : this.others;
    if (queue.length >= most) this.lost += 1;
    else queue.push(access);
    this.timer ??= setTimeout(() => void this.flush(), waitMs).unref();
  }

  /** Everything noted up to now is in the database, or waits for it to come back. */
  flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    return (this.writing = this.writing.then(() => this.write()));
  }

  /** Entries from before a moment are not kept any longer. */
  async forget(before: Date): Promise<void> {
    const some = 'select id from ops.access_log where at < $1 limit 10000';
    const forgetSome = `delete from ops.access_log where id in (${some})`;
    while (((await this.pool.query(forgetSome, [before])).rowCount ?? 0) > 0);
  }

  private async write(): Promise<void> {
    if (this.lost > 0 && this.others.length < most) this.sayLost();
    for (;;) {
      const entries = [...this.denials.slice(0, batch), ...this.others.slice(0, batch)];
      if (entries.length === 0) return;
      const denials = Math.min(batch, this.denials.length);
      try {
        await writeEntries(this.pool, entries);
      } catch (error) {
        // What no database would take is given up; for anything else it is tried again with the next entries.
        if (!String((error as { code?: string }).code).startsWith('22')) return;
        this.lost += entries.length;
      }
      this.denials = this.denials.slice(denials);
      this.others = this.others.slice(entries.length - denials);
    }
  }

  private sayLost(): void {
    const reason = `LOST: ${this.lost} entries were not taken by the database in time.`;
    this.lost = 0;
    const nothing = {
      roles: [],
      method: '',
      route: '',
      url: '',
      externalId: null,
      status: 0,
      rows: null,
      traceId: '',
    };
    this.others.push({ at: Date.now(), actor: 'system:access-log', reason, ...nothing });
  }
}
