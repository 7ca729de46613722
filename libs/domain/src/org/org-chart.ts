import { type Day, includes } from '#libs/kernel';
import type { PersonId, Seat } from '../vocabulary';
import type { KnownDelegation, OrgKnown, SeatFilling } from './org-known';
import { foldedName, isSamePerson } from './same-person';

/** What holds on one day, by seat and by person. */
interface Sitting {
  readonly bySeat: ReadonlyMap<string, SeatFilling>;
  /** In whatever way their name is written. */
  readonly byPerson: ReadonlyMap<string, readonly Seat[]>;
}

/**
 * Who sits where, under whom, and who decides for whom, day by day, as known at one position: asked with the chart of
 * another position it answers by what was known there.
 */
export class OrgChart {
  private readonly fillings: ReadonlyMap<Seat, readonly SeatFilling[]>;
  /** Delegations by whom they were granted to, in whatever way their name is written. */
  private readonly lent: ReadonlyMap<string, readonly KnownDelegation[]>;
  private readonly sittings = new Map<Day, Sitting>();

  constructor(known: OrgKnown) {
    const fillings = new Map<Seat, SeatFilling[]>();
    for (const filling of [...known.seats].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1)))
      fillings.set(filling.seat, [...(fillings.get(filling.seat) ?? []), filling]);
    this.fillings = fillings;
    const lent = new Map<string, KnownDelegation[]>();
    for (const one of known.delegations) {
      const name = foldedName(one.delegate);
      lent.set(name, [...(lent.get(name) ?? []), one]);
    }
    this.lent = lent;
  }

  /** Null for a vacant seat, and for one that is not known on the day. */
  holderOf(seat: string, on: Day): PersonId | null {
    return this.fillingOf(seat, on)?.holder ?? null;
  }

  seatsOf(person: string, on: Day): readonly Seat[] {
    return this.sitting(on).byPerson.get(foldedName(person)) ?? [];
  }

  fillingOf(seat: string, on: Day): SeatFilling | undefined {
    return this.sitting(on).bySeat.get(seat);
  }

  /** The seats above a seat, nearest first, each once: where lines run in a circle, the way round ends where it began. */
  seatsAbove(seat: string, on: Day): readonly Seat[] {
    const above = new Set<Seat>();
    let next = this.fillingOf(seat, on)?.reportsTo;
    while (next && !above.has(next)) {
      above.add(next);
      next = this.fillingOf(next, on)?.reportsTo;
    }
    return [...above];
  }

  /** Whether a seat of the person stands under one of the other's, at whatever remove, vacant seats between or not. */
  reportsTo(person: string, other: string, on: Day): boolean {
    if (isSamePerson(person, other)) return false;
    const isTheirs = (above: Seat) => isSamePerson(this.holderOf(above, on) ?? '', other);
    return this.seatsOf(person, on).some((seat) => this.seatsAbove(seat, on).some(isTheirs));
  }

  /** The delegations by which the person decides for others; theirs alone, for none is passed on. */
  delegationsOf(person: string, on: Day): readonly KnownDelegation[] {
    return this.delegationsHeldAgainst(person, on).filter(({ delegate }) => delegate === person);
  }

  /** Those that were granted to the person under whatever spelling of their name: by these they decide nothing. */
  delegationsHeldAgainst(person: string, on: Day): readonly KnownDelegation[] {
    return (this.lent.get(foldedName(person)) ?? []).filter((one) => includes(one, on));
  }

  private sitting(on: Day): Sitting {
    const before = this.sittings.get(on);
    if (before) return before;
    const bySeat = new Map<string, SeatFilling>();
    const byPerson = new Map<string, Seat[]>();
    for (const [seat, fillings] of this.fillings) {
      const filling = fillings.findLast(({ validFrom }) => validFrom <= on);
      if (!filling) continue;
      bySeat.set(seat, filling);
      if (filling.holder === null) continue;
      const name = foldedName(filling.holder);
      byPerson.set(name, [...(byPerson.get(name) ?? []), seat]);
    }
    const made = { bySeat, byPerson };
    this.sittings.set(on, made);
    return made;
  }
}
