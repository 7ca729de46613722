import { PolicyDocument, type SchemeCode } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
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
import type { PolicyState } from '#libs/views';

const greatestVersion = 1_000_000;

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

export class Approval {
  @IsProse({ optional: true }) comment?: string;
  @IsLine(128, { optional: true, description: 'Of the simulation that the approver has seen.' })
  simulationHash?: string;
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

export class PolicyKept {
  @IsCode() scheme!: string;
  @IsWhole(1, greatestVersion) version!: number;
  @IsOneOf(['DRAFT', 'SUBMITTED', 'APPROVED', 'REJECTED', 'SCHEDULED', 'RETIRED']) state!: PolicyState;
  @IsAny({ type: 'object', additionalProperties: true }) document!: PolicyDocument;
  @IsLine(256) author!: string;
  @IsLine(256, { nullable: true }) submittedBy!: string | null;
  @IsLine(256, { nullable: true, description: 'Who approved or rejected it.' }) decidedBy!: string | null;
  @IsProse({ nullable: true }) comment!: string | null;
  @IsDay({ nullable: true }) effectiveFrom!: Day | null;
  @IsDay({ nullable: true }) effectiveUntil!: Day | null;
  @IsInstant() draftedAt!: Instant;
}

export class PolicyList {
  @IsListOf(() => PolicyKept) items!: readonly PolicyKept[];
}

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
}
