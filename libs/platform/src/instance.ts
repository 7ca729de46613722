import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import type { Clock, EventStore, ExecuteHandler } from '#libs/event-store';
import type {
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
import type {
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
  TierHistory,
  TreatmentChanges,
} from '#libs/views';
import type { Config } from './config';
import type { SigningKey } from './signing-key';

/** Which part of the product this process is: it decides what `start()` sets going. */
export type Part = 'api' | 'projector' | 'tool';

export interface InstanceOptions {
  readonly part: Part;
  /** Is told what an operator should know, in sentences. */
  readonly report?: (sentence: string) => void;
  /** The embedded database ended, and nobody had asked it to: nothing can be done any more but to say so and end. */
  readonly onLost?: (reason: string) => void;
  /** Milliseconds for which a question waits for views that are behind; as the REST contract promises them unless told. */
  readonly patienceMs?: number;
}

/** Everything a process needs, built in order as plain objects; apps hand the members out and hold no rule. */
export interface Instance {
  readonly config: Config;
  readonly part: Part;
  readonly pool: Pool;
  readonly dataSource: DataSource;
  /** This process runs the embedded database, so that nobody else works on it unless beside it. */
  readonly alone: boolean;

  // ── Writing ──
  readonly store: EventStore;
  readonly clock: Clock;
  readonly execute: ExecuteHandler;

  // ── Reading ──
  readonly projector: Projector;
  readonly progress: Progress;
  readonly knownAt: KnownAt;
  readonly tierHistory: TierHistory;
  readonly facts: Facts;
  readonly hierarchy: Hierarchy;
  readonly portfolio: Portfolio;
  readonly schemes: Schemes;
  readonly decisions: Decisions;
  readonly explanations: Explanations;
  readonly portfolioDiff: PortfolioDiff;
  readonly auditTrail: AuditTrail;
  readonly treatmentChanges: TreatmentChanges;
  readonly coverage: Coverage;
  readonly overrideDues: OverrideDues;
  readonly overridesView: OverridesView;
  readonly org: Org;
  readonly quotasView: QuotasView;

  // ── Long and standing work ──
  readonly jobs: Jobs;
  readonly imports: Imports;
  readonly evaluations: Evaluations;
  readonly simulations: Simulations;
  readonly replays: Replays;
  readonly nightly: Nightly;
  readonly reassessment: Reassessment;
  readonly announcements: Announcements;
  readonly handovers: Handovers;
  readonly simulatedTime: SimulatedTime;

  /** Null when an OIDC issuer signs the tokens. */
  readonly signingKey: SigningKey | null;

  /** Sets views, reassessment and jobs going, where this part of the product runs them. */
  readonly start: () => Promise<void>;
  /** Ends what was started and lets go of everything, in reverse order; may be called more than once. */
  readonly close: () => Promise<void>;
}
