import type { Day } from '#libs/kernel';
import { IsAny, IsCode, IsDay, IsFlag, IsLine, IsListOf, IsPart, IsPosition, IsWhole } from '../http/fields';
import { OnADay } from '../tiers/questions';

export class InputsAsked extends OnADay {}

/** What is said of inputs goes by the policy in force on a day. */
export class OfPolicy {
  @IsCode() scheme!: string;
  @IsDay() asOf!: Day;
  @IsPosition() position!: string;
  @IsWhole(1, 1_000_000, { description: 'Of the policy in force.' }) policyVersion!: number;
}

class Counts {
  @IsWhole(0, 2 ** 40) accounts!: number;
  @IsWhole(0, 2 ** 40) withValue!: number;
  @IsAny(
    { type: 'string', pattern: '^\\d{1,3}\\.\\d{2}$' },
    {
      nullable: true,
      description: 'Of the accounts in scope, those with a value; null where there are none.',
    },
  )
  completenessPct!: string | null;
}

class MeasureCompleteness extends Counts {
  @IsLine(64) measure!: string;
  @IsLine(64, { nullable: true }) fact!: string | null;
  @IsFlag({ description: 'False where the catalogue alone asks for it.' }) readByPolicy!: boolean;
  @IsWhole(0, 2 ** 40) missing!: number;
  @IsWhole(0, 2 ** 40) stale!: number;
  @IsWhole(0, 2 ** 40) withoutEvidence!: number;
  @IsWhole(0, 2 ** 40) ownerAssessed!: number;
  @IsWhole(0, 2 ** 40) lowConfidence!: number;
  @IsWhole(0, 2 ** 40, { description: 'No number, mixed currencies, undefined.' }) unusable!: number;
}

export class CompletenessAnswered extends OfPolicy {
  @IsPart(() => Counts, { description: 'All measures together.' }) overall!: Counts;
  @IsListOf(() => MeasureCompleteness) measures!: readonly MeasureCompleteness[];
}
