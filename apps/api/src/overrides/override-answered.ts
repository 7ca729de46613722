import { OverrideKind } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import type { OverrideFlag } from '#libs/runs';
import { pageOf } from '../http/answers';
import {
  IsAny,
  IsCode,
  IsDay,
  IsInstant,
  IsLine,
  IsLines,
  IsListOf,
  IsOneOf,
  IsPart,
  IsPosition,
  IsProse,
  IsWhole,
} from '../http/fields';
import { IsOverrideId } from './ids';
import { states } from './override-questions';
import { QuotaAnswered } from './quota-answered';
import { AttestedAgain, DecisionAnswered, JumpAnswered, RouteLevel } from './route-answered';

const anything = { type: 'object', additionalProperties: true };

/** An override as it stands on a day. */
export class OverrideAnswered {
  @IsOverrideId() id!: string;
  @IsOneOf(states) state!: string;
  @IsLines({
    description:
      'What is to be looked into: POLICY_CANDIDATE, FREEZE_DRIFT, ACCOUNT_MERGED (it shapes nothing from the merger on).',
  })
  flags!: readonly OverrideFlag[];
  @IsCode() scheme!: string;
  @IsCode() view!: string;
  @IsCode() externalId!: string;
  @IsOneOf(OverrideKind.options) type!: OverrideKind;
  @IsCode({ nullable: true }) tier!: string | null;
  @IsDay() from!: Day;
  @IsDay({ nullable: true, description: 'As approved, or shortened since.' }) until!: Day | null;
  @IsDay({ nullable: true, description: 'The first day on which it stands no more, by what is known now.' })
  endsOn!: Day | null;
  @IsWhole(0, 100, { nullable: true, description: 'The level whose turn it is; null when none is left.' })
  level!: number | null;
  @IsListOf(() => RouteLevel) route!: readonly RouteLevel[];
  @IsListOf(() => DecisionAnswered) decisions!: readonly DecisionAnswered[];
  @IsListOf(() => AttestedAgain) attestations!: readonly AttestedAgain[];
  @IsPart(() => JumpAnswered) jump!: JumpAnswered;
  @IsLine(64, { nullable: true, description: 'Null for an emergency.' }) reasonCode!: string | null;
  @IsLine(256, { nullable: true, description: 'Of an emergency.' }) incident!: string | null;
  @IsProse() justification!: string;
  @IsAny({ type: 'array', items: anything }, { description: '`sha256` and `name`.' })
  evidence!: readonly unknown[];
  @IsOverrideId({ nullable: true }) supersedes!: string | null;
  @IsOverrideId({ nullable: true }) renews!: string | null;
  @IsWhole(0, 1000, { description: 'How many renewals in a row it makes.' }) renewal!: number;
  @IsLine(256) requestedBy!: string;
  @IsLine(256, { nullable: true }) onBehalfOf!: string | null;
  @IsDay() requestedOn!: Day;
  @IsInstant() requestedAt!: Instant;
  @IsCode() seat!: string;
  @IsLine(16, { description: 'The fiscal quarter in whose quota it counts.' }) quarter!: string;
  @IsDay({ nullable: true, description: 'The last day to decide; it lapses behind it.' })
  decideBy!: Day | null;
  @IsDay({ nullable: true, description: 'An emergency not ratified before this day ends there.' })
  ratifyBy!: Day | null;
  @IsDay({ nullable: true, description: 'The last day to attest it again.' }) attestBy!: Day | null;
  @IsDay({
    nullable: true,
    description: 'The last day to decide the item of a review about it; it lapses behind it.',
  })
  reviewBy!: Day | null;
  @IsLine(128, { description: 'What it stands upon, as a hash: an approval says it back.' }) basis!: string;
  @IsAny(anything, { description: 'The same in full.' }) basisInFull!: object;
}

export class OverrideFound extends OverrideAnswered {
  @IsPosition() position!: string;
  @IsWhole(0, 2 ** 31, { nullable: true, description: 'Of the stream of the timeline.' })
  revision!: number | null;
}

/** The answer to a request, with what is left of the quota. */
export class OverrideSubmitted extends OverrideFound {
  @IsPart(() => QuotaAnswered) quota!: QuotaAnswered;
}

export class OverridePage extends pageOf(OverrideAnswered) {}
