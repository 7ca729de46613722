import { DecidingRole, type DelegationId, type PersonId, type SchemeCode } from '#libs/domain';
import type { Day } from '#libs/kernel';
import { listOf } from '../http/answers';
import { Written } from '../http/commands';
import { IsDay, IsLine, IsLines, IsPart } from '../http/fields';
import { IsDelegationId } from '../overrides/ids';
import { IsWords } from '../schemes/words';

export class DelegationScopeTerms {
  @IsWords(DecidingRole.options, { description: 'At least one of your own.' }) roles!: DecidingRole[];
  @IsLines({ most: 100, description: 'Codes of schemes, at least one.' }) schemes!: SchemeCode[];
}

/** You let somebody decide for you for a while. */
export class DelegationTerms {
  @IsLine(256, { description: 'A person as their token names them.' }) delegate!: PersonId;
  @IsPart(() => DelegationScopeTerms) scope!: DelegationScopeTerms;
  @IsDay() from!: Day;
  @IsDay({ description: 'The first day outside; at most 30 days later.' }) until!: Day;
}

export class OfDelegation {
  @IsDelegationId() id!: DelegationId;
}

export class DelegationEnd {
  @IsDay({ optional: true, description: 'The first day on which it holds no more; today when absent.' })
  until?: Day;
}

export class DelegationAnswered {
  @IsDelegationId() id!: string;
  @IsLine(256) principal!: string;
  @IsLine(256) delegate!: string;
  @IsPart(() => DelegationScopeTerms) scope!: object;
  @IsDay() from!: Day;
  @IsDay() until!: Day;
}

export class DelegationGranted extends Written {
  @IsDelegationId() id!: string;
}

export class DelegationList extends listOf(DelegationAnswered) {}
