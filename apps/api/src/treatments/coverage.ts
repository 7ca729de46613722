import type { CoverageModel, SchemeCode, TierCode } from '#libs/domain';
import type { Day, Decimal } from '#libs/kernel';
import { pageOf } from '../http/answers';
import { IsAny, IsCode, IsDay, IsFlag, IsLine, IsListOf, IsMoney, IsPosition, IsWhole } from '../http/fields';
import { IsCursor, IsLimit } from '../http/paging/paging';
import { OnADay, Scope } from '../tiers/questions';
import { ResourceDivided } from './treatment';

const most = 2 ** 31;

/** One of `tier` and `role`. */
export class CapacityTerms {
  @IsCode() scheme!: SchemeCode;
  @IsCode({ optional: true, description: 'People of this tier alone.' }) tier?: TierCode;
  @IsLine(128, { optional: true, description: 'People of a role, who serve the better tier first.' })
  role?: string;
  @IsMoney({ description: 'How many people, also parts of one.', example: '4.5' }) available!: Decimal;
  @IsDay() validFrom!: Day;
}

class CapacityKept {
  @IsCode({ nullable: true }) tier!: string | null;
  @IsLine(128, { nullable: true }) role!: string | null;
  @IsMoney() available!: Decimal;
  @IsDay() validFrom!: Day;
  @IsLine(256) setBy!: string;
}

export class CapacityPage extends pageOf(CapacityKept) {}

export class CapacitiesAsked extends Scope {
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

class TierCovered {
  @IsCode() tier!: string;
  @IsLine(256, { nullable: true }) label!: string | null;
  @IsWhole(0, most) accounts!: number;
  @IsAny(
    { type: 'object', additionalProperties: true },
    { nullable: true, description: 'As the treatment says: model, role, accountsPerRole.' },
  )
  coverage!: CoverageModel | null;
  @IsMoney({ nullable: true }) accountsPerRole!: Decimal | null;
  @IsWhole(0, most, { nullable: true, description: 'People that the accounts need.' })
  rolesNeeded!: number | null;
  @IsMoney({ nullable: true, description: 'People there are for this tier; null where nobody has said.' })
  available!: Decimal | null;
  @IsWhole(0, most, { nullable: true, description: 'Accounts that those people take.' })
  places!: number | null;
  @IsMoney({ nullable: true, description: 'Accounts for each place.' }) utilisation!: Decimal | null;
  @IsWhole(0, most, { description: 'Promoted accounts without a place; their tier is what it is.' })
  waitListed!: number;
}

class Elsewhere {
  @IsCode() tier!: string;
  @IsWhole(0, most) accounts!: number;
}

export class CoverageAnswered {
  @IsCode() scheme!: string;
  @IsCode() view!: string;
  @IsDay() asOf!: Day;
  @IsPosition() position!: string;
  @IsWhole(1, 1_000_000) policyVersion!: number;
  @IsListOf(() => TierCovered, { description: 'The best first, where tiers have an order.' })
  tiers!: readonly TierCovered[];
  @IsListOf(() => Elsewhere, {
    description: 'Accounts without a tier, or at one that the policy has no more.',
  })
  elsewhere!: readonly Elsewhere[];
  @IsListOf(() => ResourceDivided) resourceShares!: readonly ResourceDivided[];
}

export class WaitListAsked extends OnADay {
  @IsCode({ optional: true, description: 'Only those who wait for this tier.' }) tier?: string;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

class WaitListedAccount {
  @IsCode() externalId!: string;
  @IsCode() tier!: string;
  @IsWhole(1, most, { description: 'In the list of its tier.' }) number!: number;
  @IsDay() promotedOn!: Day;
  @IsCode() fromTier!: string;
  @IsFlag() waitListed!: boolean;
}

export class WaitListPage extends pageOf(WaitListedAccount) {}
