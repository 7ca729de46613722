import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
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
  Reassessment,
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
  Reviews,
  ReviewsView,
  Schemes,
  Standings,
  TierHistory,
  TreatmentChanges,
} from '#libs/views';
import { AccessLogController } from './access-log/access-log.controller';
import { AccessLog } from './access-log/access-log';
import { KeptAccesses } from './access-log/kept-accesses';
import { AccountsController } from './accounts/accounts.controller';
import { FactsController } from './accounts/facts.controller';
import { AuditController } from './audit/audit.controller';
import { ClockController } from './clock/clock.controller';
import { CorrectionsController } from './corrections/corrections.controller';
import { DueController } from './due/due.controller';
import { DueLists } from './due/due-lists';
import { PortfolioTriggers } from './due/portfolio-triggers';
import { ReviewsController } from './due/reviews.controller';
import { TriggersController } from './due/triggers.controller';
import { EvaluationsController } from './evaluations/evaluations.controller';
import { EvidenceController } from './evidence/evidence.controller';
import { Diffs } from './explanations/diffs';
import { ExplanationsController } from './explanations/explanations.controller';
import { FlapsController } from './explanations/flaps.controller';
import { PortfolioDiffController } from './explanations/portfolio-diff.controller';
import { ReplayController } from './explanations/replay.controller';
import { WatchListController } from './explanations/watch-list.controller';
import { HealthController } from './health/health.controller';
import { Families } from './hierarchy/families';
import { FamilyController } from './hierarchy/family.controller';
import { LineageController } from './hierarchy/lineage.controller';
import { Lineages } from './hierarchy/lineages';
import { Parents } from './hierarchy/parents';
import { Commands } from './http/commands';
import { Freshness } from './http/freshness';
import { Cursors } from './http/paging/cursor';
import { cursorKey } from './http/paging/cursor-key';
import { Masks } from './http/masks/masks';
import { Metrics } from './http/metrics';
import { Pages } from './http/paging/pages';
import { ScopeGate } from './http/scopes/scope-gate';
import { ImportsController } from './imports/imports.controller';
import { AccountInputsController } from './inputs/account-inputs.controller';
import { InputsController } from './inputs/inputs.controller';
import { InputsKnown } from './inputs/inputs-known';
import { JobsController } from './jobs/jobs.controller';
import { OpsController } from './ops/ops.controller';
import { DelegationsController } from './org/delegations.controller';
import { SeatsController } from './org/seats.controller';
import { InboxController } from './overrides/inbox.controller';
import { KeptReports } from './override-reports/kept-reports';
import { OverrideReportsController } from './override-reports/override-reports.controller';
import { ReportBook } from './override-reports/report-book';
import { Effects } from './overrides/effects';
import { Previews } from './overrides/previews';
import { OverrideBulkController } from './overrides/bulk/bulk.controller';
import { BulkRequests } from './overrides/bulk/bulk-requests';
import { EvidenceKept } from './overrides/evidence-kept';
import { OverrideDecisionsController } from './overrides/decisions.controller';
import { OverrideBook } from './overrides/override-book';
import { OverrideLists } from './overrides/override-lists';
import { OverridesController } from './overrides/overrides.controller';
import { SecondLooksController } from './overrides/second-looks.controller';
import { ReviewItemsController } from './reviews/items.controller';
import { PackController } from './reviews/pack/pack.controller';
import { ReviewBook } from './reviews/review-book';
import { QuarterReviewsController } from './reviews/reviews.controller';
import { Approvals } from './schemes/approvals';
import { ChangelogController } from './schemes/changelog.controller';
import { Changelogs } from './schemes/changelog';
import { AssessmentsController } from './rubrics/assessments.controller';
import { RubricBook } from './rubrics/rubric-book';
import { RubricsController } from './rubrics/rubrics.controller';
import { Drafts } from './schemes/drafts';
import { PoliciesController } from './schemes/policies.controller';
import { PrimaryScheme } from './schemes/primary-scheme';
import { SchemesController } from './schemes/schemes.controller';
import { SimulationsController } from './schemes/simulations.controller';
import { KeyBook } from './service-keys/key-book';
import { KeyCallers } from './service-keys/key-callers';
import { ServiceKeysController } from './service-keys/service-keys.controller';
import { SettingsController } from './settings/settings.controller';
import { Tenant } from './settings/tenant';
import { CoverageController } from './treatments/coverage.controller';
import { Coverages } from './treatments/coverages';
import { Plans } from './treatments/plans';
import { TreatmentChangesController } from './treatments/treatment-changes.controller';
import { TreatmentsController } from './treatments/treatments.controller';
import { AccountTiersController } from './tiers/account-tiers.controller';
import { AccountViews } from './tiers/account-views';
import { BulkController } from './tiers/bulk.controller';
import { NoAnswer } from './tiers/no-answer';
import { Questions } from './tiers/questions';
import { TiersController } from './tiers/tiers.controller';
import { ViewsController } from './tiers/views.controller';

