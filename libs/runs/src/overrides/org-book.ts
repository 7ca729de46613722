import {
  DecidingRole,
  OrgChart,
  type OrgKnown,
  type PersonId,
  type RoleHolder,
  type Seat,
} from '#libs/domain';
import type { EventStore, Position } from '#libs/event-store';
import { type Day, includes } from '#libs/kernel';
import type { Org, OrgFound, Progress, SeatFillingKnown } from '#libs/views';

/** The attribute of a seat that names the roles in which its holder decides. */
export const decidesAs = 'decidesAs';

/** The organisation as known at a position. */
export interface Organisation {
  readonly known: OrgKnown;
  readonly chart: OrgChart;
  /** Who is known to decide in which roles on a day; the others are known when they come. */
  deciders(on: Day): readonly RoleHolder[];
}

export interface OrgBookParts {
  readonly store: EventStore;
  readonly progress: Progress;
  readonly org: Org;
}

/** Who sits where and who decides for whom. */
export class OrgBook {
  /** What was last told, and up to which position nothing else was said. */
  private kept:
    { readonly last: Position; readonly upTo: Position; readonly organisation: Organisation } | undefined;

  constructor(private readonly parts: OrgBookParts) {}

  /** As the log tells it at this moment. */
  async now(): Promise<Organisation> {
    return this.at(await this.parts.store.head());
  }

  /** As known at a position. */
  async at(position: Position): Promise<Organisation> {
    const { progress, org } = this.parts;
    if (this.kept && this.kept.last <= position && position <= this.kept.upTo) return this.kept.organisation;
    await progress.reach('org', position);
    const last = await org.lastChange();
    if (last > position) return organisationOf(await org.orgKnownAt(position));
    const organisation =
      this.kept?.last === last ? this.kept.organisation : organisationOf(await org.orgKnownAt(position));
    this.kept = { last, upTo: position, organisation };
    return organisation;
  }
}

const organisationOf = (known: OrgFound): Organisation => {
  const chart = new OrgChart(known);
  const roles = new Map(known.seats.map((filling) => [keyOf(filling), rolesOf(filling)]));
  return { known, chart, deciders: (on) => decidersOn(on, { known, chart }, roles) };
};

type RolesOfFillings = ReadonlyMap<string, readonly DecidingRole[]>;

const keyOf = ({ seat, validFrom }: { seat: Seat; validFrom: Day }): string =>
  JSON.stringify([seat, validFrom]);

const rolesOf = ({ attributes }: SeatFillingKnown): DecidingRole[] => {
  const words = attributes?.[decidesAs]?.split(' ') ?? [];
  return DecidingRole.options.filter((role) => words.includes(role));
};

const decidersOn = (
  on: Day,
  { known, chart }: Pick<Organisation, 'known' | 'chart'>,
  roles: RolesOfFillings,
): RoleHolder[] => {
  const people = new Map<PersonId, Set<DecidingRole>>();
  const add = (person: PersonId, said: readonly DecidingRole[]) =>
    people.set(person, new Set([...(people.get(person) ?? []), ...said]));
  for (const seat of new Set(known.seats.map((filling) => filling.seat))) {
    const filling = chart.fillingOf(seat, on);
    if (!filling?.holder) continue;
    add(filling.holder, roles.get(keyOf(filling)) ?? []);
  }
  for (const one of known.delegations.filter((delegation) => includes(delegation, on))) {
    // A principal lends what they hold; a delegate decides in it, whether or not they have any of their own.
    add(one.principal, one.scope.roles);
    add(one.delegate, []);
  }
  return [...people].map(([person, all]) => ({ person, roles: [...all] }));
};

/** A seat with all that stand under it. */
export const seatsUnder = (seat: Seat, { known, chart }: Organisation, on: Day): Seat[] => {
  const seats = new Set(known.seats.map((filling) => filling.seat));
  return [seat, ...[...seats].filter((one) => chart.seatsAbove(one, on).includes(seat))];
};
