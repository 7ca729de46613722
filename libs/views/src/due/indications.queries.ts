import type { Pool } from 'pg';
import type { FactId, Indication, Scope } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import { narrowed } from '../part/narrowed';

/** A tier that an opportunity or its signature indicated. */
export type IndicationKnown = Omit<Indication, 'kind'>;

/** An opportunity as it last stood, and what it was signed as; null while it is open. */
export interface DealKnown {
  readonly externalId: string;
  readonly provisional: IndicationKnown;
  readonly binding: IndicationKnown | null;
}

export interface DealsPage {
  readonly limit: number;
  /** The account and the day of the provisional tier behind which to go on. */
  readonly after?: { readonly externalId: string; readonly day: Day };
}

interface Row extends Omit<IndicationKnown, 'factIds'> {
  readonly external_id: string;
  readonly kind: Indication['kind'];
  readonly fact_ids: string;
  readonly signed: string | null;
}

const columns =
  'external_id, day, kind, stage, value, tier, place, policy_version as "policyVersion", fact_ids';

/** What opportunities indicate, by the position at which it was known. */
export class Indications {
  constructor(private readonly pool: Pool) {}

  /** The same, of the accounts inside a scope alone; null is the whole portfolio. */
  within(scope: Scope | null): Indications {
    return scope ? new Indications(narrowed(this.pool, scope)) : this;
  }

  /**
   * Every opportunity at its last stage before a signature, with the first signature at or behind it; by account
   * and day.
   */
  async deals(
    scheme: string,
    at: Position,
    { limit, after }: DealsPage,
  ): Promise<{ items: DealKnown[]; next: DealsPage['after'] | null }> {
    const { rows } = await this.pool.query<Row & { binding: Row | null }>(
      `with known as (
         select * from tier_indications where scheme = $1 and known_from <= $2::bigint
           and (known_until is null or known_until > $2::bigint)),
       staged as (
         select p.*, (select min(b.day) from known b
                      where b.external_id = p.external_id and b.kind = 'binding' and b.day >= p.day) as signed
         from known p where p.kind = 'provisional'),
       last as (
         select distinct on (external_id, signed) * from staged order by external_id, signed, day desc)
       select l.external_id, l.day, l.kind, l.stage, l.value, l.tier, l.place, l.policy_version as "policyVersion",
              l.fact_ids, l.signed,
              (select row_to_json(b) from (select ${columns} from known k where k.external_id = l.external_id
                 and k.kind = 'binding' and k.day = l.signed) b) as binding
       from last l where $3::text is null or (l.external_id, l.day) > ($3, $4::date)
       order by l.external_id, l.day limit $5`,
      [scheme, String(at), after?.externalId ?? null, after?.day ?? null, limit + 1],
    );
    const items = rows.slice(0, limit).map(({ binding, ...row }) => ({
      externalId: row.external_id,
      provisional: indicationOf(row),
      binding: binding && indicationOf(binding),
    }));
    const last = items.at(-1);
    const more = rows.length > limit && last;
    return { items, next: more ? { externalId: last.externalId, day: last.provisional.day } : null };
  }
}

const indicationOf = ({ day, stage, value, tier, place, policyVersion, fact_ids }: Row): IndicationKnown => ({
  ...{ day, stage, value, tier, place, policyVersion },
  factIds: JSON.parse(fact_ids) as FactId[],
});
