import { aggregate, canonicalJson, type Day, type Outcome, refuse } from '#libs/kernel';
import type { PersonId, Seat } from '../vocabulary';
import { type SeatEvent, seatEvents, SeatFilled, type VariablePay } from './seat.events';

/** What was said last of each day from which something holds, as canonical text. */
export type SeatHistory = ReadonlyMap<Day, string>;

/** Says who holds a seat, and under whom, from a day on. */
export interface FillSeat {
  readonly type: 'FillSeat';
  readonly seat: Seat;
  /** Null leaves it vacant. */
  readonly holder: PersonId | null;
  readonly reportsTo: Seat | null;
  readonly validFrom: Day;
  readonly variablePay?: VariablePay | undefined;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  readonly by: PersonId;
}

type Filling = Omit<Parameters<typeof SeatFilled>[0], 'seat' | 'validFrom' | 'filledBy'>;

const fillingOf = ({ holder, reportsTo, variablePay, attributes }: FillSeat): Filling => ({
  holder,
  reportsTo,
  ...(variablePay && { variablePay }),
  ...(attributes && { attributes }),
});

const fill = (command: FillSeat, history: SeatHistory): Outcome<SeatEvent> => {
  const { seat, reportsTo, validFrom, by } = command;
  if (reportsTo === seat)
    return refuse(
      'against-policy',
      'SEAT_REPORTS_TO_ITSELF',
      `${seat} cannot report to itself: name the seat above it, or none.`,
    );
  const filling = fillingOf(command);
  if (history.get(validFrom) === canonicalJson(filling)) return [];
  return [SeatFilled({ seat, ...filling, validFrom, filledBy: by })];
};

/** A seat through time: people come and go, what is the seat's (its quota) stays. */
export const seat = aggregate<SeatHistory, FillSeat, SeatEvent>({
  category: 'seat',
  idOf: ({ seat }) => seat,
  events: seatEvents,
  initialState: () => new Map(),
  decide: { FillSeat: fill },
  evolve: {
    SeatFilled: (history, { seat: _, validFrom, filledBy: __, ...filling }) =>
      new Map([...history, [validFrom, canonicalJson(filling)]]),
  },
});
