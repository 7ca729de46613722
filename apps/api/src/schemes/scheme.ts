import type { PolicyDocument, SchemeCode } from '#libs/domain';
import type { Day, Decimal } from '#libs/kernel';
import { listOf } from '../http/answers';
import {
  IsAny,
  IsCode,
  IsDay,
  IsFlag,
  IsLine,
  IsListOf,
  IsMoney,
  IsOneOf,
  IsPosition,
  IsWhole,
} from '../http/fields';
import { DraftAnswered, LintFinding } from './policy';

export class OfScheme {
  @IsCode() scheme!: SchemeCode;
}

export class SchemeTerms {
  @IsLine(256) name!: string;
  @IsLine(2000, { optional: true }) description?: string;
  @IsFlag({ optional: true, description: 'The scheme that is meant when none is named.' }) primary?: boolean;
}

class SchemeSaid {
  @IsCode() scheme!: string;
  @IsLine(256) name!: string;
  @IsAny({ type: 'string' }) description!: string;
  @IsFlag() primary!: boolean;
}

export class SchemeKept extends SchemeSaid {
  @IsWhole(0, 2 ** 31, { description: 'Also the ETag.' }) revision!: number;
}

export class SchemeSaved extends SchemeSaid {
  @IsWhole(0, 2 ** 31, { nullable: true, description: 'Also the ETag.' }) revision!: number | null;
  @IsPosition() position!: string;
}

export class SchemeList extends listOf(SchemeKept) {}

class SchemeTemplate {
  @IsCode() template!: string;
  @IsLine(256) name!: string;
  @IsLine(2000) description!: string;
  @IsCode({ nullable: true, description: 'The template that this one is another way of saying.' })
  variantOf!: string | null;
  @IsAny({ type: 'object', additionalProperties: true, description: 'A policy document.' })
  document!: PolicyDocument;
}

export class TemplateList extends listOf(SchemeTemplate) {}

export class Adoption {
  @IsCode({ description: 'One of `GET /v1/scheme-templates`.' }) template!: string;
}

export class Adopted extends DraftAnswered {
  @IsCode() scheme!: string;
}

export class Linted {
  @IsListOf(() => LintFinding) lint!: readonly LintFinding[];
}

class AssessmentDayKept {
  @IsDay() day!: Day;
  @IsOneOf(['scheduled', 'unscheduled']) kind!: 'scheduled' | 'unscheduled';
  @IsWhole(0, 2 ** 31, { nullable: true, description: 'How many accounts it is for; null is all of them.' })
  accounts!: number | null;
  @IsLine(64) runId!: string;
}

export class AssessmentDays extends listOf(AssessmentDayKept) {}

class CohortCutKept {
  @IsCode() tier!: string;
  @IsMoney({ description: 'Counted from the top.' }) topPct!: Decimal;
  @IsWhole(0, 2 ** 31, { description: 'Accounts that the share calls for.' }) called!: number;
  @IsMoney({ nullable: true, description: 'Of the last account in; null when nobody is.' })
  score!: Decimal | null;
  @IsWhole(0, 2 ** 31, { description: 'Accounts in, those tied at the cut included.' }) included!: number;
  @IsWhole(0, 2 ** 31) overshoot!: number;
}

class CohortKept {
  @IsDay() day!: Day;
  @IsWhole(1, 1_000_000) policyVersion!: number;
  @IsWhole(0, 2 ** 31) accounts!: number;
  @IsLine(64, { description: 'SHA-256 over the ids in order, one a line.' }) cohortHash!: string;
  @IsLine(64, { description: 'SHA-256 over ids and scores, `id` TAB `score` a line.' }) scoresHash!: string;
  @IsListOf(() => CohortCutKept) cuts!: readonly CohortCutKept[];
  @IsLine(64) runId!: string;
}

export class Cohorts extends listOf(CohortKept) {}
