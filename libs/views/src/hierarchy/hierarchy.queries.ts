import type { Pool } from 'pg';
import { ExternalId, Kinship, KinshipInTime, linksOf, type ToldParents } from '#libs/domain';
import type { Position } from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { Known } from '../known-at';
import { linksAbove, linksUnder } from './kin';
import { type LineageKnown, lineageOf, type LineageRow } from './lineage-known';
import { readTold, toldBy } from './told-parents';

/** An account event, as far as it matters to those above the account. */
interface AtPosition {
  readonly externalId: string;
  readonly position: Position;
}

const known = `l.known_from <= $1::bigint and (l.known_until is null or l.known_until > $1::bigint)`;

/** Who stands under whom, and what came from what: on both clocks. */
export class Hierarchy {
  constructor(private readonly pool: Pool) {}

  /** The kinship, on a day, of some accounts with all above and all under them. */
  async kinship(externalIds: readonly string[], on: Day, at: Position): Promise<Kinship> {
    const [up, down] = await Promise.all([
      linksAbove(this.pool, externalIds, at, on),
      linksUnder(this.pool, externalIds, at, on),
    ]);
    return new Kinship([...up, ...down]);
  }

  /** Everybody above the accounts of events, on any day, as known at each event or right before it. */
  async above(events: readonly AtPosition[]): Promise<string[][]> {
    const { rows } = await this.pool.query<{ n: string; ids: string[] }>({
      name: 'hierarchy-above-events',
      text: `
        with recursive above(n, position, start, id) as (
          select e.n, e.position, e.id collate "C", e.id collate "C"
          from unnest($1::text[], $2::bigint[]) with ordinality e(id, position, n)
          union
          select a.n, a.position, a.start, l.parent from above a join links l on l.child = a.id
            and l.known_from <= a.position and (l.known_until is null or l.known_until >= a.position))
        select n, array_agg(distinct id) as ids from above where id <> start group by n`,
      values: [events.map(({ externalId }) => externalId), events.map(({ position }) => String(position))],
    });
    const found = new Map(rows.map(({ n, ids }) => [Number(n) - 1, ids]));
    return events.map((_, index) => found.get(index) ?? []);
  }

  /**
   * The first day on which an account would stand under itself, if more were said of its parent than is said by now;
   * null when there is none.
   */
  async circleOf(
    child: string,
    said: (told: ToldParents) => ToldParents,
  ): Promise<{ on: Day; path: readonly string[] } | null> {
    const { facts, ...told } = toldBy(await readTold(this.pool, [child]));
    const links = linksOf(child, said({ ...told, facts: [...facts.values()] }));
    const parents = [...new Set(links.map(({ parent }) => parent))];
    const others = await linksAbove(this.pool, parents, newest, null);
    const apart = others.filter((link) => link.child !== child);
    return new KinshipInTime([...links, ...apart]).circleOf(child);
  }

  /** Accounts on top of others on a day, in the order of their ids. */
  async ultimateParents(
    on: Day,
    at: Position,
    { limit, after }: { readonly limit: number; readonly after?: string },
  ): Promise<{ items: string[]; next: string | null }> {
    const { rows } = await this.pool.query<[string]>({
      name: 'hierarchy-ultimate-parents',
      text: `
        with recursive l as materialized (
          select child, parent from links l where ${known} and l.valid_from <= $2::date and l.valid_until > $2::date),
        -- From who may be the smallest of a circle, upwards past nobody smaller.
        walk(start, id) as (
          select child, parent from l where parent > child and child in (select parent from l)
          union
          select w.start, l.parent from walk w join l on l.child = w.id where w.id > w.start and l.parent >= w.start)
        select id from (
          select parent as id from l where parent not in (select child from l)
          union
          select start from walk where id = start) top
        where $3::text is null or id > $3
        order by id limit $4`,
      values: [String(at), on, after ?? null, limit + 1],
      rowMode: 'array',
    });
    const items = rows.slice(0, limit).map(([id]) => id);
    return { items, next: rows.length > limit ? items.at(-1)! : null };
  }

  /** The accounts among some that nobody has onboarded, as known at a position. */
  async unknown(externalIds: readonly string[], at: Position): Promise<Set<string>> {
    const { rows } = await this.pool.query<[string]>({
      name: 'hierarchy-unknown',
      text: `select i.id from unnest($2::text[]) i(id)
             where not exists (select from accounts l where l.external_id = i.id and ${known})`,
      values: [String(at), externalIds],
      rowMode: 'array',
    });
    return new Set(rows.map(([id]) => id));
  }

  /** Mergers and splits of an account, and those it came from, up to a position: also those undone by then. */
  async lineageOf(externalId: string, { position }: Pick<Known, 'position'>): Promise<LineageKnown[]> {
    const { rows } = await this.pool.query<LineageRow>({
      name: 'hierarchy-lineage',
      text: `select l.*, l.known_until <= $2::bigint as undone from lineage l
             where (l.from_id = $1 or l.into_id = $1) and l.known_from <= $2::bigint
             order by l.known_from, l.into_id`,
      values: [externalId, String(position)],
    });
    return rows.map(lineageOf);
  }

  /** What an event said of lineage, undone or not; null where no event of that id did. */
  async lineageTold(eventId: string): Promise<(Omit<LineageKnown, 'into'> & { into: ExternalId[] }) | null> {
    const { rows } = await this.pool.query<LineageRow>({
      name: 'hierarchy-lineage-told',
      text: 'select l.*, l.known_until is not null as undone from lineage l where l.event_id = $1 order by l.into_id',
      values: [eventId],
    });
    return rows[0] ? { ...lineageOf(rows[0]), into: rows.map((row) => ExternalId.parse(row.into_id)) } : null;
  }
}

/** Beyond every position that a log comes to. */
const newest: Position = 2n ** 62n;
