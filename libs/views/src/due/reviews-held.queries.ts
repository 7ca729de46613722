import type { Pool } from 'pg';
import type { CallReason, PolicyReviews } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';

/** A review of a scheme's policy, or what called for one. */
export interface PolicyReviewKnown {
  readonly kind: 'held' | 'called';
  readonly on: Day;
  /** Of what called for it. */
  readonly reason: CallReason | null;
  readonly note: string;
  readonly person: string;
  readonly position: string;
}

/** A meeting with a client. */
export interface BusinessReviewKnown {
  readonly heldOn: Day;
  readonly note: string;
  readonly attendees: readonly string[];
  readonly recordedBy: string;
  readonly position: string;
}

/** Reviews that were held and called for, as known at a position. */
export class ReviewsHeld {
  constructor(private readonly pool: Pool) {}

  /** The latest day first. */
  async ofPolicy(scheme: string, at: Position): Promise<PolicyReviewKnown[]> {
    const { rows } = await this.pool.query<PolicyReviewKnown>(
      `select kind, "on", reason, note, person, known_from as position from policy_reviews
       where scheme = $1 and known_from <= $2::bigint order by "on" desc, known_from desc`,
      [scheme, String(at)],
    );
    return rows;
  }

  /** What the clock of a scheme's policy goes by. */
  async forPolicyClock(scheme: string, at: Position): Promise<PolicyReviews> {
    const known = await this.ofPolicy(scheme, at);
    return {
      held: known.filter(({ kind }) => kind === 'held').map(({ on }) => on),
      called: known.flatMap(({ on, reason }) => (reason === null ? [] : [{ on, reason }])),
    };
  }

  /** The latest day first. */
  async ofAccount(externalId: string, at: Position): Promise<BusinessReviewKnown[]> {
    const { rows } = await this.pool.query<Omit<BusinessReviewKnown, 'attendees'> & { attendees: string }>(
      `select held_on as "heldOn", note, attendees, recorded_by as "recordedBy", known_from as position
       from business_reviews where external_id = $1 and known_from <= $2::bigint
       order by held_on desc, known_from desc`,
      [externalId, String(at)],
    );
    return rows.map((row) => ({ ...row, attendees: JSON.parse(row.attendees) as string[] }));
  }

  /** The day of the last business review of each account by a day; accounts without one are not in the answer. */
  async lastByAccount(asOf: Day, at: Position): Promise<ReadonlyMap<string, Day>> {
    const { rows } = await this.pool.query<[string, Day]>({
      text: `select external_id, max(held_on) from business_reviews
             where held_on <= $1::date and known_from <= $2::bigint group by external_id`,
      values: [asOf, String(at)],
      rowMode: 'array',
    });
    return new Map(rows);
  }
}
