import type { Day, Instant } from '#libs/kernel';
import {
  IsCode,
  IsDay,
  IsFlag,
  IsInstant,
  IsLine,
  IsListOf,
  IsPart,
  IsPosition,
  IsWhole,
} from '../http/fields';

class Valid {
  @IsDay() from!: Day;
  @IsDay({ nullable: true, description: 'The first day outside; null is until further notice.' })
  until!: Day | null;
}

export class KnownPositions {
  @IsPosition() fromPosition!: string;
  @IsPosition({ nullable: true }) untilPosition!: string | null;
}

export const survivor = {
  optional: true,
  description: 'The account that this one is part of, where `effective` is MERGED_INTO.',
} as const;

class OverrideBeside {
  @IsLine(64) id!: string;
  @IsLine(32, { description: 'Why it does not shape the tier.' }) reason!: string;
}

/** The override that shapes the tier, none where its id is null, and those beside it that do not. */
class OverrideInForce {
  @IsLine(64, { nullable: true }) id!: string | null;
  @IsLine(32, { nullable: true }) type!: string | null;
  @IsCode({ nullable: true }) tier!: string | null;
  @IsListOf(() => OverrideBeside) losers!: readonly OverrideBeside[];
}

/** The tier on a day, as known at a moment, with everything that leads to it. */
export class TierAnswered {
  @IsCode() externalId!: string;
  @IsCode() scheme!: string;
  @IsCode() view!: string;
  @IsDay() asOf!: Day;
  @IsInstant() knownAt!: Instant;
  @IsPosition() position!: string;
  @IsCode({ description: 'Computed, unless an override decides; UNTIERED is an answer.' }) effective!: string;
  @IsCode({ description: 'After the stabiliser.' }) computed!: string;
  @IsCode({ nullable: true, description: 'What the policy says of the inputs.' }) indicated!: string | null;
  @IsPart(() => Valid) valid!: Valid;
  @IsPart(() => KnownPositions) known!: KnownPositions;
  @IsWhole(1, 1_000_000, { nullable: true }) policyVersion!: number | null;
  @IsLine(256, { nullable: true }) decisionId!: string | null;
  @IsPart(() => OverrideInForce, { nullable: true }) override!: OverrideInForce | null;
  @IsFlag({ description: 'The answer for this day would be different now.' }) restatedSince!: boolean;
  @IsFlag({ description: '`asOf` lies in the future.' }) scheduled!: boolean;
  @IsCode(survivor) mergedInto?: string;
  @IsCode({ optional: true, description: 'Where the answer is rolled up: the account asked about.' })
  askedFor?: string;
  @IsFlag({ optional: true, description: "The answer is the ultimate parent's." }) rolledUp?: boolean;
}

/** The same among many: an account that was not onboarded on the day says so, and nothing else. */
export class TierAnsweredOrNot {
  @IsCode() externalId!: string;
  @IsCode() scheme!: string;
  @IsCode() view!: string;
  @IsDay() asOf!: Day;
  @IsInstant() knownAt!: Instant;
  @IsPosition() position!: string;
  @IsCode({ description: 'Also UNTIERED and NOT_ONBOARDED.' }) effective!: string;
  @IsCode() computed!: string;
  @IsCode({ nullable: true }) indicated!: string | null;
  @IsPart(() => Valid, { nullable: true }) valid!: Valid | null;
  @IsPart(() => KnownPositions, { nullable: true }) known!: KnownPositions | null;
  @IsWhole(1, 1_000_000, { nullable: true }) policyVersion!: number | null;
  @IsLine(256, { nullable: true }) decisionId!: string | null;
  @IsPart(() => OverrideInForce, { nullable: true }) override!: OverrideInForce | null;
  @IsFlag() restatedSince!: boolean;
  @IsFlag() scheduled!: boolean;
  @IsCode(survivor) mergedInto?: string;
}

export class TierAnswers {
  @IsListOf(() => TierAnsweredOrNot) items!: readonly TierAnsweredOrNot[];
}
