import { type Day, type Decimal } from '#libs/kernel';
import { type HindsightBy, hindsightKeys } from '#libs/runs';
import { IsDay, IsMoney, IsOneOf, IsWhole } from '../http/fields';
import { IsCursor, IsLimit } from '../http/paging/paging';
import { OnADay, Scope } from '../tiers/questions';

export class HindsightAsked extends OnADay {
  @IsOneOf(hindsightKeys, {
    optional: true,
    description: 'What overrides are grouped by; `seat` when absent.',
  })
  by?: HindsightBy;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

/** Which overrides: those that were asked for in some fiscal quarters, up to a day. */
class OverSomeQuarters extends OnADay {
  @IsWhole(1, 40, {
    optional: true,
    description: 'Fiscal quarters, that of `asOf` being the last; 4 when absent.',
  })
  quarters?: number;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}

export class CandidatesAsked extends OverSomeQuarters {
  @IsWhole(1, 1_000_000, {
    optional: true,
    description: 'Overrides with one reason and one move; 5 when absent.',
  })
  minOverrides?: number;
  @IsWhole(1, 1_000_000, { optional: true, description: 'Seats that asked for them; 2 when absent.' })
  minSeats?: number;
  @IsWhole(1, 1_000_000, {
    optional: true,
    description: 'Renewals in a row that make a candidate by themselves; 2 when absent.',
  })
  minRenewals?: number;
}

export class ConcentrationAsked extends OverSomeQuarters {
  @IsMoney({ optional: true, description: 'A seat with more than this share is flagged; 0.25 when absent.' })
  flagOver?: Decimal;
}

export class ConflictsAsked extends Scope {
  @IsDay({ optional: true, description: 'The first day of the decisions; from the beginning when absent.' })
  from?: Day;
  @IsDay({ optional: true, description: 'The last day of the decisions; to the end when absent.' })
  to?: Day;
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}
