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
import { addDays, addMonths, canonicalPieces, day, firstDay, quarterOf, startOf } from '#libs/kernel';
import { givingWay, type Known, packViews, type Progress, ReviewPackRows } from '#libs/views';
import { waitingOn } from './capacity-at';
import { OneAtATime } from './one-at-a-time';
import { overdueOn } from './overdue-at';
import { KeptPacks } from './kept-packs';
import { digestOf, press, type Pressed } from './pressed';
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
  private readonly kept: KeptPacks;
  private readonly making = new OneAtATime();

  constructor(private readonly parts: PacksParts) {
    this.rows = new ReviewPackRows(parts.pool);
    this.kept = new KeptPacks(parts.pool);
  }

  /**
   * A large pack takes much memory and all of a core, so one is made at a time.
   * @throws StaleRead while the views have not reached the pin
   */
  async at(coordinates: PackCoordinates): Promise<Pack> {
    const { position, knownAt } = coordinates.pin;
    const at = { position: BigInt(position), knownAt };
    await Promise.all(packViews.map((view) => this.parts.progress.reach(view, at.position)));
    return this.making.run(async () => givingWay(packOf(await this.inputs(coordinates, at))));
  }

  /** SHA-256 over its bytes, which are its canonical JSON; in hex. */
  digestOf(pack: Pack): Promise<string> {
    return digestOf(canonicalPieces(pack));
  }

  /** Its bytes, compressed, with their digest. */
  press(pack: Pack): Promise<Pressed> {
    return press(canonicalPieces(pack));
  }

  /** Keeps what a review was pinned with. That it cannot be kept is no harm: whoever reads it next makes it again. */
  async keep(pinned: Pressed): Promise<void> {
    await this.kept.put(pinned).catch(() => {});
  }

  /** What is kept under a digest, where it is there and says what the digest says. */
  keptAs(digest: string): Promise<Pressed | undefined> {
    return this.kept.get(digest);
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
    const changed = await givingWay(changedDecisions(segments, opening));
    return { segments, decisions: await this.rows.decisions(changed) };
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
    const [believedThen, believedNow] = await Promise.all([
      this.rows.touchedSince({ ...before, at: then }, between, isInside),
      this.rows.touchedSince({ ...before, at }, between, isInside),
    ]);
    return { openingPosition: String(then.position), believedThen, believedNow };
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
