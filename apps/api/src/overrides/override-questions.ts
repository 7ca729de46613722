import type { OverrideId, OverrideState } from '#libs/domain';
import type { Day } from '#libs/kernel';
import { AccountQuestion } from '../accounts/account';
import { IsCode, IsDay, IsOneOf, IsQuarter } from '../http/fields';
import { IsCursor, IsLimit, IsMinPosition } from '../http/paging/paging';
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
] as const satisfies readonly OverrideState['state'][];

export class OfOverride {
  @IsOverrideId() id!: OverrideId;
}

export class OverridesAsked extends AccountQuestion {
  @IsOneOf(states, { optional: true, description: 'As it stands on the day of `asOf`.' })
  state?: OverrideState['state'];
  @IsDay({ optional: true, description: 'Today in the governance time zone when absent.' }) asOf?: Day;
  @IsCode({ optional: true }) scheme?: string;
  @IsCode({ optional: true }) externalId?: string;
  @IsCode({ optional: true }) seat?: string;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

/** What awaits the caller is a matter of now. */
export class InboxAsked {
  @IsMinPosition() minPosition?: string;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

export class QuotasAsked extends AccountQuestion {
  @IsCode({ optional: true, description: 'Any when absent.' }) seat?: string;
  @IsCode({ optional: true, description: 'Any when absent.' }) scheme?: string;
  @IsQuarter({ optional: true, description: 'The present one when absent.' }) quarter?: string;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}
