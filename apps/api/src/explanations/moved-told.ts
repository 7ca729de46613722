import { type Factor, factors, type RetroKind } from '#libs/domain';
import type { Day } from '#libs/kernel';
import { IsAny, IsCode, IsDay, IsLine, IsLines, IsOneOf, IsPart, IsWhole } from '../http/fields';

const text = { type: 'string' };

/** Why an account moved. */
export class MoveDetail {
  @IsCode({ optional: true }) measure?: string;
  @IsAny(text, { optional: true, nullable: true }) from?: string | null;
  @IsAny(text, { optional: true, nullable: true }) to?: string | null;
  @IsLines({ optional: true }) factIds?: readonly string[];
  @IsWhole(0, 1_000_000, { optional: true, nullable: true }) fromVersion?: number | null;
  @IsWhole(0, 1_000_000, { optional: true, nullable: true }) toVersion?: number | null;
  @IsDay({ optional: true, nullable: true }) fromCohort?: Day | null;
  @IsDay({ optional: true, nullable: true }) toCohort?: Day | null;
  @IsLines({ optional: true }) reasons?: readonly string[];
  @IsLine(32, { optional: true }) retroKind?: RetroKind;
  @IsCode({ optional: true }) mergedInto?: string;
}

export class MoveCauseTold {
  @IsOneOf(factors) factor!: Factor;
  @IsPart(() => MoveDetail) detail!: MoveDetail;
}

class DecisionIds {
  @IsLine(256, { nullable: true }) a!: string | null;
  @IsLine(256, { nullable: true }) b!: string | null;
}

/** An account that stands at another tier at b than at a. */
export class MovedTold {
  @IsCode() externalId!: string;
  @IsCode({ nullable: true }) fromTier!: string | null;
  @IsCode({ nullable: true }) toTier!: string | null;
  @IsPart(() => MoveCauseTold) cause!: MoveCauseTold;
  @IsPart(() => DecisionIds) decisionIds!: DecisionIds;
}
