import { ExecuteHandler } from '#libs/event-store';
import { Evaluations, Imports, Jobs, Reassessment, SimulatedTime } from '#libs/runs';
import {
  AuditTrail,
  Decisions,
  Facts,
  KnownAt,
  Portfolio,
  Progress,
  Projector,
  Schemes,
  TierHistory,
  views,
} from '#libs/views';
import type { Config } from './config';
import { type Database, openDatabase } from './database';
import type { Instance, InstanceOptions } from './instance';
import { registerRebuilds } from './rebuild-work';
import { openSigningKey } from './signing-key';
import { openStore, type StoreAndClock } from './store';

/** Opens the database, brings it up to date and builds every member in order; nothing runs yet. */
export const openInstance = async (config: Config, options: InstanceOptions): Promise<Instance> => {
  const { part, report = () => {}, onLost } = options;
  const name = `tierledger-${part}`;
  const database = await openDatabase(config, { name, attach: part !== 'api', report, onLost });
  try {
    const storage = await openStore(config, part, database.pool);
    const signingKey = config.oidc ? null : await openSigningKey(config);
    return build(config, options, { database, storage, signingKey });
  } catch (error) {
    await database.close();
    throw error;
  }
};

interface Grounds {
  readonly database: Database;
  readonly storage: StoreAndClock;
  readonly signingKey: Instance['signingKey'];
}

const build = (
  config: Config,
  { part, report = () => {} }: InstanceOptions,
  { database, storage, signingKey }: Grounds,
): Instance => {
  const { pool, dataSource } = database;
  const { store, clock } = storage;
  const execute = new ExecuteHandler(store);
  const progress = new Progress(pool, { reaction: 'reassessment' });
  const facts = new Facts(pool);
  const portfolio = new Portfolio(pool);
  const parts = { pool, store, execute, clock, progress, facts, portfolio, report };
  const projector = new Projector(pool, store, progress, views, { report });
  const jobs = new Jobs(pool, { report });
  const imports = new Imports({ ...parts, jobs });
  const evaluations = new Evaluations({ ...parts, jobs });
  const reassessment = new Reassessment(parts);
  registerRebuilds(jobs, projector);
  const running = lifeOf(config, part, { projector, reassessment, jobs });
  return {
    config,
    part,
    pool,
    dataSource,
    alone: database.owned,
    store,
    clock,
    execute,
    projector,
    progress,
    knownAt: new KnownAt(pool, store, clock, progress),
    tierHistory: new TierHistory(pool),
    facts,
    portfolio,
    schemes: new Schemes(pool),
    decisions: new Decisions(pool),
    auditTrail: new AuditTrail(pool),
    jobs,
    imports,
    evaluations,
    reassessment,
    simulatedTime: new SimulatedTime(parts),
    signingKey,
    start: running.start,
    close: once(async () => {
      await running.stop();
      await store.close();
      await database.close();
    }),
  };
};

type Working = Pick<Instance, 'projector' | 'reassessment' | 'jobs'>;

/** Where the projector is separate, it does all standing and long work, and the API only answers. */
const lifeOf = (
  config: Config,
  part: InstanceOptions['part'],
  { projector, reassessment, jobs }: Working,
) => {
  const works = part !== 'api' || config.projector === 'inside';
  let started: Promise<void> | undefined;
  const start = async () => {
    await projector.start();
    await reassessment.start();
    await jobs.start();
  };
  return {
    start: () => (started ??= works ? start() : Promise.resolve()),
    stop: async () => {
      if (!started || !works) return;
      await started.catch(() => {});
      await jobs.close();
      await reassessment.close();
      await projector.stop();
    },
  };
};

const once = (close: () => Promise<void>): (() => Promise<void>) => {
  let closing: Promise<void> | undefined;
  return () => (closing ??= close());
};
