import { DecidingRole, type PersonId, type Seat, VariablePay } from '#libs/domain';
import type { Day } from '#libs/kernel';
import { AccountQuestion } from '../accounts/account';
import { IsCode, IsDay, IsLine, IsListOf, IsOneOf, IsPosition, IsWhole } from '../http/fields';
import { listOf } from '../http/answers';
import { IsCursor, IsLimit } from '../http/paging/paging';
import { IsWords } from '../schemes/words';

export class OfSeat {
  @IsCode() seat!: Seat;
}

/** Who holds a seat, and under whom, from a day on. */
export class SeatTerms {
  @IsLine(256, { nullable: true, description: 'A person as their token names them; null: nobody holds it.' })
  holder!: PersonId | null;
  @IsCode({ optional: true, nullable: true, description: 'The seat above; none when absent.' })
  reportsTo?: Seat | null;
  @IsDay() validFrom!: Day;
  @IsOneOf(VariablePay.options, {
    optional: true,
    description: "Whose tiers the holder's pay hangs on: nobody's, those of the seat's book, everybody's.",
  })
  variablePay?: VariablePay;
  @IsWords(DecidingRole.options, {
    optional: true,
    description: 'In which roles the holder decides, so that a request that nobody could approve is noticed.',
  })
  decidesAs?: DecidingRole[];
}

export class SeatFilled {
  @IsLine(256, { nullable: true }) holder!: string | null;
  @IsCode({ nullable: true }) reportsTo!: string | null;
  @IsDay() validFrom!: Day;
  @IsOneOf(VariablePay.options) variablePay!: VariablePay;
}

export class SeatSaved extends SeatFilled {
  @IsCode() seat!: string;
  @IsPosition() position!: string;
  @IsWhole(0, 2 ** 31, { nullable: true }) revision!: number | null;
}

/** A seat as it stands on a day, and all that is said of its days. */
export class SeatFound extends SeatFilled {
  @IsCode() seat!: string;
  @IsListOf(() => SeatFilled) fillings!: readonly SeatFilled[];
}

/** A seat by itself says where its stream stands. */
export class SeatAlone extends SeatFound {
  @IsWhole(0, 2 ** 31, {
    nullable: true,
    description: 'Also the ETag; null for a seat as known in the past.',
  })
  revision!: number | null;
}

export class SeatList extends listOf(SeatFound) {}

export class SeatsQuestion extends AccountQuestion {
  @IsDay({ optional: true, description: 'Today in the governance time zone when absent.' }) asOf?: Day;
}

export class SeatsAsked extends SeatsQuestion {
  @IsLimit() limit?: number;
  @IsCursor() cursor?: string;
}
