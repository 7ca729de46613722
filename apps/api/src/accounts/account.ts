import type { ExternalId, Profile } from '#libs/domain';
import type { Day, Instant } from '#libs/kernel';
import { pageOf } from '../http/answers';
import { IsCode, IsDay, IsInstant, IsLine, IsPosition, IsTextMap, IsWhole } from '../http/fields';
import { IsCursor, IsLimit, IsMinPosition } from '../http/paging/paging';
import { OnADay } from '../tiers/questions';

export class OfAccount {
  @IsCode() externalId!: ExternalId;
}

/** What is said of an account beside its facts. */
export class AccountTerms {
  @IsLine(512) name!: string;
  @IsDay({ optional: true, nullable: true, description: 'The day of the earliest fact when absent.' })
  onboardedOn?: Day | null;
  @IsCode({ optional: true, nullable: true }) ownerSeat?: string | null;
  @IsCode({ optional: true, nullable: true }) parentExternalId?: ExternalId | null;
  @IsTextMap({ optional: true }) attributes?: Record<string, string>;
}

export class Account {
  @IsCode() externalId!: string;
  @IsLine(512) name!: string;
  @IsDay({ nullable: true }) onboardedOn!: Day | null;
  @IsCode({ nullable: true }) ownerSeat!: string | null;
  @IsCode({ nullable: true }) parentExternalId!: string | null;
  @IsTextMap() attributes!: Record<string, string>;
}

/** An account by itself says where its stream stands. */
export class AccountFound extends Account {
  @IsWhole(0, 2 ** 31, {
    nullable: true,
    description: 'Also the ETag; null for an account as known in the past.',
  })
  revision!: number | null;
}

export class AccountSaved extends AccountFound {
  @IsPosition() position!: string;
}

export class AccountPage extends pageOf(Account) {}

/** Which accounts; `asOf` and `scheme` matter where a tier is asked for. */
export class AccountsQuestion extends OnADay {
  @IsLine(256, { optional: true, description: 'A part of the name or of the external id.' }) search?: string;
  @IsCode({ optional: true, description: 'The effective tier; also UNTIERED and NOT_ONBOARDED.' })
  tier?: string;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

export class AccountQuestion {
  @IsInstant({ optional: true, description: 'As known at this moment; by now when absent.' })
  knownAt?: Instant;
  @IsMinPosition() minPosition?: string;
}

/** What is left out is nothing, not what it was before. */
export const profileOf = ({
  name,
  onboardedOn,
  ownerSeat,
  parentExternalId,
  attributes,
}: AccountTerms): Profile => ({
  name,
  onboardedOn: onboardedOn ?? null,
  ownerSeat: ownerSeat ?? null,
  parentExternalId: parentExternalId ?? null,
  attributes: attributes ?? {},
});
