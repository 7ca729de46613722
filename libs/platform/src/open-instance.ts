import { ExecuteHandler } from '#libs/event-store';
import { Evaluations, Handovers, Imports, Jobs, Reassessment, SimulatedTime, Simulations } from '#libs/runs';
import {
  AuditTrail,
  Coverage,
  Decisions,
  Explanations,
  Facts,
  Hierarchy,
  KnownAt,
  Org,
  OverridesView,
  Portfolio,
  PortfolioDiff,
  Progress,
  Projector,
  QuotasView,
  Schemes,
  type StandingReaction,
  TierHistory,
  TreatmentChanges,
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

/** What follows the log and adds to it: hand-overs follow from the tiers, and nothing follows from them. */
const reactions: readonly StandingReaction[] = [
  { name: 'reassessment' },
  { name: 'handover', feeds: ['treatments', 'audit-trail', 'quarantine'] },
];

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
  const progress = new Progress(pool, { reactions });
  const facts = new Facts(pool);
  const portfolio = new Portfolio(pool);
  const explanations = new Explanations(pool);
  const tierHistory = new TierHistory(pool);
  const parts = { pool, store, execute, clock, progress, facts, portfolio, report };
  const projector = new Projector(pool, store, progress, views, { report });
  const jobs = new Jobs(pool, { report });
  const imports = new Imports({ ...parts, jobs });
  const auditTrail = new AuditTrail(pool);
  const simulations = new Simulations({ ...parts, jobs, auditTrail });
  const evaluations = new Evaluations({ ...parts, jobs, reviewed: (run) => simulations.shadowRun(run) });
  const reassessment = new Reassessment(parts);
  const handovers = new Handovers({ ...parts, tierHistory });
  registerRebuilds(jobs, projector);
  const running = lifeOf(config, part, { projector, reassessment, handovers, jobs });
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
    tierHistory,
    facts,
    hierarchy: new Hierarchy(pool),
    portfolio,
    schemes: new Schemes(pool),
    decisions: new Decisions(pool),
    explanations,
    portfolioDiff: new PortfolioDiff(pool, explanations.policies),
    auditTrail,
    treatmentChanges: new TreatmentChanges(pool),
    coverage: new Coverage(pool),
    overridesView: new OverridesView(pool),
    org: new Org(pool),
    quotasView: new QuotasView(pool),
    jobs,
    imports,
    evaluations,
    simulations,
    reassessment,
    handovers,
    simulatedTime: new SimulatedTime({ ...parts, dayHasCome: () => handovers.dayHasCome() }),
    signingKey,
    start: running.start,
    close: once(async () => {
      await running.stop();
      await store.close();
      await database.close();
    }),
  };
};

type Working = Pick<Instance, 'projector' | 'reassessment' | 'handovers' | 'jobs'>;

/** Where the projector is separate, it does all standing and long work, and the API only answers. */
const lifeOf = (
  config: Config,
  part: InstanceOptions['part'],
  { projector, reassessment, handovers, jobs }: Working,
) => {
  const works = part !== 'api' || config.projector === 'inside';
  let started: Promise<void> | undefined;
  const start = async () => {
    await projector.start();
    await reassessment.start();
    await handovers.start();
    await jobs.start();
  };
  return {
    start: () => (started ??= works ? start() : Promise.resolve()),
    stop: async () => {
      if (!started || !works) return;
      await started.catch(() => {});
      await jobs.close();
      await handovers.close();
      await reassessment.close();
      await projector.stop();
    },
  };
};

const once = (close: () => Promise<void>): (() => Promise<void>) => {
  let closing: Promise<void> | undefined;
  return () => (closing ??= close());
};
