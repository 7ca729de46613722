import type { Pool } from 'pg';
import { limitsOf, overrideRulesOf, type PolicyDocument, type QuotaLimits, type Seat } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { type OrgBook, seatsUnder } from '../org-book';

/** By which policy, on which day and as known where a quota is limited. */
export interface LimitsQuestion {
  /** Null where none is in force: then the field's practice holds. */
  readonly document: PolicyDocument | null;
  readonly on: Day;
  /** By now when absent. */
  readonly at?: Position;
}

/** The last position that there can be. */
const everything = 2n ** 63n - 1n;

/** How many overrides seats may ask for in a quarter: what the policy says, and how large their books are. */
export class Limits {
  constructor(
    private readonly pool: Pool,
    private readonly org: OrgBook,
  ) {}

  async of(seat: Seat, question: LimitsQuestion): Promise<QuotaLimits> {
    return (await this.ofAll([seat], question))(seat);
  }

  async ofAll(seats: readonly Seat[], question: LimitsQuestion): Promise<(seat: Seat) => QuotaLimits> {
    const rules = overrideRulesOf(question.document ?? { overrides: {} }).quota;
    const asksForBook = rules.percentOfBook !== null && rules.percentOfBook !== undefined;
    const books = asksForBook ? await this.books(seats, question) : new Map<Seat, number>();
    return (seat) => limitsOf(rules, books.get(seat) ?? 0);
  }

  /** The accounts that each seat owns, or one under it. */
  private async books(seats: readonly Seat[], { on, at }: LimitsQuestion): Promise<Map<Seat, number>> {
    const organisation = at === undefined ? await this.org.now() : await this.org.at(at);
    const under = new Map(seats.map((seat) => [seat, seatsUnder(seat, organisation, on)]));
    const owned = await this.accountsOwned([...new Set([...under.values()].flat())], at);
    const countOf = (all: readonly Seat[]) => all.reduce((sum, one) => sum + (owned.get(one) ?? 0), 0);
    return new Map([...under].map(([seat, all]) => [seat, countOf(all)]));
  }

  private async accountsOwned(
    seats: readonly Seat[],
    at: Position = everything,
  ): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.pool.query<[string, number]>({
      text: `select owner_seat, count(*)::int from accounts
             where owner_seat = any($1) and known_from <= $2::bigint and (known_until is null or known_until > $2::bigint)
             group by owner_seat`,
      values: [seats, String(at)],
      rowMode: 'array',
    });
    return new Map(rows);
  }
}