const controllers = [
  AccountsController,
  FactsController,
  FamilyController,
  LineageController,
  AccountTiersController,
  ViewsController,
  CorrectionsController,
  ImportsController,
  JobsController,
  SchemesController,
  PoliciesController,
  SimulationsController,
  ChangelogController,
  EvaluationsController,
  BulkController,
  ExplanationsController,
  PortfolioDiffController,
  WatchListController,
  FlapsController,
  ReplayController,
  TiersController,
  TreatmentsController,
  TreatmentChangesController,
  CoverageController,
  InputsController,
  AccountInputsController,
  RubricsController,
  AssessmentsController,
  DueController,
  TriggersController,
  ReviewsController,
  SeatsController,
  DelegationsController,
  EvidenceController,
  OverridesController,
  OverrideDecisionsController,
  SecondLooksController,
  OverrideBulkController,
  InboxController,
  OverrideReportsController,
  QuarterReviewsController,
  ReviewItemsController,
  PackController,
  AuditController,
  ServiceKeysController,
  AccessLogController,
  OpsController,
  SettingsController,
  ClockController,
  HealthController,
];

/** What the controllers are given, by the class that names it. */
const membersOf = (instance: Instance): Provider[] => [
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
  { provide: Reviews, useValue: new Reviews(instance.pool) },
  { provide: Standings, useValue: new Standings(instance.pool) },
  { provide: Indications, useValue: new Indications(instance.pool) },
  { provide: Jobs, useValue: instance.jobs },
  { provide: Imports, useValue: instance.imports },
  { provide: Evaluations, useValue: instance.evaluations },
  { provide: Simulations, useValue: instance.simulations },
  { provide: Reassessment, useValue: instance.reassessment },
  { provide: Announcements, useValue: instance.announcements },
  { provide: Handovers, useValue: instance.handovers },
  { provide: SimulatedTime, useValue: instance.simulatedTime },
  { provide: OverridesView, useValue: instance.overridesView },
  { provide: OverrideDesk, useValue: new OverrideDesk(instance) },
  { provide: ReviewsView, useValue: new ReviewsView(instance.pool) },
  { provide: Packs, useValue: new Packs(instance) },
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

/** HTTP over an instance: every controller, and nothing that decides. */
@Module({})
export class ApiModule {
  static over(instance: Instance): DynamicModule {
    const ours = [
      Freshness,
      Commands,
      Metrics,
      Pages,
      Tenant,
      Questions,
      ScopeGate,
      Masks,
      NoAnswer,
      Diffs,
      AccountViews,
      Families,
      Lineages,
      Parents,
      Drafts,
      Approvals,
      Changelogs,
      PrimaryScheme,
      InputsKnown,
      RubricBook,
      DueLists,
      PortfolioTriggers,
      Plans,
      Coverages,
      OverrideBook,
      EvidenceKept,
      Effects,
      Previews,
      BulkRequests,
      ReviewBook,
      OverrideLists,
      KeptReports,
      ReportBook,
      KeyBook,
      KeyCallers,
      AccessLog,
      KeptAccesses,
    ];
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot()],
      controllers,
      providers: [...membersOf(instance), ...ours],
    };
  }
}
