import { ExecuteHandler } from '#libs/event-store';
import {
  Announcements,
  Evaluations,
  Handovers,
  Imports,
  Jobs,
  Nightly,
  Reassessment,
  Replays,
  SimulatedTime,
  Simulations,
} from '#libs/runs';
import {
  AuditTrail,
  Coverage,
  Decisions,
  Explanations,
  Facts,
  Hierarchy,
  KnownAt,
  Org,
  OverrideDues,
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
import { choresOf } from './chores';
import type { Config } from './config';
import { type Database, openDatabase } from './database';
import type { Instance, InstanceOptions } from './instance';
import { lifeOf } from './life';
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

/**
 * What follows the log and adds to it: hand-overs follow from the tiers, and nothing follows from them. Announcements
 * say what is so without them, so nobody waits for those.
 */
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
  { part, report = () => {}, patienceMs }: InstanceOptions,
  { database, storage, signingKey }: Grounds,
): Instance => {
  const { pool, dataSource } = database;
  const { store, clock } = storage;
  const execute = new ExecuteHandler(store);
  const progress = new Progress(pool, { reactions }, patienceMs);
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
  const overrideDues = new OverrideDues(pool);
  const announcements = new Announcements({ ...parts, overrideDues });
  const handovers = new Handovers({ ...parts, tierHistory });
  const replays = new Replays({ ...parts, explanations, jobs });
  const nightly = new Nightly({ ...parts, jobs }, choresOf(config));
  registerRebuilds(jobs, projector);
  const running = lifeOf(config, part, { projector, reassessment, announcements, handovers, nightly, jobs });
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
    overrideDues,
    overridesView: new OverridesView(pool),
    org: new Org(pool),
    quotasView: new QuotasView(pool),
    jobs,
    imports,
    evaluations,
    simulations,
    replays,
    nightly,
    reassessment,
    announcements,
    handovers,
    simulatedTime: new SimulatedTime({
      ...parts,
      dayEnds: () => announcements.caughtUp(),
      dayHasCome: async () => {
        await announcements.dayHasCome();
        await handovers.dayHasCome();
      },
    }),
    signingKey,
    start: running.start,
    close: once(async () => {
      await running.stop();
      await store.close();
      await database.close();
    }),
  };
};

const once = (close: () => Promise<void>): (() => Promise<void>) => {
  let closing: Promise<void> | undefined;
  return () => (closing ??= close());
};
