import type { Pool } from 'pg';
import type { AvailablePeople, Scope } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { PortfolioQuestion } from '../tier-history/tier-history.answers';
import { waitList, type WaitListPage, type WaitListPlace } from './wait-list';

/** What was said of the people of a tier or of a role, as it stands. */
export interface CapacityRow extends AvailablePeople {
  readonly validFrom: Day;
  readonly setBy: string;
}

/** Places of a tier that are all taken, so that somebody may have to wait. */
export interface FullTier {
  readonly tier: string;
  readonly places: number;
}

const columns = `case kind when 'tier' then name end as tier, case kind when 'role' then name end as role, available,
  valid_from as "validFrom", set_by as "setBy"`;

const known = `scheme = $1 and known_from <= $2::bigint and (known_until is null or known_until > $2::bigint)`;

/** How many people are there for whom, and which accounts wait until there are more. */
export class Coverage {
  constructor(private readonly pool: Pool) {}

  /** Everything said of a scheme's capacities, by tier and role and in the order of the days. */
  async capacities(scheme: string, at: Position): Promise<CapacityRow[]> {
    const { rows } = await this.pool.query<CapacityRow>(
      `select ${columns} from capacities where ${known} order by kind desc, name, valid_from`,
      [scheme, String(at)],
    );
    return rows;
  }

  /** Who is there on a day. */
  async people(scheme: string, asOf: Day, at: Position): Promise<CapacityRow[]> {
    const { rows } = await this.pool.query<CapacityRow>(
      `select distinct on (kind, name) ${columns} from capacities
       where ${known} and valid_from <= $3::date order by kind, name, valid_from desc`,
      [scheme, String(at), asOf],
    );
    return rows;
  }

  /** Accounts promoted into tiers whose places are all taken, tier by tier in the order given; all wait in one line, and those inside are told. */
  waitList(
    question: Omit<PortfolioQuestion, 'tier'>,
    tiers: readonly FullTier[],
    page: { readonly limit: number; readonly after?: WaitListPlace },
    inside: Scope | null = null,
  ): Promise<WaitListPage> {
    return waitList(this.pool, question, tiers, { ...page, inside });
  }
}
