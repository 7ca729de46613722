import type { Pool } from 'pg';
import type { DelegationScope, KnownDelegation, OrgKnown, SeatFilling } from '#libs/domain';
import type { Position } from '#libs/event-store';

/** What is said of a seat from a day on, with who said it. */
export interface SeatFillingKnown extends SeatFilling {
  readonly attributes: Readonly<Record<string, string>> | null;
  readonly filledBy: string;
  readonly knownFrom: string;
}

interface FillingRow extends Pick<SeatFilling, 'seat' | 'holder' | 'validFrom' | 'reportsTo'> {
  readonly variablePay: SeatFilling['variablePay'] | null;
  readonly attributes: string | null;
  readonly filledBy: string;
  readonly knownFrom: string;
}

const fillings = `
  select seat, holder, reports_to as "reportsTo", valid_from as "validFrom", variable_pay as "variablePay", attributes,
         filled_by as "filledBy", known_from as "knownFrom"
  from seat_fillings where known_from <= $1::bigint and (known_until is null or known_until > $1::bigint)`;

const fillingOf = ({ seat, holder, reportsTo, validFrom, variablePay }: FillingRow): SeatFilling => ({
  ...{ seat, holder, reportsTo, validFrom },
  ...(variablePay && { variablePay }),
});

const fillingKnown = (row: FillingRow): SeatFillingKnown => ({
  ...fillingOf(row),
  attributes: row.attributes === null ? null : (JSON.parse(row.attributes) as Record<string, string>),
  filledBy: row.filledBy,
  knownFrom: row.knownFrom,
});

/** All that was known of the organisation at a position. */
export interface OrgFound extends OrgKnown {
  readonly seats: readonly SeatFillingKnown[];
}

/** The organisation by the position at which it was known. */
export class Org {
  constructor(private readonly pool: Pool) {}

  /** The position of the last word about seats or delegations; 0 where there was none. */
  async lastChange(): Promise<Position> {
    const { rows } = await this.pool.query<{ last: string }>({
      name: 'org-last-change',
      text: `select coalesce(greatest((select max(known_from) from seat_fillings),
                                      (select max(known_from) from delegations)), 0) as last`,
    });
    return BigInt(rows[0]!.last);
  }

  /** All that was known at a position, to make an `OrgChart` of. */
  async orgKnownAt(at: Position): Promise<OrgFound> {
    const [seats, delegations] = await Promise.all([
      this.pool.query<FillingRow>({
        name: 'org-seats',
        text: `${fillings} order by seat, valid_from`,
        values: [String(at)],
      }),
      this.delegationsAt(at),
    ]);
    return { seats: seats.rows.map(fillingKnown), delegations };
  }

  /** What is said of a seat, day by day; empty where nothing is. */
  async seat(seat: string, at: Position): Promise<SeatFillingKnown[]> {
    const { rows } = await this.pool.query<FillingRow>(`${fillings} and seat = $2 order by valid_from`, [
      String(at),
      seat,
    ]);
    return rows.map(fillingKnown);
  }

  private async delegationsAt(at: Position): Promise<KnownDelegation[]> {
    const { rows } = await this.pool.query<Omit<KnownDelegation, 'scope'> & { scope: string }>({
      name: 'org-delegations',
      text: `select delegation_id as "delegationId", principal, delegate, scope, valid_from as "from", valid_until as "until"
             from delegations where known_from <= $1::bigint and (known_until is null or known_until > $1::bigint)
             order by known_from`,
      values: [String(at)],
    });
    return rows.map(({ scope, ...row }) => ({ ...row, scope: JSON.parse(scope) as DelegationScope }));
  }
}
