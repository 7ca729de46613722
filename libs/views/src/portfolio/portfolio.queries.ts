import type { Pool } from 'pg';
import type { ExternalId, Profile, Scope } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day, Instant } from '#libs/kernel';
import { lapsing, said } from '../tier-history/lapses';
import { narrowed } from '../part/narrowed';

/** An account as known at a position. */
export interface AccountKnown extends Profile {
  readonly externalId: string;
  /** Of the account's stream, when the profile was told. */
  readonly revision: number;
}

export interface AccountsQuestion {
  readonly at: Position;
  /** A part of the name or of the external id, in any case. */
  readonly search?: string;
  /** Only accounts at this effective tier; `UNTIERED` and `NOT_ONBOARDED` are tiers here. */
  readonly tier?: {
    readonly scheme: string;
    readonly view: string;
    readonly tier: string;
    readonly asOf: Day;
    /** The moment of the position. */
    readonly knownAt: Instant;
  };
  readonly limit: number;
  /** The external id behind which to go on. */
  readonly after?: string;
}

interface Row {
  external_id: string;
  name: string;
  onboarded_on: Day | null;
  owner_seat: string | null;
  parent_external_id: ExternalId | null;
  attributes: Record<string, string>;
  revision: number;
}

const known = 'a.known_from <= $1::bigint and (a.known_until is null or a.known_until > $1::bigint)';

/** The effective tier of the account on the day, as known at the same position. */
const tierOnDay = `
  coalesce((select coalesce(${said('effective')}, 'UNTIERED') from timelines t
    join tier_history h on h.timeline_id = t.id and h.valid_from <= $5::date and h.valid_until > $5::date
      and h.known_from <= $1::bigint and (h.known_until is null or h.known_until > $1::bigint)
    ${lapsing('$9', '$1::bigint')}
    where t.scheme = $6 and t.view = $7 and t.external_id = a.external_id), 'NOT_ONBOARDED')`;

/** Who the accounts are, by the position at which that was known. */
export class Portfolio {
  constructor(private readonly pool: Pool) {}

  /** The same, of the accounts inside a scope alone; null is the whole portfolio. */
  within(scope: Scope | null): Portfolio {
    return scope ? new Portfolio(narrowed(this.pool, scope)) : this;
  }

  /** One account; null when it was not known at the position. */
  async get(externalId: string, at: Position): Promise<AccountKnown | null> {
    const { rows } = await this.pool.query<Row>({
      name: 'portfolio-get',
      text: `select a.* from accounts a where a.external_id = $2 and ${known}`,
      values: [String(at), externalId],
    });
    return rows[0] ? accountOf(rows[0]) : null;
  }

  /** Accounts in the order of their external ids. */
  async page(question: AccountsQuestion): Promise<{ items: AccountKnown[]; next: string | null }> {
    const { at, search, tier, limit, after } = question;
    const narrowed = tier ? [tier.asOf, tier.scheme, tier.view, tier.tier, tier.knownAt] : [];
    const { rows } = await this.pool.query<Row>(
      `select a.* from accounts a
       where ${known} and ($2::text is null or a.external_id > $2)
         and ($3::text is null or a.name ilike $3 or a.external_id ilike $3)
         ${tier ? `and ${tierOnDay} = $8` : ''}
       order by a.external_id limit $4`,
      [String(at), after ?? null, search === undefined ? null : containing(search), limit + 1, ...narrowed],
    );
    const items = rows.slice(0, limit).map(accountOf);
    return { items, next: rows.length > limit ? items.at(-1)!.externalId : null };
  }

  /** External ids in order, for work that goes through the whole portfolio. */
  async externalIds(
    at: Position,
    { limit, after }: { readonly limit: number; readonly after?: string },
  ): Promise<string[]> {
    const { rows } = await this.pool.query<[string]>({
      name: 'portfolio-external-ids',
      text: `select a.external_id from accounts a
             where ${known} and ($2::text is null or a.external_id > $2) order by a.external_id limit $3`,
      values: [String(at), after ?? null, limit],
      rowMode: 'array',
    });
    return rows.map(([externalId]) => externalId);
  }

  async count(at: Position): Promise<number> {
    const { rows } = await this.pool.query<{ accounts: number }>({
      name: 'portfolio-count',
      text: `select count(*)::int as accounts from accounts a where ${known}`,
      values: [String(at)],
    });
    return rows[0]?.accounts ?? 0;
  }
}

/** A pattern that finds the text as it stands, whatever characters it has. */
const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

const accountOf = (row: Row): AccountKnown => ({
  externalId: row.external_id,
  name: row.name,
  onboardedOn: row.onboarded_on,
  ownerSeat: row.owner_seat,
  parentExternalId: row.parent_external_id,
  attributes: row.attributes,
  revision: row.revision,
});
