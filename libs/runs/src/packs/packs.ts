import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import {
  changedDecisions,
  type Pack,
  type PackCoordinates,
  type PackInputs,
  packOf,
  scheme as aScheme,
  type SchemeEvent,
  schemeKnowledge,
  settings as theSettings,
  type SettingsEvent,
} from '#libs/domain';
import type { EventStore } from '#libs/event-store';
import { addDays, addMonths, canonicalJson, day, firstDay, quarterOf, startOf } from '#libs/kernel';
import { type Known, packViews, type Progress, ReviewPackRows } from '#libs/views';
import { waitingOn } from './capacity-at';
import { eventsOf } from './events-of';
import { overdueOn } from './overdue-at';
import { orgAt, overridesAt, quotasAt } from './told-at';

export interface PacksParts {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly progress: Progress;
}

/** What a pack is of, with the moment of its pin and who is inside its scope. */
interface Wanted extends PackCoordinates {
  readonly at: Known;
  readonly isInside: (externalId: string) => boolean;
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

  /** SHA-256 over the bytes, in hex. */
  digestOf(pack: Pack): string {
    return createHash('sha256').update(this.textOf(pack)).digest('hex');
  }

  private async inputs(coordinates: PackCoordinates, at: Known): Promise<PackInputs> {
    const { scheme, view, scope, opening, closing } = coordinates;
    const settings = await this.settingsAt(at);
    const { accounts, books } = await this.rows.accounts({ view, scope }, at.position);
    const ids = new Set(accounts.map(({ externalId }) => externalId));
    // Where everybody is meant, the tier history is counted by itself, and not by the accounts.
    const isAll = Object.keys(scope).length === 0;
    const wanted = { ...coordinates, at, isInside: (externalId: string) => isAll || ids.has(externalId) };
    const days = {
      previous: quarterOf(addDays(opening, -1), settings.fiscalCalendar).from,
      opening,
      closing,
    };
    const year = { scheme, view, from: addMonths(closing, -12), to: closing, at };
    const segments = await this.rows.segments(year, wanted.isInside);
    return {
      ...{ coordinates, settings, accounts, books, segments },
      arr: await this.rows.arr({ view, days, at: at.position }, [...ids]),
      decisions: await this.rows.decisions(changedDecisions(segments, opening)),
      ...(await this.believed(wanted, settings.governanceTimeZone)),
      ...(await this.around(wanted)),
    };
  }

  /** What was believed of the days before the quarter when it opened, and what is at the pin. */
  private async believed({ scheme, view, opening, at, isInside }: Wanted, timeZone: string) {
    const then = await this.rows.knownBy(startOf(opening, timeZone), at);
    const before = { scheme, view, from: day(firstDay), to: addDays(opening, -1) };
    const between = { since: then.position, upTo: at.position };
    return {
      openingPosition: String(then.position),
      believedThen: await this.rows.touchedSince({ ...before, at: then }, between, isInside),
      believedNow: await this.rows.touchedSince({ ...before, at }, between, isInside),
    };
  }

  /** What stands beside the tiers: the scheme, its overrides, who decides, and what is late or waits. */
  private async around(wanted: Wanted) {
    const { pool, store } = this.parts;
    const { scheme: code, view, closing: asOf, at, isInside } = wanted;
    const scheme = (await eventsOf(store, `${aScheme.category}-${code}`, at.position)).map(
      // A scheme's stream holds the scheme aggregate's events alone.
      ({ event }) => event as SchemeEvent,
    );
    const plan = schemeKnowledge(
      scheme.reduce((state, event) => aScheme.evolve(state, event), aScheme.initialState()),
    );
    const question = { scheme: code, view, asOf, at, plan };
    const telling = { rows: this.rows, store, at: at.position };
    return {
      scheme,
      held: await this.rows.held({ scheme: code, view, asOf, at: at.position }, isInside),
      overrides: await overridesAt(telling, code),
      quotas: await quotasAt(telling, wanted),
      org: await orgAt(telling),
      overdue: await overdueOn(pool, question, isInside),
      ...(await waitingOn(pool, question, isInside)),
    };
  }

  private async settingsAt({ position }: Known) {
    // The settings' stream holds the settings aggregate's events alone.
    return (await eventsOf(this.parts.store, 'settings-tenant', position))
      .map(({ event }) => event as SettingsEvent)
      .reduce((state, event) => theSettings.evolve(state, event), theSettings.initialState());
  }
}
