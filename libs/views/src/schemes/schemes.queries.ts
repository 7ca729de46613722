import type { Pool } from 'pg';
import type { CohortCut, PolicyDocument } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';

export interface SchemeRow {
  readonly scheme: string;
  readonly name: string;
  readonly description: string;
  readonly primary: boolean;
  /** Of the scheme's stream. */
  readonly revision: number;
}

export type PolicyState = 'DRAFT' | 'SUBMITTED' | 'APPROVED' | 'REJECTED' | 'SCHEDULED' | 'RETIRED';

/** One approval of a version. */
export interface PolicyApproval {
  /** Null where the version asks for no role. */
  readonly role: string | null;
  readonly approvedBy: string;
  readonly simulationHash: string | null;
  readonly comment: string | null;
  readonly at: Instant;
}

export interface PolicyRow {
  readonly scheme: string;
  readonly version: number;
  readonly state: PolicyState;
  readonly document: PolicyDocument;
  readonly author: string;
  readonly submittedBy: string | null;
  /** Who approved or rejected it, and what they said. */
  readonly decidedBy: string | null;
  readonly comment: string | null;
  readonly approvals: readonly PolicyApproval[];
  /** Of the simulation that the last approval rests on. */
  readonly simulationHash: string | null;
  /** The first day on which it runs beside the plan. */
  readonly shadowFrom: Day | null;
  readonly effectiveFrom: Day | null;
  readonly effectiveUntil: Day | null;
  readonly draftedAt: Instant;
}

export interface AssessmentDayRow {
  readonly day: Day;
  readonly kind: 'scheduled' | 'unscheduled';
  /** How many accounts it is for; null for the whole scheme. */
  readonly accounts: number | null;
  readonly runId: string;
}

/** A cohort that a run has ranked, and where it was cut. */
export interface CohortRow {
  readonly day: Day;
  readonly policyVersion: number;
  readonly accounts: number;
  readonly cohortHash: string;
  readonly scoresHash: string;
  readonly cuts: readonly CohortCut[];
  readonly runId: string;
}

const schemeColumns = 'scheme, name, description, is_primary as "primary", revision';

const policyColumns = `scheme, version, state, document, author, submitted_by as "submittedBy",
  decided_by as "decidedBy", comment, approvals, simulation_hash as "simulationHash", shadow_from as "shadowFrom",
  effective_from as "effectiveFrom", effective_until as "effectiveUntil",
  drafted_at as "draftedAt"`;

/** The schemes and their policies as they stand now. */
export class Schemes {
  constructor(private readonly pool: Pool) {}

  /** In the order of their codes. */
  async all(): Promise<SchemeRow[]> {
    const { rows } = await this.pool.query<SchemeRow>(`select ${schemeColumns} from schemes order by scheme`);
    return rows;
  }

  async get(scheme: string): Promise<SchemeRow | null> {
    const { rows } = await this.pool.query<SchemeRow>({
      name: 'schemes-get',
      text: `select ${schemeColumns} from schemes where scheme = $1`,
      values: [scheme],
    });
    return rows[0] ?? null;
  }

  /** The scheme that is meant when a question names none; null before the first one. */
  async primary(): Promise<SchemeRow | null> {
    const { rows } = await this.pool.query<SchemeRow>({
      name: 'schemes-primary',
      text: `select ${schemeColumns} from schemes where is_primary order by opened_at limit 1`,
    });
    return rows[0] ?? null;
  }

  /** The versions of a scheme's policy, the latest first. */
  async policies(scheme: string): Promise<PolicyRow[]> {
    const { rows } = await this.pool.query<Stored>(
      `select ${policyColumns} from policies where scheme = $1 order by version desc`,
      [scheme],
    );
    return rows.map(policyOf);
  }

  /** The documents of all policies, whatever became of them. */
  async documents(): Promise<PolicyDocument[]> {
    const { rows } = await this.pool.query<Pick<PolicyRow, 'document'>>('select document from policies');
    return rows.map(({ document }) => document);
  }

  async policy(scheme: string, version: number): Promise<PolicyRow | null> {
    const { rows } = await this.pool.query<Stored>(
      `select ${policyColumns} from policies where scheme = $1 and version = $2`,
      [scheme, version],
    );
    return rows[0] ? policyOf(rows[0]) : null;
  }

  /** The cohorts that runs of the scheme have ranked, the latest first. */
  async cohorts(scheme: string): Promise<CohortRow[]> {
    const { rows } = await this.pool.query<CohortRow>(
      `select day, policy_version as "policyVersion", accounts, cohort_hash as "cohortHash",
              scores_hash as "scoresHash", cuts, run_id as "runId"
       from cohorts where scheme = $1 order by day desc, policy_version desc`,
      [scheme],
    );
    return rows;
  }

  /** The days on which the scheme assesses, in order. */
  async assessmentDays(scheme: string): Promise<AssessmentDayRow[]> {
    const { rows } = await this.pool.query<AssessmentDayRow>(
      `select day, kind, accounts, run_id as "runId" from assessment_days where scheme = $1 order by day, position`,
      [scheme],
    );
    return rows;
  }
}

type Stored = Omit<PolicyRow, 'draftedAt'> & { readonly draftedAt: Date };

const policyOf = (row: Stored): PolicyRow => ({ ...row, draftedAt: row.draftedAt.toISOString() as Instant });
