import { DecidingRole } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import { IsDay, IsFlag, IsInstant, IsLine, IsLines, IsOneOf, IsProse, IsWhole } from '../http/fields';

/** One level of an approval. */
export class RouteLevel {
  @IsWhole(1, 100) level!: number;
  @IsOneOf(DecidingRole.options) role!: DecidingRole;
  @IsWhole(1, 100, { description: 'How many of them have to say yes.' }) quorum!: number;
  @IsWhole(1, 100) of!: number;
  @IsLines({ description: 'The conditions that chose this level, in sentences.' })
  because!: readonly string[];
}

/** A yes or a no. */
export class DecisionAnswered {
  @IsOneOf(['approved', 'rejected']) decision!: 'approved' | 'rejected';
  @IsWhole(1, 100) level!: number;
  @IsOneOf(DecidingRole.options) role!: DecidingRole;
  @IsLine(256) decidedBy!: string;
  @IsLine(256, { nullable: true }) onBehalfOf!: string | null;
  @IsProse({ nullable: true }) comment!: string | null;
  @IsInstant() at!: Instant;
}

/** Somebody has attested it again. */
export class AttestedAgain {
  @IsLine(256) attestedBy!: string;
  @IsLine(256, { nullable: true }) onBehalfOf!: string | null;
  @IsFlag({ description: 'The last voice that it took.' }) complete!: boolean;
  @IsProse({ nullable: true }) comment!: string | null;
  @IsInstant() at!: Instant;
}

export class JumpAnswered {
  @IsWhole(0, 1000) distance!: number;
  @IsOneOf(['up', 'down'], { nullable: true }) direction!: 'up' | 'down' | null;
  @IsDay({ nullable: true, description: 'The first day of the greatest distance.' }) on!: Day | null;
}
