import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Instance, type Oidc, type Role, roles } from '#libs/platform';
import { watchConformance } from './conformance';
import { freshDatabase } from './database';

export type TestRole = Role;

/** A part of an answer: what it must be is what the test asserts. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

export interface ApiOptions {
  /** The simulated clock begins here; `real` leaves it to the machine. */
  readonly now?: string;
  readonly clock?: 'simulated' | 'real';
  /** Where an EventStoreDB is that keeps the events; the database keeps them unless told. */
  readonly eventStoreDb?: string;
  /** Decisions that are taken again each night; none unless told. */
  readonly replaySample?: number;
  /** For how many days simulations keep their accounts; for good unless told. */
  readonly simulationDays?: number;
  /** Is told what an operator would read in the log. */
  readonly report?: (sentence: string) => void;
  /** Requests a minute and caller; 0 is without limit. */
  readonly rateLimit?: number;
  /** How long a question waits for views that are behind: longer than a server would, for a machine may be slow. */
  readonly patienceMs?: number;
  /** Who signs the tokens; the instance itself unless told. */
  readonly issuer?: {
    readonly oidc: Oidc;
    issueToken(bearer: { sub: string; roles: readonly string[] }): Promise<string>;
  };
}

/** A real application over a database of its own. Every answer is held against the OpenAPI document. */
export interface TestApi {
  readonly app: NestFastifyApplication;
  readonly instance: Instance;
  readonly url: string;
  /** A client with a token of this role; the person is called after it. */
  as(role: TestRole): request.Agent;
  /** A client of a person with these roles. */
  person(sub: string, ...roles: string[]): Promise<request.Agent>;
  /** A client that says this in `Authorization`, or nothing. */
  anybody(authorization?: string): request.Agent;
  /** Moves the simulated clock, when everything before has settled. */
  clock(now: string): Promise<void>;
  /** Waits until everything recorded has had its consequences in every view; says the position of the log. */
  settled(): Promise<bigint>;
  /** Waits for a job, and gives its result; a job that fails throws. */
  job(accepted: request.Response): Promise<Json>;
  /** @throws Error when an answer did not fit the document */
  close(): Promise<void>;
}

/** Starts the API on a fresh database, its clock simulated unless told; ends with `close`. */
export const startApi = async ({
  now = '2025-01-01T12:00:00Z',
  clock = 'simulated',
  eventStoreDb,
  replaySample = 0,
  simulationDays = 0,
  report,
  rateLimit = 0,
  patienceMs = 60_000,
  issuer,
}: ApiOptions = {}): Promise<TestApi> => {
  const { openInstance, readConfig } = await import('#libs/platform');
  const { buildApi } = await import('#apps/api/src/api');
  const database = await freshDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'tierledger-api-'));
  const config = {
    ...readConfig({}),
    dataDir,
    databaseUrl: addressOf(database.connection),
    databasePool: 12,
    clock,
    ...(eventStoreDb !== undefined && { eventStore: { kind: 'eventstoredb' as const, url: eventStoreDb } }),
    replaySample,
    simulationDays,
    rateLimit,
    oidc: issuer?.oidc ?? null,
    logLevel: 'silent' as const,
  };
  const instance = await openInstance(config, { part: 'api', patienceMs, ...(report && { report }) });
  await instance.start();
  const conformance = watchConformance(() => api.document as never);
  const api = await buildApi(instance, conformance.watch);
  await api.app.listen(0, '127.0.0.1');
  const url = await api.app.getUrl();
  const tokens = new Map<string, string>();
  const signer = issuer ?? instance.signingKey!;
  for (const role of roles) tokens.set(role, await signer.issueToken({ sub: role, roles: [role] }));
  const anybody = (authorization?: string) => {
    const agent = request.agent(url);
    return authorization === undefined ? agent : agent.set('Authorization', authorization);
  };
  if (clock === 'simulated') await instance.simulatedTime.moveTo(now as never);
  return {
    app: api.app,
    instance,
    url,
    anybody,
    as: (role) => anybody(`Bearer ${tokens.get(role)}`),
    person: async (sub, ...roles) => anybody(`Bearer ${await signer.issueToken({ sub, roles })}`),
    clock: async (to) => {
      await anybody(`Bearer ${tokens.get('admin')}`)
        .post('/v1/clock')
        .send({ now: to })
        .expect(200);
    },
    settled: () => settled(instance),
    job: (accepted) => resultOf(instance, accepted),
    close: async () => {
      await api.app.close();
      await instance.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
      if (conformance.misfits.length > 0)
        throw new Error(`Answers did not fit /openapi.json:\n${conformance.misfits.join('\n')}`);
    },
  };
};

/** Nothing takes this long, on whatever machine. */
const veryLongMs = 300_000;

const addressOf = ({
  host,
  port,
  user,
  database,
}: {
  host?: string;
  port?: number;
  user?: string;
  database?: string;
}): string =>
  `postgres://${user}@localhost:${port}/${database}?sslmode=disable&host=${encodeURIComponent(host ?? '')}`;

const settled = async ({ store, progress }: Instance): Promise<bigint> => {
  const { views } = await import('#libs/views');
  const head = await store.head();
  for (const { name } of views) await progress.settle(name, head, veryLongMs);
  return store.head();
};

const resultOf = async (
  { jobs }: Instance,
  { status, body, headers }: request.Response,
): Promise<unknown> => {
  if (status !== 202) throw new Error(`No job was accepted: ${status} ${JSON.stringify(body)}`);
  const job = await jobs.finished(String(headers['location']).split('/').at(-1)!, veryLongMs);
  if (job?.state !== 'succeeded')
    throw new Error(`The job has ${job?.state}: ${JSON.stringify(job?.problem)}`);
  return job.result;
};
