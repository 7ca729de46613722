import type { AttributeChange } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import type { TreatmentChange, TreatmentChangeState } from '#libs/views';
import { pageOf } from '../http/answers';
import {
  anyJson,
  IsAny,
  IsCode,
  IsDay,
  IsFlag,
  IsInstant,
  IsLine,
  IsLines,
  IsListOf,
  IsOneOf,
  IsPart,
  IsPosition,
  IsProse,
  IsWhole,
} from '../http/fields';
import { IsCursor, IsLimit, IsMinPosition } from '../http/paging/paging';

const states = ['open', 'acknowledged', 'superseded', 'withdrawn'] as const;

export class TreatmentChangesAsked {
  @IsCode({ optional: true, description: 'All schemes when absent.' }) scheme?: string;
  @IsCode({ optional: true, description: 'All views when absent.' }) view?: string;
  @IsCode({ optional: true }) externalId?: string;
  @IsCode({ optional: true, description: 'The tier that the account has come to.' }) tier?: string;
  @IsOneOf([...states, 'overdue'], {
    optional: true,
    description: '`overdue`: open, and today lies behind `dueOn`.',
  })
  state?: TreatmentChangeState | 'overdue';
  @IsInstant({ optional: true, description: 'As known at this moment; by now when absent.' })
  knownAt?: Instant;
  @IsMinPosition() minPosition?: string;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

export class OfTreatmentChange {
  @IsLine(64) id!: string;
}

export class Acknowledgement {
  @IsProse({ optional: true }) comment?: string;
}

class AttributeChanged {
  @IsLine(4000, { description: 'Within an attribute its path: `coverage.model`.' }) attribute!: string;
  @IsAny(anyJson, { nullable: true, description: 'Null where the treatment says nothing of it.' })
  before!: unknown;
  @IsAny(anyJson, { nullable: true }) after!: unknown;
}

class HandoverCause {
  @IsLine(128, { nullable: true }) decisionId!: string | null;
  @IsLine(64, { nullable: true, description: 'Null where only the day has come.' }) eventId!: string | null;
}

export class TreatmentChangeAnswered {
  @IsLine(64) id!: string;
  @IsCode() scheme!: string;
  @IsCode() view!: string;
  @IsCode() externalId!: string;
  @IsWhole(1, 2 ** 31, { description: 'Counts the changes of the timeline.' }) change!: number;
  @IsOneOf(states) state!: TreatmentChangeState;
  @IsFlag({ description: 'Open, and today lies behind `dueOn`: an exception.' }) overdue!: boolean;
  @IsDay() day!: Day;
  @IsCode({ nullable: true, description: 'Null is no tier.' }) fromTier!: string | null;
  @IsCode({ nullable: true }) toTier!: string | null;
  @IsWhole(1, 1_000_000, { nullable: true }) fromPolicyVersion!: number | null;
  @IsWhole(1, 1_000_000, { nullable: true }) policyVersion!: number | null;
  @IsListOf(() => AttributeChanged, { description: 'Of the treatments of the two tiers.' })
  difference!: readonly AttributeChange[];
  @IsListOf(() => AttributeChanged, { description: 'From the treatment that was handed over last.' })
  outstanding!: readonly AttributeChange[];
  @IsLines({ description: '`outstanding` as sentences.' }) inWords!: readonly string[];
  @IsWhole(1, 2 ** 31, { nullable: true, description: 'The change whose place it took.' })
  supersedes!: number | null;
  @IsDay({ description: 'The last day to acknowledge it.' }) dueOn!: Day;
  @IsPart(() => HandoverCause) cause!: TreatmentChange['cause'];
  @IsInstant() requiredAt!: Instant;
  @IsInstant({ nullable: true, description: 'When it ceased to be open.' }) settledAt!: Instant | null;
  @IsLine(256, { nullable: true }) acknowledgedBy!: string | null;
  @IsDay({ nullable: true }) acknowledgedOn!: Day | null;
  @IsProse({ nullable: true }) comment!: string | null;
}

export class TreatmentChangeFound extends TreatmentChangeAnswered {
  @IsPosition({ description: 'As known there.' }) position!: string;
}

export class TreatmentChangePage extends pageOf(TreatmentChangeAnswered) {}
