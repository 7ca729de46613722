import type { Day } from '#libs/kernel';

export interface EvaluationOrder {
  /** Id of the run and of its job, a UUID. */
  readonly id: string;
  readonly scheme: string;
  readonly effectiveOn: Day;
  readonly kind: 'scheduled' | 'unscheduled';
  /** The accounts to assess; all when null. */
  readonly scope: { readonly externalIds: readonly string[] } | null;
  /** Says what would come of it, and records nothing. */
  readonly dryRun: boolean;
  readonly createdBy: string;
}

/** What became of those that were assessed. A run that finds all as it is counts them as unchanged. */
export interface Outcomes {
  /** assigned + promoted + demoted + moved + unchanged + heldStale + untiered + outOfProgramme */
  readonly assessed: number;
  readonly assigned: number;
  readonly promoted: number;
  readonly demoted: number;
  /** To a tier neither higher nor lower. */
  readonly moved: number;
  readonly unchanged: number;
  readonly heldStale: number;
  readonly untiered: number;
  readonly outOfProgramme: number;
  /** Those whose answers for later days changed as well; they are among the others. */
  readonly restated: number;
  /**
   * RFC 6962 root (SHA-256, hex) over the canonical JSON of [externalId, assessment], by externalId; of a service
   * line [externalId, view, assessment], by externalId and name.
   */
  readonly decisionsRoot: string;
}

/** A job's result: what became of the accounts that were assessed. */
export interface EvaluationResult extends Outcomes {
  readonly scheme: string;
  readonly effectiveOn: Day;
  readonly policyVersion: number;
  readonly dryRun: boolean;
  /** The log position whose knowledge was used. */
  readonly position: string;
  /** What became of their service lines; there where the policy declares them. */
  readonly serviceLines?: Outcomes;
  /** Of a dry run: the first 1,000 accounts whose tier would change. */
  readonly moves?: readonly DryMove[];
}

export interface DryMove {
  readonly externalId: string;
  readonly outcome: string;
  readonly fromTier: string | null;
  readonly toTier: string | null;
}
