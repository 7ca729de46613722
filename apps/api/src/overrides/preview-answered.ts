import { DecidingRole } from '#libs/domain';
import { IsAny, IsCode, IsLine, IsLines, IsListOf, IsMoney, IsOneOf, IsPart, IsWhole } from '../http/fields';
import { QuotaAnswered } from './quota-answered';
import { JumpAnswered, RouteLevel } from './route-answered';

const anything = { type: 'object', additionalProperties: true };

/** How far the people who are there go for the accounts of a tier. */
class TierLoad {
  @IsWhole(0, 2 ** 31) accounts!: number;
  @IsWhole(0, 2 ** 31, { nullable: true, description: 'Accounts that those people take.' })
  places!: number | null;
  @IsMoney({ nullable: true, description: 'Accounts for each place.' }) utilisation!: string | null;
}

/** What becomes of a tier that loses or wins the account. */
class TierMoved {
  @IsCode() tier!: string;
  @IsWhole(-1, 1, { description: '-1 where it loses the account, 1 where it wins it.' }) accounts!: number;
  @IsMoney({ nullable: true, description: 'By which its ARR changes; null where it is not known.' })
  arr!: string | null;
  @IsLine(128, { nullable: true }) role!: string | null;
  @IsAny({ oneOf: [{ type: 'number' }, { type: 'string' }] }, { nullable: true })
  accountsPerRole!: number | string | null;
  @IsPart(() => TierLoad, { description: 'As it is today.' }) now!: TierLoad;
  @IsPart(() => TierLoad, { description: 'With the override.' }) then!: TierLoad;
}

/** What moves with the account on the day of the greatest jump. */
export class EffectAnswered {
  @IsMoney({ nullable: true, description: 'Of the account; null where it is not known.' }) arr!:
    string | null;
  @IsMoney({ nullable: true, description: 'That comes to another tier.' }) arrMoved!: string | null;
  @IsListOf(() => TierMoved) tiers!: readonly TierMoved[];
}

/** Who could decide at a level now, of those that are known: a token can give the role to others. */
export class LevelApprovers {
  @IsWhole(1, 100) level!: number;
  @IsOneOf(DecidingRole.options) role!: DecidingRole;
  @IsLines() people!: readonly string[];
  @IsAny({ type: 'array', items: anything }, { description: 'Who may not: `person`, `rule` and `detail`.' })
  barred!: readonly object[];
}

export class PreviewAnswered {
  @IsPart(() => JumpAnswered) jump!: JumpAnswered;
  @IsListOf(() => RouteLevel) route!: readonly RouteLevel[];
  @IsListOf(() => LevelApprovers) approvers!: readonly LevelApprovers[];
  @IsPart(() => QuotaAnswered) quota!: QuotaAnswered;
  @IsLine(128) basis!: string;
  @IsAny(anything) basisInFull!: object;
  @IsPart(() => EffectAnswered) effect!: EffectAnswered;
  @IsAny(anything, { nullable: true, description: 'Why it would be refused: `code` and `detail`.' })
  refusal!: object | null;
}
