import type { Pool } from 'pg';
import type { DecidingRole, Scope } from '#libs/domain';
import type { Position } from '#libs/event-store';
import { addDays, type Day } from '#libs/kernel';
import type { TimelineKey } from '../decisions/timeline-key';
import { narrowed } from '../part/narrowed';
import { awaiting } from './awaiting';
import type { OverrideAwaiting, OverrideKnown, OverridesPage, OverridesQuestion } from './overrides.answers';
import { knownOf, type ToldRow } from './overrides.known';
import { endingBy, movedSince, pageNow, pageThen, toldColumns } from './stated';

interface Keepers {
  readonly owner_seat: string | null;
  readonly attributes: Record<string, string>;
}

interface Moved {
  readonly moved?: boolean | null;
}

interface Page {
  readonly limit: number;
  readonly after?: string;
}

/** Overrides as last decided; what follows from dates is derived on the day of the question. */
export class OverridesView {
  constructor(private readonly pool: Pool) {}

  /** The same, of the accounts inside a scope alone; null is the whole portfolio. */
  within(scope: Scope | null): OverridesView {
    return scope ? new OverridesView(narrowed(this.pool, scope)) : this;
  }

  async get(id: string, today: Day): Promise<OverrideKnown | null> {
    const { rows } = await this.pool.query<ToldRow>({
      name: 'overrides-get',
      text: `select ${toldColumns} from overrides o where o.override_id = $1`,
      values: [id],
    });
    return rows[0] ? knownOf(rows[0], today) : null;
  }

  /** Which timeline it is about; null where nobody has asked for it. That never changes. */
  async timelineOf(id: string): Promise<TimelineKey | null> {
    const { rows } = await this.pool.query<TimelineKey>({
      name: 'overrides-timeline-of',
      text: 'select scheme, view, external_id as "externalId" from overrides where override_id = $1',
      values: [id],
    });
    return rows[0] ?? null;
  }

  /** The last revision of a timeline's stream that the view knows; null where it knows none. */
  async revisionOf({ scheme, view, externalId }: TimelineKey): Promise<number | null> {
    const { rows } = await this.pool.query<{ revision: number | null }>({
      name: 'overrides-revision-of',
      text: `select max(revision) as revision from overrides
             where external_id = $1 and scheme = $2 and view = $3`,
      values: [externalId, scheme, view],
    });
    return rows[0]?.revision ?? null;
  }

  /** As known at a position, or by now; the latest first. */
  async page({ today, ...question }: OverridesQuestion, { limit, after }: Page): Promise<OverridesPage> {
    const asked = { today, ...question, after };
    const { rows } = await this.pool.query<ToldRow & Moved>(pageNow(asked, limit + 1));
    if (asked.at === undefined || !(await this.hasMoved(rows, asked.at))) return pageFrom(rows, limit, today);
    const then = await this.pool.query<ToldRow>(pageThen(asked, limit + 1));
    return pageFrom(then.rows, limit, today);
  }

  /** Whether anything that stood at a position has changed since, as a page read of what stands now says. */
  private async hasMoved([first]: readonly Moved[], at: Position): Promise<boolean> {
    const { moved } = first ?? (await this.pool.query<Moved>(movedSince(at))).rows[0]!;
    return moved === true;
  }

  /** What awaits a decision at a level of one of these roles, the oldest first, emergencies to be ratified among them. */
  async inboxOf(
    roles: readonly DecidingRole[],
    today: Day,
    { limit, after }: Page,
  ): Promise<OverridesPage<OverrideAwaiting>> {
    if (roles.length === 0) return { items: [], next: null };
    const page = { limit: limit + 1, ...(after && { after }) };
    const { rows } = await this.pool.query<ToldRow & Keepers>(awaiting(roles, { today, ...page }));
    const { items, next } = pageFrom(rows, limit, today);
    const keptBy = ({ owner_seat: ownerSeat, attributes }: Keepers) => ({ ownerSeat, attributes });
    return {
      items: items.map((item, index) => Object.assign(item, { account: keptBy(rows[index]!) })),
      next,
    };
  }

  /** All that were ever asked for on a timeline, in that order. */
  async ofTimeline({ scheme, view, externalId }: TimelineKey, today: Day): Promise<OverrideKnown[]> {
    const { rows } = await this.pool.query<ToldRow>({
      name: 'overrides-of-timeline',
      text: `select ${toldColumns} from overrides o where o.external_id = $1 and o.scheme = $2 and o.view = $3
             order by o.known_from`,
      values: [externalId, scheme, view],
    });
    return rows.map((row) => knownOf(row, today));
  }

  /** Those that stand or will and end within so many days, the first to end first. */
  async expiring(today: Day, days: number, scheme?: string): Promise<OverrideKnown[]> {
    const { rows } = await this.pool.query<ToldRow>(endingBy(today, addDays(today, days), scheme));
    return rows.map((row) => knownOf(row, today));
  }
}

/** One row more than asked for says that there are others. */
const pageFrom = (rows: readonly ToldRow[], limit: number, today: Day): OverridesPage => ({
  items: rows.slice(0, limit).map((row) => knownOf(row, today)),
  next: rows.length > limit ? rows[limit - 1]!.known_from : null,
});
