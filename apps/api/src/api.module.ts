import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Pool } from 'pg';
import { Clock, EventStore, ExecuteHandler } from '#libs/event-store';
import type { Instance } from '#libs/platform';
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
} from '#libs/views';
import { AccountsController } from './accounts/accounts.controller';
import { FactsController } from './accounts/facts.controller';
import { AuditController } from './audit/audit.controller';
import { ClockController } from './clock/clock.controller';
import { CorrectionsController } from './corrections/corrections.controller';
import { EvaluationsController } from './evaluations/evaluations.controller';
import { HealthController } from './health/health.controller';
import { Commands } from './http/commands';
import { Freshness } from './http/freshness';
import { Cursors } from './http/cursor';
import { cursorKey } from './http/cursor-key';
import { Metrics } from './http/metrics';
import { Pages } from './http/pages';
import { ImportsController } from './imports/imports.controller';
import { JobsController } from './jobs/jobs.controller';
import { OpsController } from './ops/ops.controller';
import { Drafts } from './schemes/drafts';
import { PoliciesController } from './schemes/policies.controller';
import { PrimaryScheme } from './schemes/primary-scheme';
import { SchemesController } from './schemes/schemes.controller';
import { SettingsController } from './settings/settings.controller';
import { Tenant } from './settings/tenant';
import { AccountTiersController } from './tiers/account-tiers.controller';
import { BulkController } from './tiers/bulk.controller';
import { NoAnswer } from './tiers/no-answer';
import { Questions } from './tiers/questions';
import { TiersController } from './tiers/tiers.controller';

const controllers = [
  AccountsController,
  FactsController,
  AccountTiersController,
  CorrectionsController,
  ImportsController,
  JobsController,
  SchemesController,
  PoliciesController,
  EvaluationsController,
  BulkController,
  TiersController,
  AuditController,
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
  { provide: Portfolio, useValue: instance.portfolio },
  { provide: Schemes, useValue: instance.schemes },
  { provide: Decisions, useValue: instance.decisions },
  { provide: AuditTrail, useValue: instance.auditTrail },
  { provide: Jobs, useValue: instance.jobs },
  { provide: Imports, useValue: instance.imports },
  { provide: Evaluations, useValue: instance.evaluations },
  { provide: Reassessment, useValue: instance.reassessment },
  { provide: SimulatedTime, useValue: instance.simulatedTime },
  { provide: Cursors, useFactory: () => new Cursors(cursorKey(instance.config.dataDir)) },
];

/** HTTP over an instance: every controller, and nothing that decides. */
@Module({})
export class ApiModule {
  static over(instance: Instance): DynamicModule {
    const ours = [Freshness, Commands, Metrics, Pages, Tenant, Questions, NoAnswer, Drafts, PrimaryScheme];
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot()],
      controllers,
      providers: [...membersOf(instance), ...ours],
    };
  }
}
