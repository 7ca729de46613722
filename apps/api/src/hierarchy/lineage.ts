import type { ExternalId } from '#libs/domain';
import type { Day, Decimal, Instant } from '#libs/kernel';
import { pageOf } from '../http/answers';
import { Written } from '../http/commands';
import { IsCursor, IsLimit, IsMinPosition } from '../http/paging/paging';
import {
  IsCode,
  IsDay,
  IsInstant,
  IsLine,
  IsListOf,
  IsMoney,
  IsOneOf,
  IsPart,
  IsPosition,
  IsProse,
} from '../http/fields';

/** The account becomes part of another. */
export class Merger {
  @IsCode({ description: 'The survivor.' }) into!: ExternalId;
  @IsDay({ description: 'From this day on; before it, the account answers for itself.' }) on!: Day;
  @IsProse() reason!: string;
}

class Part {
  @IsCode({ description: 'Of the new account.' }) externalId!: ExternalId;
  @IsLine(512) name!: string;
  @IsMoney({ description: 'A part of 1; all together at most 1.', example: '0.25' }) share!: Decimal;
}

/** Parts of the account become accounts of their own; it goes on itself. */
export class Split {
  @IsListOf(() => Part, { least: 1, most: 100 }) into!: Part[];
  @IsDay({ description: 'The day on which the new accounts are onboarded.' }) on!: Day;
  @IsProse() reason!: string;
}

export class Undoing {
  @IsLine(64, { description: 'The `eventId` of the merger or the split.' }) eventId!: string;
  @IsProse() reason!: string;
}

export class LineageWritten extends Written {
  @IsLine(64, { description: 'Undoes the merger or the split when it is said so.' }) eventId!: string;
}

export class LineageQuestion {
  @IsInstant({ optional: true, description: 'As known at this moment; by now when absent.' })
  knownAt?: Instant;
  @IsMinPosition() minPosition?: string;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

class KnownWhen {
  @IsPosition() fromPosition!: string;
  @IsPosition({ nullable: true, description: 'Where it was undone.' }) untilPosition!: string | null;
  @IsInstant() from!: Instant;
  @IsInstant({ nullable: true }) until!: Instant | null;
}

class LineageLine {
  @IsLine(64) eventId!: string;
  @IsOneOf(['merge', 'split']) kind!: 'merge' | 'split';
  @IsCode({ description: 'The absorbed account, or the one that was split.' }) from!: string;
  @IsCode({ description: 'The survivor, or the new account.' }) into!: string;
  @IsDay() on!: Day;
  @IsMoney({ nullable: true, description: 'Of a split.' }) share!: string | null;
  @IsProse() reason!: string;
  @IsPart(() => KnownWhen) known!: KnownWhen;
}

/** What came from what, on which day, and as known when; what was undone says so. */
export class LineageAnswered extends pageOf(LineageLine) {
  @IsCode() externalId!: string;
  @IsInstant() knownAt!: Instant;
}
