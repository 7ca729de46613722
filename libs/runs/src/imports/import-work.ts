import type { Pool } from 'pg';
import type { TenantSettings } from '#libs/domain';
import { type EventStore, failpoint } from '#libs/event-store';
import { type Attempt, JobFailed } from '../jobs/job';
import { readSettings } from '../tenant-settings';
import { type Batch, understand } from './batch';
import { BatchTaker } from './batch-taker';
import { batches, isBroken } from './file/batches';
import { readChunks } from './file/chunks';
import { type Survey, survey } from './file/survey';
import { unpack, type UnpackLimits } from './file/unpack';
import type { CsvItem } from './csv/csv-reader';
import type { ImportKind, ImportResult, Reject } from './import';
import { Dates } from './rows/cells';
import { type Header, readHeader } from './rows/header';
import { type RowReader, rowReader } from './rows/row-reader';

export interface ImportInput {
  readonly kind: ImportKind;
  readonly source: string;
}

interface Tally {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly rejects: Readonly<Record<string, number>>;
}

/** Where an import stands: every row up to the one that begins on `line` has been taken or rejected, durably. */
export interface ImportMark {
  readonly survey: Survey;
  /** As they were when the import began, so that all rows of a file are read alike. */
  readonly settings: TenantSettings;
  readonly line: number;
  readonly tally: Tally;
}

export interface ImportMeans {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly limits?: UnpackLimits;
  /** Rows that are taken together; 2,500 unless told. */
  readonly batch?: number;
}

const usualBatch = 2_500;

/** Takes one file, batch by batch; interrupted anywhere, it goes on behind the last batch that was marked. */
export class ImportWork {
  constructor(
    private readonly means: ImportMeans,
    private readonly attempt: Attempt<ImportInput, ImportMark>,
  ) {}

  async run(): Promise<ImportResult> {
    const begun = this.attempt.mark ?? (await this.begin());
    const items = batches(this.file(), this.means.batch ?? usualBatch);
    const header = this.headerOf((await items.next()).value ?? []);
    const { accepted, duplicates, rejected, rejects } = await this.take(items, header, begun);
    await this.means.pool.query('delete from ops.import_chunks where import_id = $1', [this.attempt.id]);
    const rows = accepted + duplicates + rejected;
    const { ignored: ignoredColumns } = header;
    return { rows, accepted, duplicates, rejected, ignoredColumns, rejects, sha256: begun.survey.sha256 };
  }

  /** A file that is broken as a whole fails here, before any of its rows is taken. */
  private async begin(): Promise<ImportMark> {
    const surveyed = await survey(this.file());
    const mark = {
      survey: surveyed,
      settings: await readSettings(this.means.store),
      line: 1,
      tally: nothing,
    };
    await this.attempt.report({ done: 0, total: surveyed.lines, mark });
    return mark;
  }

  /** The next rows are read while the ones before are being appended. */
  private async take(items: AsyncIterable<CsvItem[]>, header: Header, begun: ImportMark): Promise<Tally> {
    const read = this.readerOf(header, begun);
    const { id: importId, createdBy: actor, input, signal } = this.attempt;
    const taker = new BatchTaker({ store: this.means.store, importId, actor, source: input.source });
    let tally = begun.tally;
    let appending: Promise<unknown> = Promise.resolve();
    for await (const all of items) {
      const rest = all.filter(({ line }) => line > begun.line);
      if (rest.length === 0) continue;
      const batch = understand(rest, read);
      await appending;
      signal.throwIfAborted();
      appending = this.append(taker, batch, begun, tally).then((next) => (tally = next));
      // Awaited above or below; until then a failure must not count as unhandled.
      appending.catch(() => {});
    }
    await appending;
    return tally;
  }

  private async append(taker: BatchTaker, batch: Batch, begun: ImportMark, before: Tally): Promise<Tally> {
    const { accepted, duplicates, rejects } = await taker.take(batch);
    failpoint('in-the-middle-of-an-import');
    await this.reject(rejects);
    const tally = {
      accepted: before.accepted + accepted,
      duplicates: before.duplicates + duplicates,
      rejected: before.rejected + rejects.length,
      rejects: countByCode(before.rejects, rejects),
    };
    const mark = { ...begun, line: batch.to, tally };
    await this.attempt.report({ done: batch.to, total: begun.survey.lines, mark });
    return tally;
  }

  private async reject(rejects: readonly Reject[]): Promise<void> {
    if (rejects.length === 0) return;
    const column = (name: keyof Reject) => rejects.map((reject) => reject[name]);
    await this.means.pool.query(
      `insert into ops.import_rejects (import_id, line, code, detail, row)
       select $1, * from unnest($2::bigint[], $3::text[], $4::text[], $5::text[])
       on conflict do nothing`,
      [this.attempt.id, column('line'), column('code'), column('detail'), column('row')],
    );
  }

  private headerOf([first]: readonly CsvItem[]): Header {
    const { kind } = this.attempt.input;
    const header = !first || isBroken(first) ? readHeader(kind, []) : readHeader(kind, first.fields);
    if (typeof header !== 'string') return header;
    throw new JobFailed({ code: 'WRONG_HEADER', detail: `${header} Nothing of the file was imported.` });
  }

  /** A fact without an id of its own has one by its source, file and line: the same file again is the same facts. */
  private readerOf(header: Header, { survey: { sha256 }, settings }: ImportMark): RowReader {
    const { kind, source } = this.attempt.input;
    return rowReader({
      kind,
      header,
      source,
      dates: new Dates(settings.governanceTimeZone),
      idPrefix: `${source}:${sha256.slice(0, 16)}`,
      currency: settings.currency,
    });
  }

  private file(): AsyncGenerator<Buffer, void, undefined> {
    return unpack(readChunks(this.means.pool, this.attempt.id), this.means.limits);
  }
}

const nothing: Tally = { accepted: 0, duplicates: 0, rejected: 0, rejects: {} };

const countByCode = (before: Tally['rejects'], rejects: readonly Reject[]): Record<string, number> => {
  const counts: Record<string, number> = { ...before };
  for (const { code } of rejects) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
};
