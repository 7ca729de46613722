import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import {
  changedDecisions,
  type Pack,
  type PackCoordinates,
  type PackInputs,
  packOf,
  scheme as aScheme,
  type SchemeKnowledge,
  schemeKnowledge,
} from '#libs/domain';
import type { EventStore } from '#libs/event-store';
import { addDays, addMonths, canonicalJson, day, firstDay, quarterOf, startOf } from '#libs/kernel';
import { type Known, packViews, type Progress, ReviewPackRows } from '#libs/views';
import { waitingOn } from './capacity-at';
import { overdueOn } from './overdue-at';
import { conflictsAt, hindsightAt, type ReportsWanted } from './reports-at';
import { toldAt, type Told } from './told-at';

export interface PacksParts {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly progress: Progress;
}

/** What a pack is of, with the moment of its pin, who is inside its scope, and what the log has told by then. */
interface Wanted extends ReportsWanted {
  readonly isInside: (externalId: string) => boolean;
  readonly told: Told;
}

/** Makes packs of what was known at their pins: the same coordinates give the same bytes, whenever they are asked for. */
export class Packs {
  private readonly rows: ReviewPackRows;

  constructor(private readonly parts: PacksParts) {
    this.rows = new ReviewPackRows(parts.pool);
  }

  /** @throws StaleRead while the views have not reached the pin */
  async at(coordinates: PackCoordinates): Promise<Pack> {
    const { position, knownAt } = coordinates.pin;
    const at = { position: BigInt(position), knownAt };
    await Promise.all(packViews.map((view) => this.parts.progress.reach(view, at.position)));
    return packOf(await this.inputs(coordinates, at));
  }

  /** The bytes of a pack: its canonical JSON. */
  textOf(pack: Pack): string {
    return canonicalJson(pack);
  }

  /** SHA-256 over the bytes, in hex; whoever has them already spares writing them again. */
  digestOf(pack: Pack, text: string = this.textOf(pack)): string {
    return createHash('sha256').update(text).digest('hex');
  }

  /** What does not wait for each other is read side by side, over a handful of connections. */
  private async inputs(coordinates: PackCoordinates, at: Known): Promise<PackInputs> {
    const { rows } = this;
    const [told, { accounts, books }] = await Promise.all([
      toldAt({ rows, store: this.parts.store, at: at.position }, coordinates),
      rows.accounts(coordinates, at.position),
    ]);
    const ids = accounts.map(({ externalId }) => externalId);
    // Where everybody is meant, the tier history is counted by itself, and not by the accounts.
    const among = Object.keys(coordinates.scope).length === 0 ? null : new Set(ids);
    const isInside = (externalId: string) => among?.has(externalId) ?? true;
    const wanted = { ...coordinates, at, among, isInside, told };
    const [tiers, arr, believed, clocks, reports] = await Promise.all([
      this.tiers(wanted),
      this.arr(wanted, ids),
      this.believed(wanted),
      this.clocks(wanted),
      this.reports(wanted),
    ]);
    return { coordinates, accounts, books, arr, ...told, ...tiers, ...believed, ...clocks, ...reports };
  }

  /** A year of tiers, and the decisions behind the changes of the quarter. */
  private async tiers({ scheme, view, opening, closing, at, isInside }: Wanted) {
    const year = { scheme, view, from: addMonths(closing, -12), to: closing, at };
    const segments = await this.rows.segments(year, isInside);
    return { segments, decisions: await this.rows.decisions(changedDecisions(segments, opening)) };
  }

  private arr({ view, opening, closing, at, told: { settings } }: Wanted, ids: readonly string[]) {
    const previous = quarterOf(addDays(opening, -1), settings.fiscalCalendar).from;
    return this.rows.arr({ view, days: { previous, opening, closing }, at: at.position }, ids);
  }

  /** What was believed of the days before the quarter when it opened, and what is at the pin. */
  private async believed({ scheme, view, opening, at, isInside, told: { settings } }: Wanted) {
    const then = await this.rows.knownBy(startOf(opening, settings.governanceTimeZone), at);
    const before = { scheme, view, from: day(firstDay), to: addDays(opening, -1) };
    const between = { since: then.position, upTo: at.position };
    return {
      openingPosition: String(then.position),
      believedThen: await this.rows.touchedSince({ ...before, at: then }, between, isInside),
      believedNow: await this.rows.touchedSince({ ...before, at }, between, isInside),
    };
  }

  /** What is late on the closing day, or waits. */
  private async clocks({ scheme, view, closing: asOf, at, isInside, told }: Wanted) {
    const { pool } = this.parts;
    const question = { scheme, view, asOf, at, plan: planOf(told) };
    return {
      held: await this.rows.held({ scheme, view, asOf, at: at.position }, isInside),
      overdue: await overdueOn(pool, question, isInside),
      ...(await waitingOn(pool, question, isInside)),
    };
  }

  private async reports(wanted: Wanted) {
    const { overrides } = wanted.told;
    return {
      hindsight: await hindsightAt(this.parts, wanted, overrides),
      conflicts: await conflictsAt(this.parts, wanted, overrides),
    };
  }
}

const planOf = ({ scheme }: Told): SchemeKnowledge =>
  schemeKnowledge(scheme.reduce((state, event) => aScheme.evolve(state, event), aScheme.initialState()));
