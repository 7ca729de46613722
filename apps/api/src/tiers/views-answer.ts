import { RollUpRule, type ServiceLine } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import {
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
} from '../http/fields';
import { TierAnswered } from './tier-answer';

class LineAnswered extends TierAnswered {
  @IsLine(64) name!: ServiceLine;
}

class RolledUpTier {
  @IsOneOf(RollUpRule.options, { description: 'As the policy in force on the day declares it.' })
  rule!: RollUpRule;
  @IsCode({ nullable: true, description: 'Null where no line decides.' }) tier!: string | null;
  @IsLines({ description: 'The lines that decided.' }) from!: readonly string[];
}

/** Where an account and its service lines stand on a day, as known at a moment. */
export class ViewsAnswered {
  @IsCode() externalId!: string;
  @IsCode() scheme!: string;
  @IsDay() asOf!: Day;
  @IsInstant() knownAt!: Instant;
  @IsPosition() position!: string;
  @IsPart(() => TierAnswered, { nullable: true, description: 'Null before the account was onboarded.' })
  account!: TierAnswered | null;
  @IsListOf(() => LineAnswered) serviceLines!: readonly LineAnswered[];
  @IsPart(() => RolledUpTier) rollUp!: RolledUpTier;
  @IsFlag({ description: 'The account stands where its lines say; true where no line decides.' })
  agrees!: boolean;
}
