import type { Cause, RetroKind } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import { IsCode, IsDay, IsInstant, IsLine, IsListOf, IsPart, IsPosition, IsWhole } from '../http/fields';
import { KnownPositions, survivor } from './tier-answer';

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
