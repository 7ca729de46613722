import type { Verdict } from '#libs/domain';
import type { Day } from '#libs/kernel';
import {
  IsAny,
  IsCode,
  IsDay,
  IsLine,
  IsLines,
  IsListOf,
  IsMoney,
  IsOneOf,
  IsPart,
  IsWhole,
} from '../http/fields';

const text = { type: 'string' };

export class ReasonTold {
  @IsLine(256) code!: string;
  @IsAny(text) says!: string;
}

class WindowTold {
  @IsDay() from!: Day;
  @IsDay({ description: 'Outside the window.' }) until!: Day;
  @IsWhole(0, 2 ** 31) lines!: number;
}

class FreshnessTold {
  @IsWhole(-1_000_000, 1_000_000, { description: 'On the day asked about.' }) ageDays!: number;
  @IsWhole(1, 36_500, { nullable: true }) limitDays!: number | null;
}

export class InputTold {
  @IsCode() measure!: string;
  @IsAny(text, { nullable: true }) value!: string | null;
  @IsLine(64, { nullable: true, description: 'Why there is no value.' }) problem!: string | null;
  @IsLines({ description: 'The facts that give it; a window of revenue counts its lines instead.' })
  factIds!: readonly string[];
  @IsDay({ nullable: true }) validFrom!: Day | null;
  @IsPart(() => WindowTold, { nullable: true }) window!: WindowTold | null;
  @IsAny(text, { nullable: true, description: 'In words; null for a fact that decided beside the measures.' })
  definition!: string | null;
  @IsPart(() => FreshnessTold, { nullable: true }) freshness!: FreshnessTold | null;
}

const verdicts: readonly Verdict[] = ['MATCHED', 'NOT_MATCHED', 'NOT_EVALUATED'];

class ConditionTold {
  @IsAny(text) says!: string;
  @IsOneOf(verdicts) verdict!: Verdict;
  @IsAny(text, { nullable: true }) value!: string | null;
}

export class RuleTold {
  @IsLine(256, { description: 'A JSON Pointer into the policy document.' }) pointer!: string;
  @IsAny(text) says!: string;
  @IsOneOf(verdicts) verdict!: Verdict;
  @IsLine(256, { nullable: true }) subject!: string | null;
  @IsMoney({ nullable: true }) value!: string | null;
  @IsMoney({ nullable: true }) at!: string | null;
  @IsMoney({ nullable: true, description: 'What is missing to reach `at`; negative when it is passed.' })
  distance!: string | null;
  @IsCode({ nullable: true }) tier!: string | null;
  @IsListOf(() => ConditionTold, { description: 'Of a row of a table.' })
  conditions!: readonly ConditionTold[];
  @IsAny(text, { nullable: true, description: 'Why it was not evaluated.' }) because!: string | null;
}

export class WatchTold {
  @IsOneOf(['promotion', 'demotion', 'change']) direction!: string;
  @IsWhole(0, 100) seen!: number;
  @IsWhole(1, 100) needed!: number;
  @IsDay() since!: Day;
}

class Stands {
  @IsCode({ nullable: true }) tier!: string | null;
  @IsDay({ nullable: true }) heldSince!: Day | null;
  @IsPart(() => WatchTold, { nullable: true }) watch!: WatchTold | null;
}

export class StabiliserTold {
  @IsPart(() => Stands) before!: Stands;
  @IsPart(() => Stands) after!: Stands;
  @IsAny({ type: 'object', additionalProperties: true }, { nullable: true }) settings!: object | null;
  @IsOneOf(['STABLE', 'WATCH']) state!: string;
  @IsDay({ nullable: true, description: 'The first review known at which the watch could be confirmed.' })
  projectedDate!: Day | null;
}
