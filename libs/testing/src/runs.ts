import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { allEvents, account, ExternalId, scheme, SchemeCode, PersonId } from '#libs/domain';
import {
  Catalogue,
  type Context,
  Execute,
  ExecuteHandler,
  PostgresClock,
  PostgresEventStore,
} from '#libs/event-store';
import {
  Evaluations,
  type ImportKind,
  Imports,
  type ImportsParts,
  Jobs,
  Reassessment,
  SimulatedTime,
  Simulations,
} from '#libs/runs';
import { AuditTrail, Facts, Portfolio, Progress, Projector, TierHistory, views } from '#libs/views';
import { freshDatabase } from './database';

export const context = (): Context => ({
  actor: 'ana',
  commandId: randomUUID(),
  correlationId: randomUUID(),
});

/** The whole machinery of one process on a database of its own. */
export const openProcess = async (pool: Pool, imports: Partial<ImportsParts> & { chunk?: number } = {}) => {
  const reports: string[] = [];
  const report = (sentence: string) => void reports.push(sentence);
  const clock = await PostgresClock.open(pool, { simulated: true });
  const store = new PostgresEventStore(pool, new Catalogue(allEvents));
  const execute = new ExecuteHandler(store);
  const progress = new Progress(pool);
  const [facts, portfolio] = [new Facts(pool), new Portfolio(pool)];
  const projector = new Projector(pool, store, progress, views, { report });
  const jobs = new Jobs(pool, { report, retryAfter: 20 });
  const parts = { pool, store, execute, clock, progress, facts, portfolio, report, jobs };
  const reassessment = new Reassessment(parts);
  const auditTrail = new AuditTrail(pool);
  const simulations = new Simulations({ ...parts, auditTrail, chunk: imports.chunk });
  return {
    ...parts,
    reports,
    projector,
    reassessment,
    tierHistory: new TierHistory(pool),
    imports: new Imports({ ...parts, ...imports }),
    simulations,
    evaluations: new Evaluations({
      ...parts,
      chunk: imports.chunk,
      reviewed: (run) => simulations.shadowRun(run),
    }),
    simulatedTime: new SimulatedTime(parts),
    start: async () => {
      await projector.start();
      await reassessment.start();
      await jobs.start();
    },
    close: async () => {
      await jobs.close();
      await reassessment.close();
      await projector.stop();
      await store.close();
    },
  };
};
export type Process = Awaited<ReturnType<typeof openProcess>>;

/** A process on a database of its own, with room for another one beside it. */
export const openWorld = async (imports: Partial<ImportsParts> & { chunk?: number } = {}) => {
  const database = await freshDatabase();
  const pool = new Pool({ ...database.connection, max: 24 });
  pool.on('error', () => undefined);
  const process = await openProcess(pool, imports);
  return {
    ...process,
    close: async () => {
      await process.close();
      await pool.end();
      await database.drop();
    },
  };
};

/** Sends a text (or bytes) as a file, and waits for what comes of it. */
export const importing =
  ({ imports, jobs }: Pick<Process, 'imports' | 'jobs'>) =>
  async (kind: ImportKind, text: string | Buffer, id: string = randomUUID()) => {
    await imports.receive({ id, kind, source: 'crm', createdBy: 'ana' }, inPieces(Buffer.from(text)));
    const job = (await jobs.finished(id))!;
    const rejects = [];
    for await (const reject of imports.rejects(id)) rejects.push(reject);
    return { id, job, rejects, result: job.result as Record<string, unknown> | null };
  };

export async function* inPieces(bytes: Buffer, size = 70_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export const onboard = (
  { execute }: Pick<Process, 'execute'>,
  externalId: string,
  onboardedOn: string | null = null,
) =>
  execute.execute(
    new Execute(
      account,
      {
        type: 'PutAccount',
        externalId: ExternalId.parse(externalId),
        profile: {
          name: externalId,
          onboardedOn: onboardedOn as never,
          ownerSeat: null,
          parentExternalId: null,
          attributes: {},
        },
      },
      context(),
    ),
  );

/** Opens a scheme with one policy in force from a day on. */
export const putScheme = async (
  { execute }: Pick<Process, 'execute'>,
  code: string,
  document: unknown,
  effectiveFrom = '2000-01-01',
) => {
  const about = { scheme: SchemeCode.parse(code) };
  const [author, approver] = [PersonId.parse('ana'), PersonId.parse('ben')];
  const commands = [
    { type: 'PutScheme', ...about, name: code, description: '', primary: true },
    { type: 'DraftPolicy', ...about, document, author },
    { type: 'SubmitPolicy', ...about, version: 1, submittedBy: author },
    { type: 'ApprovePolicy', ...about, version: 1, approvedBy: approver },
    { type: 'SchedulePolicy', ...about, version: 1, effectiveFrom, scheduledBy: approver },
  ];
  for (const command of commands) await execute.execute(new Execute(scheme, command as never, context()));
};
