import type { Cause, RetroKind } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import type { MoveCause } from '#libs/views';
import { pageOf } from '../http/answers';
import {
  IsCode,
  IsDay,
  IsFlag,
  IsInstant,
  IsLine,
  IsListOf,
  IsOneOf,
  IsPart,
  IsPosition,
  IsWhole,
} from '../http/fields';

class Valid {
  @IsDay() from!: Day;
  @IsDay({ nullable: true, description: 'The first day outside; null is until further notice.' })
  until!: Day | null;
}

class KnownPositions {
  @IsPosition() fromPosition!: string;
  @IsPosition({ nullable: true }) untilPosition!: string | null;
}

const survivor = {
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

class SegmentOfTimeline {
  @IsDay() from!: Day;
  @IsDay({ nullable: true }) until!: Day | null;
  @IsCode() effective!: string;
  @IsCode() computed!: string;
  @IsCode({ nullable: true }) indicated!: string | null;
  @IsLine(32, { nullable: true }) cause!: Cause['kind'] | null;
  @IsLine(256, { nullable: true }) decisionId!: string | null;
  @IsLine(64, { nullable: true }) overrideId!: string | null;
  @IsLine(32, { nullable: true, description: 'What kind of past-dated change said so.' })
  retroKind!: RetroKind | null;
  @IsCode(survivor) mergedInto?: string;
}

export class Timeline {
  @IsCode() externalId!: string;
  @IsCode() scheme!: string;
  @IsCode() view!: string;
  @IsPosition() position!: string;
  @IsInstant() knownAt!: Instant;
  @IsListOf(() => SegmentOfTimeline) segments!: readonly SegmentOfTimeline[];
}

class KnownBoth extends KnownPositions {
  @IsInstant() from!: Instant;
  @IsInstant({ nullable: true }) until!: Instant | null;
}

class HistoryRectangle extends SegmentOfTimeline {
  @IsWhole(1, 1_000_000, { nullable: true }) policyVersion!: number | null;
  @IsPart(() => KnownBoth) known!: KnownBoth;
}

/** Everything ever believed of one account, on both clocks. */
export class History {
  @IsCode() externalId!: string;
  @IsCode() scheme!: string;
  @IsCode() view!: string;
  @IsPosition() position!: string;
  @IsListOf(() => HistoryRectangle) rectangles!: readonly HistoryRectangle[];
}

class PortfolioLine {
  @IsCode() externalId!: string;
  @IsCode() effective!: string;
  @IsCode() computed!: string;
  @IsCode({ nullable: true }) indicated!: string | null;
  @IsDay() from!: Day;
  @IsDay({ nullable: true }) until!: Day | null;
  @IsLine(64, { nullable: true }) overrideId!: string | null;
}

export class PortfolioPage extends pageOf(PortfolioLine) {}

class TierCount {
  @IsCode({ description: 'Also UNTIERED and NOT_ONBOARDED.' }) tier!: string;
  @IsWhole(0, 2 ** 31) accounts!: number;
}

export class DistributionAnswered {
  @IsDay() asOf!: Day;
  @IsPosition() position!: string;
  @IsListOf(() => TierCount) tiers!: readonly TierCount[];
}

class MigrationCell {
  @IsCode({ description: 'The tier on the opening day; NONE is no tier.' }) from!: string;
  @IsCode({ description: 'The tier on the closing day; NONE is no tier.' }) to!: string;
  @IsWhole(0, 2 ** 31) accounts!: number;
}

export class MigrationAnswered {
  @IsPosition() position!: string;
  @IsListOf(() => MigrationCell) cells!: readonly MigrationCell[];
}

class MoveCounts {
  @IsWhole(0, 2 ** 31) enter!: number;
  @IsWhole(0, 2 ** 31) promotion!: number;
  @IsWhole(0, 2 ** 31) demotion!: number;
  @IsWhole(0, 2 ** 31) lateral!: number;
  @IsWhole(0, 2 ** 31) exit!: number;
}

class MoveOfTier {
  @IsCode() externalId!: string;
  @IsDay() day!: Day;
  @IsOneOf(['enter', 'promotion', 'demotion', 'lateral', 'exit']) kind!: string;
  @IsCode({ nullable: true }) fromTier!: string | null;
  @IsCode({ nullable: true }) toTier!: string | null;
  @IsLine(32, { nullable: true }) cause!: MoveCause | null;
  @IsFlag() restated!: boolean;
  @IsLine(32, { nullable: true }) retroKind!: RetroKind | null;
}

export class MovePage extends pageOf(MoveOfTier) {
  @IsPart(() => MoveCounts, { description: 'Of the whole answer, not of the page.' }) counts!: MoveCounts;
}
