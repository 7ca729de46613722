import type { ExternalId, FactId, GivenAnswers, Measure, PersonId, Question, RubricCode } from '#libs/domain';
import type { Day, Decimal } from '#libs/kernel';
import { listOf } from '../http/answers';
import {
  IsCode,
  IsDay,
  IsFlag,
  IsLine,
  IsLines,
  IsListOf,
  IsMoney,
  IsPart,
  IsPosition,
  IsProse,
  IsTextMap,
  IsWhole,
} from '../http/fields';
import { EvidenceNamed } from '../evidence/evidence-named';
import { ProvenanceKept } from '../inputs/provenance';

export class OfRubric {
  @IsLine(64) rubric!: RubricCode;
}

class AnswerWorth {
  @IsCode() code!: string;
  @IsProse({ optional: true }) text?: string;
  @IsWhole(0, 100) points!: number;
}

class QuestionAsked implements Question {
  @IsCode() code!: string;
  @IsProse() text!: string;
  @IsMoney({ description: 'Over 0; what it counts among the others.', example: '2' }) weight!: Decimal;
  @IsListOf(() => AnswerWorth, { least: 1, most: 50 }) answers!: AnswerWorth[];
}

export class RubricTerms {
  @IsLine(256) name!: string;
  @IsLine(64, { description: 'The measure that an assessment gives, from 0 to 100.' }) measure!: Measure;
  @IsListOf(() => QuestionAsked, { least: 1, most: 100 }) questions!: readonly Question[];
}

export class RubricVersion extends RubricTerms {
  @IsLine(64) rubric!: string;
  @IsWhole(1, 1_000_000) version!: number;
}

export class RubricKept extends RubricVersion {
  @IsLine(256) writtenBy!: string;
}

export class RubricSaved extends RubricVersion {
  @IsWhole(0, 2 ** 31, { nullable: true, description: 'Also the ETag.' }) revision!: number | null;
  @IsPosition() position!: string;
}

export class RubricList extends listOf(RubricKept) {}

/** A rubric filled in for an account. */
export class AssessmentTerms {
  @IsLine(64) rubric!: RubricCode;
  @IsWhole(1, 1_000_000, { optional: true, description: 'The last one when absent.' }) version?: number;
  @IsDay() assessedOn!: Day;
  @IsTextMap({ description: 'An answer to every question, by their codes.' }) answers!: GivenAnswers;
  @IsListOf(() => EvidenceNamed, { least: 1, most: 50 }) evidence!: EvidenceNamed[];
  @IsLines({ optional: true, most: 20, description: 'Who assessed it; the caller when absent.' })
  assessors?: PersonId[];
  @IsCode({ optional: true, description: 'Of the rubric and the day when absent.' }) factId?: FactId;
}

export class AssessmentRecorded {
  @IsCode() externalId!: ExternalId;
  @IsCode() factId!: FactId;
  @IsLine(64) measure!: Measure;
  @IsMoney({ description: 'The weighted mean of the points, to two places.', example: '66.67' })
  value!: string;
  @IsDay() validFrom!: Day;
  @IsFlag({ description: "False where the account's owner alone assessed it." }) independent!: boolean;
  @IsPart(() => ProvenanceKept) provenance!: ProvenanceKept;
  @IsPosition() position!: string;
  @IsWhole(0, 2 ** 31, { nullable: true }) revision!: number | null;
}
