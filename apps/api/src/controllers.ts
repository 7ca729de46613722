import { AccessLogController } from './access-log/access-log.controller';
import { AccountsController } from './accounts/accounts.controller';
import { FactsController } from './accounts/facts.controller';
import { AuditController } from './audit/audit.controller';
import { ClockController } from './clock/clock.controller';
import { CorrectionsController } from './corrections/corrections.controller';
import { DueController } from './due/due.controller';
import { ReviewsHeldController } from './due/reviews-held.controller';
import { TriggersController } from './due/triggers.controller';
import { EvaluationsController } from './evaluations/evaluations.controller';
import { EvidenceController } from './evidence/evidence.controller';
import { ExplanationsController } from './explanations/explanations.controller';
import { FlapsController } from './explanations/flaps.controller';
import { PortfolioDiffController } from './explanations/portfolio-diff.controller';
import { ReplayController } from './explanations/replay.controller';
import { WatchListController } from './explanations/watch-list.controller';
import { HealthController } from './health/health.controller';
import { FamilyController } from './hierarchy/family.controller';
import { LineageController } from './hierarchy/lineage.controller';
import { ImportsController } from './imports/imports.controller';
import { AccountInputsController } from './inputs/account-inputs.controller';
import { InputsController } from './inputs/inputs.controller';
import { JobsController } from './jobs/jobs.controller';
import { OpsController } from './ops/ops.controller';
import { DelegationsController } from './org/delegations.controller';
import { SeatsController } from './org/seats.controller';
import { InboxController } from './overrides/inbox.controller';
import { OverrideReportsController } from './override-reports/override-reports.controller';
import { OverrideBulkController } from './overrides/bulk/bulk.controller';
import { OverrideDecisionsController } from './overrides/decisions.controller';
import { OverridesController } from './overrides/overrides.controller';
import { SecondLooksController } from './overrides/second-looks.controller';
import { ReviewItemsController } from './reviews/items.controller';
import { PackController } from './reviews/pack/pack.controller';
import { ReviewsController } from './reviews/reviews.controller';
import { ChangelogController } from './schemes/changelog.controller';
import { AssessmentsController } from './rubrics/assessments.controller';
import { RubricsController } from './rubrics/rubrics.controller';
import { PoliciesController } from './schemes/policies.controller';
import { SchemesController } from './schemes/schemes.controller';
import { SimulationsController } from './schemes/simulations.controller';
import { VersionsController } from './schemes/versions.controller';
import { ServiceKeysController } from './service-keys/service-keys.controller';
import { SettingsController } from './settings/settings.controller';
import { CoverageController } from './treatments/coverage.controller';
import { TreatmentChangesController } from './treatments/treatment-changes.controller';
import { TreatmentsController } from './treatments/treatments.controller';
import { AccountTiersController } from './tiers/account-tiers.controller';
import { BulkController } from './tiers/bulk.controller';
import { TiersController } from './tiers/tiers.controller';
import { ViewsController } from './tiers/views.controller';

/** Everything that answers HTTP. */
export const controllers = [
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
  VersionsController,
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
  ReviewsHeldController,
  SeatsController,
  DelegationsController,
  EvidenceController,
  OverridesController,
  OverrideDecisionsController,
  SecondLooksController,
  OverrideBulkController,
  InboxController,
  OverrideReportsController,
  ReviewsController,
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
