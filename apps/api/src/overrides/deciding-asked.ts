import type { PersonId } from '#libs/domain';
import type { Day } from '#libs/kernel';
import { IsDay, IsLine, IsProse } from '../http/fields';

/** A decision upon what the decider has seen. */
export class Approving {
  @IsProse({ optional: true }) comment?: string;
  @IsLine(128, { description: 'The `basis` of the override as the decider has seen it.' }) basis!: string;
  @IsLine(256, { optional: true, description: 'The principal, where a delegate decides.' })
  onBehalfOf?: PersonId;
}

export class Ratifying {
  @IsProse({ optional: true }) comment?: string;
  @IsLine(256, { optional: true, description: 'The principal, where a delegate decides.' })
  onBehalfOf?: PersonId;
}

export class Rejecting {
  @IsProse() comment!: string;
  @IsLine(256, { optional: true, description: 'The principal, where a delegate decides.' })
  onBehalfOf?: PersonId;
}

export class Withdrawing {
  @IsProse({ optional: true }) comment?: string;
}

export class Revoking {
  @IsDay({ description: 'The first day on which it stands no more: today or later.' }) until!: Day;
  @IsProse() reason!: string;
}

/** Upon the present basis: that of the answer that was looked at, where it is named. */
export class LookingAgain {
  @IsProse({ optional: true }) comment?: string;
  @IsLine(128, { optional: true, description: 'The basis that was looked at.' }) basis?: string;
}
