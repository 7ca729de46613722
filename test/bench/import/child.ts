import { createReadStream } from 'node:fs';
import { openInstance, readConfig } from '#libs/platform';
import type { ImportKind, ImportResult } from '#libs/runs';
import { answerParent } from '../ask-child';

/** What the child is to import, and into which database. */
export interface ImportTask {
  readonly address: string;
  readonly dataDir: string;
  readonly id: string;
  readonly kind: ImportKind;
  readonly file: string;
}

/** What it reports. */
export interface ImportReport {
  readonly seconds: number;
  readonly result: ImportResult;
  /** Of the whole life of the process. */
  readonly peakMiB: number;
}

const hour = 3_600_000;

/** A process that does one import and nothing else, so that its memory is the import's. */
const importFile = async ({ address, dataDir, id, kind, file }: ImportTask): Promise<ImportReport> => {
  const config = readConfig({ DATABASE_URL: address, DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
  const instance = await openInstance(config, {
    part: 'tool',
    report: (sentence) => console.error(sentence),
  });
  await instance.jobs.start();
  const start = performance.now();
  const order = { id, kind, source: 'billing', createdBy: 'bench' };
  await instance.imports.receive(order, createReadStream(file, { highWaterMark: 1 << 18 }));
  const job = await instance.jobs.finished(id, hour);
  const seconds = (performance.now() - start) / 1_000;
  if (job?.state !== 'succeeded') throw new Error(`The import ended as ${JSON.stringify(job)}.`);
  const peakMiB = process.resourceUsage().maxRSS / 1_024;
  await instance.jobs.close();
  await instance.close();
  return { seconds, result: job.result as ImportResult, peakMiB };
};

answerParent(importFile);
