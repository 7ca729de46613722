import type { Provider } from '@nestjs/common';
import { Pool } from 'pg';
import { join } from 'node:path';
import { Clock, EventStore, ExecuteHandler } from '#libs/event-store';
import type { Instance } from '#libs/platform';
import {
  Evaluations,
  EvidenceFiles,
  EvidenceStore,
  EvidenceTable,
  Announcements,
  Handovers,
  Imports,
  Jobs,
  OverrideDesk,
  OverrideReports,
  Packs,
  PackShelf,
  Reassessment,
  Replays,
  ReviewDesk,
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
  Indications,
  InputCatalogue,
  KnownAt,
  OverridesView,
  OrgRecords,
  PartOfPortfolio,
  Portfolio,
  PortfolioDiff,
  Progress,
  Projector,
  ReportedAccounts,
  ReviewsHeld,
  ReviewsView,
  Schemes,
  Standings,
  TierHistory,
  TreatmentChanges,
} from '#libs/views';
import { Cursors } from './http/paging/cursor';
import { cursorKey } from './http/paging/cursor-key';

/** What the controllers are given of an instance, by the class that names it. */
export const membersOf = (instance: Instance): Provider[] => [
  { provide: Pool, useValue: instance.pool },
  { provide: EventStore, useValue: instance.store },
  { provide: Clock, useValue: instance.clock },
  // The command bus finds a handler that is no class of its own only where it comes from a factory.
  { provide: ExecuteHandler, useFactory: () => instance.execute, inject: [] },
  { provide: Projector, useValue: instance.projector },
  { provide: Progress, useValue: instance.progress },
  { provide: KnownAt, useValue: instance.knownAt },
  { provide: TierHistory, useValue: instance.tierHistory },
  { provide: Facts, useValue: instance.facts },
  { provide: Hierarchy, useValue: instance.hierarchy },
  { provide: Portfolio, useValue: instance.portfolio },
  { provide: PartOfPortfolio, useValue: new PartOfPortfolio(instance.pool) },
  { provide: Schemes, useValue: instance.schemes },
  { provide: Decisions, useValue: instance.decisions },
  { provide: Explanations, useValue: instance.explanations },
  { provide: PortfolioDiff, useValue: instance.portfolioDiff },
  { provide: AuditTrail, useValue: instance.auditTrail },
  { provide: TreatmentChanges, useValue: instance.treatmentChanges },
  { provide: Coverage, useValue: instance.coverage },
  { provide: InputCatalogue, useValue: new InputCatalogue(instance.pool) },
  { provide: ReviewsHeld, useValue: new ReviewsHeld(instance.pool) },
  { provide: Standings, useValue: new Standings(instance.pool) },
  { provide: Indications, useValue: new Indications(instance.pool) },
  { provide: Jobs, useValue: instance.jobs },
  { provide: Imports, useValue: instance.imports },
  { provide: Evaluations, useValue: instance.evaluations },
  { provide: Simulations, useValue: instance.simulations },
  { provide: Replays, useValue: instance.replays },
  { provide: Reassessment, useValue: instance.reassessment },
  { provide: Announcements, useValue: instance.announcements },
  { provide: Handovers, useValue: instance.handovers },
  { provide: SimulatedTime, useValue: instance.simulatedTime },
  { provide: OverridesView, useValue: instance.overridesView },
  { provide: OverrideDesk, useValue: new OverrideDesk(instance) },
  { provide: ReviewsView, useValue: new ReviewsView(instance.pool) },
  { provide: Packs, useValue: new Packs(instance) },
  { provide: PackShelf, useFactory: (packs: Packs) => new PackShelf(packs), inject: [Packs] },
  {
    provide: ReviewDesk,
    useFactory: (overrides: OverrideDesk, packs: Packs) => new ReviewDesk({ ...instance, overrides, packs }),
    inject: [OverrideDesk, Packs],
  },
  { provide: OverrideReports, useValue: reportsOf(instance) },
  { provide: EvidenceStore, useValue: evidenceOf(instance) },
  { provide: Cursors, useFactory: () => new Cursors(cursorKey(instance.config.dataDir)) },
];

const reportsOf = ({ store, pool }: Instance): OverrideReports =>
  new OverrideReports({ store, accounts: new ReportedAccounts(pool), org: new OrgRecords(pool) });

/** Beside the embedded database, files; where processes may share nothing but a database, there. */
const evidenceOf = ({ config, pool }: Instance): EvidenceStore =>
  config.databaseUrl === null ? new EvidenceFiles(join(config.dataDir, 'evidence')) : new EvidenceTable(pool);
