import type { Pool } from 'pg';
import type { PolicyDocument } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';

export interface SchemeRow {
  readonly scheme: string;
  readonly name: string;
  readonly description: string;
  readonly primary: boolean;
  /** The stream's revision. */
  readonly revision: number;
}

export type PolicyState = 'DRAFT' | 'SUBMITTED' | 'APPROVED' | 'REJECTED' | 'SCHEDULED' | 'RETIRED';

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

/** The schemes and their policies as they stand now. */
export class Schemes {
  constructor(private readonly pool: Pool) {}

  all(): Promise<SchemeRow[]> {
    void this.pool;
    throw new Error('not yet');
  }

  get(_scheme: string): Promise<SchemeRow | null> {
    throw new Error('not yet');
  }

  /** The scheme that is meant when a question names none; null before the first one. */
  primary(): Promise<SchemeRow | null> {
    throw new Error('not yet');
  }

  /** Versions, the latest first. */
  policies(_scheme: string): Promise<PolicyRow[]> {
    throw new Error('not yet');
  }

  policy(_scheme: string, _version: number): Promise<PolicyRow | null> {
    throw new Error('not yet');
  }

  assessmentDays(_scheme: string): Promise<AssessmentDayRow[]> {
    throw new Error('not yet');
  }
}
