import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { askChild } from '../ask-child';
import type { Bed } from '../bed';
import { type Sample, timed, times } from '../figure';
import type { ImportReport, ImportTask } from '../import/child';
import { copyFile } from '../import/copy-in';
import { accountsCsv, invoicesCsv } from '../portfolio';
import type { Ground, Prepared, Topic } from '../topic';

const mostMiB = 512;

const shapes = [
  { name: 'invoices of ten lines on average', linesAnInvoice: 10 },
  { name: 'each line another account than the one before', linesAnInvoice: 1 },
] as const;

/** A file of revenue lines becomes durable events, against the same file copied into a plain table. */
export const importing: Topic = {
  key: 'import',
  scales: true,
  async open({ bed, options, accounts }: Ground) {
    const base = `bench_import_${accounts}`;
    await withAccounts(bed, base, accounts);
    return Promise.all(shapes.map((shape) => figureOf({ bed, base, accounts, lines: options.lines }, shape)));
  },
};

interface Place {
  readonly bed: Bed;
  readonly base: string;
  readonly accounts: number;
  readonly lines: number;
}

const figureOf = async (
  place: Place,
  { name, linesAnInvoice }: (typeof shapes)[number],
): Promise<Prepared> => {
  const { bed, base, accounts, lines } = place;
  const file = join(bed.directory, `${base}-${linesAnInvoice}.csv`);
  await pipeline(Readable.from(invoicesCsv(lines, accounts, linesAnInvoice)), createWriteStream(file));
  let peakMiB = 0;
  return {
    name: `import of ${lines.toLocaleString('en')} revenue lines, ${name}`,
    against: 'COPY of the same file into a table with a primary key',
    goal: times(0.25),
    unit: 'lines/s',
    raw: () => copy(bed, base, file, lines),
    ours: async () => {
      const { seconds, result, peakMiB: peak } = await importInto(bed, base, { kind: 'revenue', file });
      if (result.accepted !== lines) throw new Error(`Not all was accepted: ${JSON.stringify(result)}`);
      peakMiB = Math.max(peakMiB, peak);
      return { units: lines, seconds };
    },
    also: () => ({ text: `peak RSS ${Math.round(peakMiB)} MiB`, met: peakMiB < mostMiB }),
  };
};

/** Each import goes into a database of its own that has the accounts and nothing else. */
const importInto = async (
  bed: Bed,
  base: string,
  what: Pick<ImportTask, 'kind' | 'file'>,
): Promise<ImportReport> => {
  const address = await bed.database(`${base}_once`, base);
  return askChild<ImportReport>('import/child.js', {
    ...what,
    address,
    dataDir: join(bed.directory, 'import'),
    id: randomUUID(),
  });
};

const withAccounts = async (bed: Bed, base: string, accounts: number): Promise<void> => {
  const file = join(bed.directory, `${base}-accounts.csv`);
  await pipeline(Readable.from(accountsCsv(accounts)), createWriteStream(file));
  const address = await bed.database(base);
  await askChild('import/child.js', {
    address,
    dataDir: join(bed.directory, 'import'),
    id: randomUUID(),
    kind: 'accounts',
    file,
  });
};

const copy = async (bed: Bed, base: string, file: string, lines: number): Promise<Sample> => {
  const part = bed.part();
  const [client] = await part.connect(await bed.database(`${base}_copy`), 1);
  await client!.query(
    `create table revenue (external_id text not null, occurred_on date not null, amount numeric not null,
       currency text not null, kind text not null, fact_id text not null, primary key (external_id, fact_id))`,
  );
  const sample = await timed(async () => {
    await copyFile(client!, 'copy revenue from stdin (format csv, header)', file);
    return lines;
  });
  await part.close();
  return sample;
};
