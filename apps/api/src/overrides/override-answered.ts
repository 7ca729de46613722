import { DecidingRole, OverrideKind, type QuotaLedger } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import type { DecisionTold, OverrideNow } from '#libs/runs';
import { AccountQuestion } from '../accounts/account';
import { pageOf } from '../http/answers';
import {
  IsAny,
  IsCode,
  IsDay,
  IsInstant,
  IsLine,
  IsLines,
  IsListOf,
  IsMoney,
  IsOneOf,
  IsPart,
  IsPosition,
  IsProse,
  IsWhole,
} from '../http/fields';
import { IsCursor, IsLimit } from '../http/paging';
import { IsOverrideId } from './ids';

export const states = [
  'SUBMITTED',
  'IN_REVIEW',
  'SCHEDULED',
  'ACTIVE',
  'EXPIRED',
  'REJECTED',
  'WITHDRAWN',
  'LAPSED',
  'REVOKED',
  'SUPERSEDED',
] as const;

const anything = { type: 'object', additionalProperties: true };

export class OfOverride {
  @IsOverrideId() id!: NonNullable<OverrideNow['override']['overrideId']>;
}

export class RouteLevel {
  @IsWhole(1, 100) level!: number;
  @IsOneOf(DecidingRole.options) role!: DecidingRole;
  @IsWhole(1, 100, { description: 'How many of them have to say yes.' }) quorum!: number;
  @IsWhole(1, 100) of!: number;
  @IsLines({ description: 'The conditions that chose this level, in sentences.' })
  because!: readonly string[];
}

class DecisionAnswered implements DecisionTold {
  @IsOneOf(['approved', 'rejected']) decision!: 'approved' | 'rejected';
  @IsWhole(1, 100) level!: number;
  @IsOneOf(DecidingRole.options) role!: DecidingRole;
  @IsLine(256) decidedBy!: string & DecisionTold['decidedBy'];
  @IsLine(256, { nullable: true }) onBehalfOf!: DecisionTold['onBehalfOf'];
  @IsProse({ nullable: true }) comment!: string | null;
  @IsInstant() at!: Instant;
}

export class JumpAnswered {
  @IsWhole(0, 1000) distance!: number;
  @IsOneOf(['up', 'down'], { nullable: true }) direction!: 'up' | 'down' | null;
  @IsDay({ nullable: true, description: 'The first day of the greatest distance.' }) on!: Day | null;
}

/** An override as it stands today. */
export class OverrideAnswered {
  @IsOverrideId() id!: string;
  @IsOneOf(states) state!: string;
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
  @IsLine(128, { description: 'What it stands upon, as a hash: an approval says it back.' }) basis!: string;
  @IsAny(anything, { description: 'The same in full.' }) basisInFull!: object;
}

export class OverrideFound extends OverrideAnswered {
  @IsPosition() position!: string;
  @IsWhole(0, 2 ** 31, { nullable: true, description: 'Of the stream of the timeline.' })
  revision!: number | null;
}

/** What a seat has, has given away and has left. */
export class QuotaAnswered {
  @IsCode() scheme!: string;
  @IsLine(16) quarter!: string;
  @IsCode() seat!: string;
  @IsAny(anything, { description: '`count`, `percentOfBook` (as overrides), `arrCap`; null is no limit.' })
  limits!: object;
  @IsWhole(0, 2 ** 31, { nullable: true, description: 'The smallest in overrides; null without any.' })
  limit!: number | null;
  @IsWhole(0, 2 ** 31) reserved!: number;
  @IsWhole(0, 2 ** 31) consumed!: number;
  @IsWhole(0, 2 ** 31, { nullable: true }) left!: number | null;
  @IsMoney({ description: 'The ARR of the accounts overridden.' }) arr!: string;
  @IsAny({ type: 'array', items: anything }) entries!: QuotaLedger['entries'];
}

export class QuotaList {
  @IsListOf(() => QuotaAnswered) items!: readonly QuotaAnswered[];
}

export class QuotasAsked {
  @IsCode({ optional: true, description: 'Any when absent.' }) seat?: string;
  @IsCode({ optional: true, description: 'Any when absent.' }) scheme?: string;
  @IsLine(16, { optional: true, description: 'Such as 2025-Q2; the present one when absent.' })
  quarter?: string;
}

/** The answer to a request, with what is left of the quota. */
export class OverrideSubmitted extends OverrideFound {
  @IsPart(() => QuotaAnswered) quota!: QuotaAnswered;
}

export class OverridesAsked extends AccountQuestion {
  @IsOneOf(states, { optional: true }) state?: string;
  @IsCode({ optional: true }) scheme?: string;
  @IsCode({ optional: true }) externalId?: string;
  @IsCode({ optional: true }) seat?: string;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

export class OverridePage extends pageOf(OverrideAnswered) {}

export class OverrideInbox {
  @IsListOf(() => OverrideAnswered) items!: readonly OverrideAnswered[];
}

export class PreviewAnswered {
  @IsPart(() => JumpAnswered) jump!: JumpAnswered;
  @IsListOf(() => RouteLevel) route!: readonly RouteLevel[];
  @IsPart(() => QuotaAnswered) quota!: QuotaAnswered;
  @IsLine(128) basis!: string;
  @IsAny(anything) basisInFull!: object;
  @IsAny(anything, { description: 'What moves with the account: `arr`, and `tiers` that lose or win it.' })
  effect!: object;
  @IsAny(anything, { nullable: true, description: 'Why it would be refused: `code` and `detail`.' })
  refusal!: object | null;
}
