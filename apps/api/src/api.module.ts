import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { Instance } from '#libs/platform';
import { AccessLog } from './access-log/access-log';
import { KeptAccesses } from './access-log/kept-accesses';
import { DueLists } from './due/due-lists';
import { PortfolioTriggers } from './due/portfolio-triggers';
import { Diffs } from './explanations/diffs';
import { Families } from './hierarchy/families';
import { Lineages } from './hierarchy/lineages';
import { Parents } from './hierarchy/parents';
import { Commands } from './http/commands';
import { Freshness } from './http/freshness';
import { Masks } from './http/masks/masks';
import { Metrics } from './http/metrics';
import { Pages } from './http/paging/pages';
import { ScopeGate } from './http/scopes/scope-gate';
import { InputsKnown } from './inputs/inputs-known';
import { KeptReports } from './override-reports/kept-reports';
import { ReportBook } from './override-reports/report-book';
import { Effects } from './overrides/effects';
import { Previews } from './overrides/previews';
import { BulkRequests } from './overrides/bulk/bulk-requests';
import { EvidenceKept } from './overrides/evidence-kept';
import { OverrideBook } from './overrides/override-book';
import { QuotaInside } from './overrides/quota-inside';
import { OverrideLists } from './overrides/override-lists';
import { ReviewBook } from './reviews/review-book';
import { Approvals } from './schemes/approvals';
import { Changelogs } from './schemes/changelog';
import { RubricBook } from './rubrics/rubric-book';
import { Drafts } from './schemes/drafts';
import { PrimaryScheme } from './schemes/primary-scheme';
import { KeyBook } from './service-keys/key-book';
import { KeyCallers } from './service-keys/key-callers';
import { Tenant } from './settings/tenant';
import { Coverages } from './treatments/coverages';
import { Plans } from './treatments/plans';
import { AccountViews } from './tiers/account-views';
import { NoAnswer } from './tiers/no-answer';
import { Questions } from './tiers/questions';
import { controllers } from './controllers';
import { membersOf } from './members';

/** What the folders have between their controllers and the members of the instance. */
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
  QuotaInside,
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

/** HTTP over an instance: every controller, and nothing that decides. */
@Module({})
export class ApiModule {
  static over(instance: Instance): DynamicModule {
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot()],
      controllers,
      providers: [...membersOf(instance), ...ours],
    };
  }
}
