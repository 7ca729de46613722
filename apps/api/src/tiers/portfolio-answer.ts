import type { RetroKind } from '#libs/domain';
import type { Day } from '#libs/kernel';
import type { MoveCause } from '#libs/views';
import { pageOf } from '../http/answers';
import {
  IsCode,
  IsDay,
  IsFlag,
  IsLine,
  IsListOf,
  IsOneOf,
  IsPart,
  IsPosition,
  IsWhole,
} from '../http/fields';

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
