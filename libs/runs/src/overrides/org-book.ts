import {
  DecidingRole,
  type DelegationEvent,
  OrgChart,
  type OrgKnown,
  orgKnown,
  type PersonId,
  type RoleHolder,
  type Seat,
  type SeatEvent,
} from '#libs/domain';
import type { EventStore, Position } from '#libs/event-store';
import { type Day } from '#libs/kernel';
import type { LogIndex } from './log-index';

/** The attribute of a seat that names the roles in which its holder decides. */
export const decidesAs = 'decidesAs';

/** The organisation as known now. */
export interface Organisation {
  readonly known: OrgKnown;
  readonly chart: OrgChart;
  /** Who is known to decide in which roles on a day; the others are known when they come. */
  deciders(on: Day): readonly RoleHolder[];
}

const types = ['SeatFilled', 'DelegationGranted', 'DelegationRevoked'];

/** Who sits where and who decides for whom, as the log tells it at this moment. */
export class OrgBook {
  private kept: { readonly last: string; readonly organisation: Organisation } | undefined;

  constructor(
    private readonly store: EventStore,
    private readonly index: LogIndex,
  ) {}

  async now(): Promise<Organisation> {
    const { streams, last } = await this.index.streamsOf(types);
    if (this.kept?.last !== last)
      this.kept = { last, organisation: organisationOf(await this.eventsOf(streams)) };
    return this.kept.organisation;
  }

  /** As known at a position. */
  async at(position: Position): Promise<Organisation> {
    const { streams, last } = await this.index.streamsOf(types);
    if (BigInt(last) <= position) return this.now();
    return organisationOf(await this.eventsOf(streams, position));
  }

  /** In the order in which they were recorded, so that of two words about one day the later one holds. */
  private async eventsOf(streams: readonly string[], upTo?: Position) {
    const told = [...(await this.store.readMany(streams)).values()].flat();
    return told
      .filter(({ position }) => upTo === undefined || position <= upTo)
      .sort((a, b) => (a.position < b.position ? -1 : 1))
      .map(({ event }) => event as OrgEvent);
  }
}

/** The streams of seats and delegations hold these alone. */
type OrgEvent = SeatEvent | DelegationEvent;

const organisationOf = (events: readonly OrgEvent[]): Organisation => {
  const known = orgKnown(events);
  const chart = new OrgChart(known);
  const roles = new Map(events.flatMap((event) => (event.type === 'SeatFilled' ? [rolesOf(event)] : [])));
  return { known, chart, deciders: (on) => decidersOn(on, { known, chart }, roles) };
};

type RolesOfFillings = ReadonlyMap<string, readonly DecidingRole[]>;

const keyOf = ({ seat, validFrom }: { seat: Seat; validFrom: Day }): string =>
  JSON.stringify([seat, validFrom]);

const rolesOf = ({ data }: SeatEvent): [string, DecidingRole[]] => {
  const words = data.attributes?.[decidesAs]?.split(' ') ?? [];
  return [keyOf(data), DecidingRole.options.filter((role) => words.includes(role))];
};

const decidersOn = (
  on: Day,
  { known, chart }: Pick<Organisation, 'known' | 'chart'>,
  roles: RolesOfFillings,
): RoleHolder[] => {
  const people = new Map<PersonId, Set<DecidingRole>>();
  for (const seat of new Set(known.seats.map((filling) => filling.seat))) {
    const filling = chart.fillingOf(seat, on);
    if (!filling?.holder) continue;
    const said = roles.get(keyOf(filling)) ?? [];
    people.set(filling.holder, new Set([...(people.get(filling.holder) ?? []), ...said]));
  }
  // A delegate decides in roles of the principal's, whether or not they have any of their own.
  for (const { delegate } of known.delegations) if (!people.has(delegate)) people.set(delegate, new Set());
  return [...people].map(([person, all]) => ({ person, roles: [...all] }));
};

/** A seat with all that stand under it. */
export const seatsUnder = (seat: Seat, { known, chart }: Organisation, on: Day): Seat[] => {
  const seats = new Set(known.seats.map((filling) => filling.seat));
  return [seat, ...[...seats].filter((one) => chart.seatsAbove(one, on).includes(seat))];
};
