import type { Pool } from 'pg';
import type { ComputedSegment, ExternalId, FactId, FactValue, Scope, TierCode } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day, Decimal } from '#libs/kernel';
import { knownAt } from '../facts/account-knowledge';
import { narrowed } from '../part/narrowed';
import { grouped } from './grouped';

/** Which timelines a report is about, and the position whose knowledge it uses. */
export interface OfTimelines {
  readonly scheme: string;
  readonly view: string;
  readonly at: Position;
}

/** The computed tier day by day, up to the day on which the account became part of another. */
export type ComputedDays = readonly Pick<ComputedSegment, 'from' | 'until' | 'computed'>[];

/** What an account's ARR was said to be, from a day on. */
export interface ArrSaid {
  readonly factId: FactId;
  readonly value: FactValue;
  readonly validFrom: Day;
}

/** Revenue between two of the days asked for: behind the nth, before the next. */
export interface RevenueBetween {
  readonly n: number;
  readonly amount: Decimal;
  readonly currency: string;
}

/** The measure whose value is an account's annual recurring revenue. */
const arrMeasure = 'arr';

/** What reports about overrides read of many accounts at once, as known at a position. */
export class ReportedAccounts {
  constructor(private readonly pool: Pool) {}

  /** The same, of the accounts inside a scope alone; null is the whole portfolio. */
  within(scope: Scope | null): ReportedAccounts {
    return scope ? new ReportedAccounts(narrowed(this.pool, scope)) : this;
  }

  /** Accounts with a timeline, in the order of their external ids. */
  async externalIds(
    { scheme, view, at }: OfTimelines,
    { limit, after }: { readonly limit: number; readonly after: string | undefined },
  ): Promise<ExternalId[]> {
    const { rows } = await this.pool.query<[ExternalId]>({
      name: 'reported-external-ids',
      text: `select t.external_id from timelines t where t.scheme = $1 and t.view = $2 and t.id <= $3::bigint
               and ($4::text is null or t.external_id > $4) order by t.external_id limit $5`,
      values: [scheme, view, String(at), after ?? null, limit],
      rowMode: 'array',
    });
    return rows.map(([externalId]) => externalId);
  }

  /** Accounts of which an override was ever asked for, in the order of their external ids. */
  async everAskedFor({ scheme, view, at }: OfTimelines): Promise<ExternalId[]> {
    const { rows } = await this.pool.query<[ExternalId]>({
      name: 'reported-asked-for',
      text: `select distinct o.external_id from overrides o
             where o.scheme = $1 and o.view = $2 and o.known_from <= $3::bigint order by 1`,
      values: [scheme, view, String(at)],
      rowMode: 'array',
    });
    return rows.map(([externalId]) => externalId);
  }

  async computed(
    externalIds: readonly string[],
    { scheme, view, at }: OfTimelines,
  ): Promise<ReadonlyMap<string, ComputedDays>> {
    const { rows } = await this.pool.query<[string, Day, Day | 'infinity', TierCode | null]>({
      name: 'reported-computed',
      // Timeline by timeline: joined freely, the whole history would be gone through for each of many batches.
      text: `select t.external_id, h.valid_from, h.valid_until, h.computed
             from timelines t cross join lateral (
               select * from tier_history h
               where h.timeline_id = t.id and ${knownAt('h')} and h.merged_into is null offset 0) h
             where t.external_id = any($1::text[]) and t.scheme = $3 and t.view = $4
             order by t.external_id, h.valid_from`,
      values: [externalIds, String(at), scheme, view],
      rowMode: 'array',
    });
    return grouped(rows, ([externalId, from, until, computed]) => [
      externalId,
      { from, until: until === 'infinity' ? null : until, computed },
    ]);
  }

  /** What was said of each account's ARR for days before one. */
  async arr(
    externalIds: readonly string[],
    at: Position,
    before: Day,
  ): Promise<ReadonlyMap<string, readonly ArrSaid[]>> {
    const { rows } = await this.pool.query<[string, FactId, FactValue, Day]>({
      name: 'reported-arr',
      text: `select f.external_id, f.fact_id, f.value, f.valid_from from input_facts f
             where f.external_id = any($1::text[]) and f.measure = $3 and f.service_line is null
               and f.valid_from < $4::date and ${knownAt('f')}`,
      values: [externalIds, String(at), arrMeasure, before],
      rowMode: 'array',
    });
    return grouped(rows, ([externalId, factId, value, validFrom]) => [
      externalId,
      { factId, value, validFrom },
    ]);
  }

  /** The revenue of each account between neighbouring days of a list in order; what lies outside of it is left out. */
  async revenue(
    externalIds: readonly string[],
    at: Position,
    days: readonly Day[],
  ): Promise<ReadonlyMap<string, readonly RevenueBetween[]>> {
    const { rows } = await this.pool.query<[string, number, Decimal, string]>({
      name: 'reported-revenue',
      text: `select f.external_id, width_bucket(f.occurred_on, $3::date[]) as n, sum(f.amount), f.currency
             from revenue_facts f
             where f.external_id = any($1::text[]) and f.occurred_on >= ($3::date[])[1] and f.occurred_on < $4::date
               and ${knownAt('f')}
             group by 1, 2, 4`,
      values: [externalIds, String(at), days, days.at(-1)],
      rowMode: 'array',
    });
    return grouped(rows, ([externalId, n, amount, currency]) => [externalId, { n: n - 1, amount, currency }]);
  }

  /** How many accounts each seat owns. */
  async owned(at: Position): Promise<ReadonlyMap<string, number>> {
    const { rows } = await this.pool.query<[string, number]>({
      name: 'reported-owned',
      text: `select a.owner_seat, count(*)::int from accounts a
             where a.owner_seat is not null and a.known_from <= $1::bigint
               and (a.known_until is null or a.known_until > $1::bigint)
             group by 1`,
      values: [String(at)],
      rowMode: 'array',
    });
    return new Map(rows);
  }
}
