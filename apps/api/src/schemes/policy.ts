import { ApproverRole, PolicyDocument, type SchemeCode } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import { listOf } from '../http/answers';
import {
  anyJson,
  IsAny,
  IsCode,
  IsDay,
  IsInstant,
  IsLine,
  IsListOf,
  IsOneOf,
  IsPosition,
  IsProse,
  IsWhole,
} from '../http/fields';
import type { PolicyRow, PolicyState } from '#libs/views';
import { IsWords } from './words';

export const greatestVersion = 1_000_000;

export class OfPolicy {
  @IsCode() scheme!: SchemeCode;
  @IsWhole(1, greatestVersion) version!: number;
}

export class OfPolicies {
  @IsCode() scheme!: SchemeCode;
  @IsWhole(1, greatestVersion) a!: number;
  @IsWhole(1, greatestVersion) b!: number;
}

export class LintFinding {
  @IsLine(64) code!: string;
  @IsOneOf(['error', 'warning']) severity!: 'error' | 'warning';
  @IsAny({ type: 'string', description: 'A JSON Pointer into the document.' }) pointer!: string;
  @IsLine(2000) detail!: string;
}

export class DraftAnswered {
  @IsWhole(1, greatestVersion) version!: number;
  @IsListOf(() => LintFinding) lint!: readonly LintFinding[];
  @IsPosition() position!: string;
  @IsWhole(0, 2 ** 31, { nullable: true }) revision!: number | null;
}

export class Rejection {
  @IsProse() comment!: string;
}

export class Scheduling {
  @IsDay({ description: 'The first day on which the version is in force.' }) effectiveFrom!: Day;
}

export class Retirement {
  @IsDay({
    optional: true,
    description: 'The first day on which it is in force no longer; today when absent.',
  })
  effectiveUntil?: Day;
}

class ApprovalKept {
  @IsLine(64, { nullable: true, description: 'Null where it asks for no role.' }) role!: string | null;
  @IsLine(256) approvedBy!: string;
  @IsLine(128, { nullable: true }) simulationHash!: string | null;
  @IsProse({ nullable: true }) comment!: string | null;
  @IsInstant() at!: Instant;
}

export class PolicyKept {
  @IsCode() scheme!: string;
  @IsWhole(1, greatestVersion) version!: number;
  @IsOneOf(['DRAFT', 'SUBMITTED', 'APPROVED', 'REJECTED', 'SCHEDULED', 'RETIRED']) state!: PolicyState;
  @IsAny({ type: 'object', additionalProperties: true }) document!: PolicyDocument;
  @IsLine(256) author!: string;
  @IsLine(256, { nullable: true }) submittedBy!: string | null;
  @IsLine(256, { nullable: true, description: 'Who approved or rejected it.' }) decidedBy!: string | null;
  @IsProse({ nullable: true }) comment!: string | null;
  @IsListOf(() => ApprovalKept, { description: 'Those given.' }) approvals!: readonly ApprovalKept[];
  @IsWords(ApproverRole.options, { description: 'Roles whose approval it asks for and does not have.' })
  missing!: readonly ApproverRole[];
  @IsLine(128, { nullable: true, description: 'Of the simulation that its last approval rests on.' })
  simulationHash!: string | null;
  @IsDay({
    nullable: true,
    description: 'The first day on which it runs beside the plan, and assigns nothing.',
  })
  shadowFrom!: Day | null;
  @IsDay({ nullable: true }) effectiveFrom!: Day | null;
  @IsDay({ nullable: true }) effectiveUntil!: Day | null;
  @IsInstant() draftedAt!: Instant;
}

/** A version by itself says where the stream of its scheme stands. */
export class PolicyFound extends PolicyKept {
  @IsWhole(0, 2 ** 31, { description: 'Of the scheme with all its versions; also the ETag.' })
  revision!: number;
}

/** A version as it is answered, with the roles that it still waits for. */
export const policyKept = (row: PolicyRow): PolicyKept => {
  const { state, document, approvals } = row;
  const waits = state === 'DRAFT' || state === 'SUBMITTED' ? (document.approvals ?? []) : [];
  const missing = waits.filter((role) => approvals.every((one) => one.role !== role));
  return { ...row, missing };
};

export class PolicyList extends listOf(PolicyKept) {}

class Change {
  @IsAny({ type: 'string', description: 'A JSON Pointer into the documents.' }) pointer!: string;
  @IsAny(anyJson, { optional: true, nullable: true, description: 'Absent where the member is new.' })
  before?: unknown;
  @IsAny(anyJson, { optional: true, nullable: true, description: 'Absent where the member is gone.' })
  after?: unknown;
}

export class PolicyDiff {
  @IsWhole(1, greatestVersion) from!: number;
  @IsWhole(1, greatestVersion) to!: number;
  @IsListOf(() => Change) changes!: readonly Change[];
  @IsAny({ type: 'array', items: { type: 'string' }, description: 'The same in sentences.' })
  inWords!: readonly string[];
}
