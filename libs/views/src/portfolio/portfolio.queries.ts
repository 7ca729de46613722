import type { Pool } from 'pg';
import type { Position } from '#libs/event-store';
import type { Profile } from '#libs/domain';
import type { Day } from '#libs/kernel';

/** An account as known at a position. */
export interface AccountKnown extends Profile {
  readonly externalId: string;
  /** The stream's revision behind which the profile is as told. */
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
  };
  readonly limit: number;
  /** The external id behind which to go on. */
  readonly after?: string;
}

/** Who the accounts are, by the position at which that was known. */
export class Portfolio {
  constructor(private readonly pool: Pool) {}

  /** One account; null when it was not known at the position. */
  get(_externalId: string, _at: Position): Promise<AccountKnown | null> {
    void this.pool;
    throw new Error('not yet');
  }

  /** Accounts in the order of their external ids. */
  page(_question: AccountsQuestion): Promise<{ items: AccountKnown[]; next: string | null }> {
    throw new Error('not yet');
  }

  /** External ids in order, for work that goes through the whole portfolio. */
  externalIds(_at: Position, _page: { readonly limit: number; readonly after?: string }): Promise<string[]> {
    throw new Error('not yet');
  }

  count(_at: Position): Promise<number> {
    throw new Error('not yet');
  }
}
