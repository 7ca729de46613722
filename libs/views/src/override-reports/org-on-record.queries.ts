import type { Pool } from 'pg';
import type {
  DelegationScope,
  KeptAccount,
  KnownDelegation,
  OrgKnown,
  Scope,
  SeatFilling,
} from '#libs/domain';
import type { Position } from '#libs/event-store';
import { narrowed } from '../part/narrowed';

/** Something with the positions at which it was known, `[knownFrom, knownUntil)`. */
interface Version<T> {
  readonly said: T;
  readonly knownFrom: bigint;
  readonly knownUntil: bigint | null;
}

type Known<T> = T & { readonly knownFrom: string; readonly knownUntil: string | null };

const versionOf = <T>(said: T, { knownFrom, knownUntil }: Known<object>): Version<T> => ({
  said,
  knownFrom: BigInt(knownFrom),
  knownUntil: knownUntil === null ? null : BigInt(knownUntil),
});

const isKnown = ({ knownFrom, knownUntil }: Version<unknown>, at: Position): boolean =>
  knownFrom <= at && (knownUntil === null || knownUntil > at);

/** The organisation as it was known at each of many positions, read once. */
export class OrgOnRecord {
  constructor(
    private readonly seats: readonly Version<SeatFilling>[],
    private readonly delegations: readonly Version<KnownDelegation>[],
  ) {}

  knownAt(at: Position): OrgKnown {
    const seats = this.seats.filter((one) => isKnown(one, at)).map(({ said }) => said);
    const delegations = this.delegations.filter((one) => isKnown(one, at)).map(({ said }) => said);
    return { seats, delegations };
  }

  /** The last position up to one at which anything about the organisation was learnt: between two of them it is the same. */
  lastLearnt(at: Position): Position {
    const learnt = [...this.seats, ...this.delegations].map(({ knownFrom }) => knownFrom);
    return learnt.reduce((last, one) => (one <= at && one > last ? one : last), 0n);
  }
}

/** Who keeps an account, by the position at which that was known. */
export class KeepersOnRecord {
  constructor(private readonly versions: ReadonlyMap<string, readonly Version<KeptAccount>[]>) {}

  /** Nobody keeps an account that was not known. */
  of(externalId: string, at: Position): KeptAccount {
    const version = this.versions.get(externalId)?.find((one) => isKnown(one, at));
    return version?.said ?? { ownerSeat: null, attributes: {} };
  }
}

/** What reports about decisions read of the organisation: all that was ever known of it. */
export class OrgRecords {
  constructor(private readonly pool: Pool) {}

  /** The same, of the accounts inside a scope alone; null is the whole portfolio. */
  within(scope: Scope | null): OrgRecords {
    return scope ? new OrgRecords(narrowed(this.pool, scope)) : this;
  }

  async org(upTo: Position): Promise<OrgOnRecord> {
    const { rows: seats } = await this.pool.query<Known<SeatFilling>>(
      `select seat, holder, reports_to as "reportsTo", valid_from as "validFrom", variable_pay as "variablePay",
              known_from as "knownFrom", known_until as "knownUntil"
       from seat_fillings where known_from <= $1::bigint order by seat, valid_from`,
      [String(upTo)],
    );
    const { rows: delegations } = await this.pool.query<
      Known<Omit<KnownDelegation, 'scope'> & { readonly scope: string }>
    >(
      `select delegation_id as "delegationId", principal, delegate, scope, valid_from as "from", valid_until as "until",
              known_from as "knownFrom", known_until as "knownUntil"
       from delegations where known_from <= $1::bigint order by known_from`,
      [String(upTo)],
    );
    return new OrgOnRecord(
      seats.map(({ variablePay, ...row }) =>
        versionOf({ ...row, variablePay: variablePay ?? undefined }, row),
      ),
      delegations.map(({ scope, ...row }) =>
        // Written by the view of the organisation, and by nobody else.
        versionOf({ ...row, scope: JSON.parse(scope) as DelegationScope }, row),
      ),
    );
  }

  async keepers(externalIds: readonly string[], upTo: Position): Promise<KeepersOnRecord> {
    const { rows } = await this.pool.query<Known<KeptAccount & { readonly externalId: string }>>(
      `select a.external_id as "externalId", a.owner_seat as "ownerSeat", a.attributes,
              a.known_from as "knownFrom", a.known_until as "knownUntil"
       from accounts a where a.external_id = any($1::text[]) and a.known_from <= $2::bigint`,
      [externalIds, String(upTo)],
    );
    const versions = new Map<string, Version<KeptAccount>[]>();
    for (const { externalId, ownerSeat, attributes, ...known } of rows)
      versions.set(externalId, [
        ...(versions.get(externalId) ?? []),
        versionOf({ ownerSeat, attributes }, known),
      ]);
    return new KeepersOnRecord(versions);
  }
}
