import { Injectable } from '@nestjs/common';
import { settings, type TenantSettings } from '#libs/domain';
import { Clock, EventStore } from '#libs/event-store';
import { addDays, type Day, dayIn, dayOrInstant, type Instant, startOf } from '#libs/kernel';

/** How long an answer may reckon with settings that another process has changed. */
const freshForMs = 1000;

/** The tenant's settings as the log tells them, and its day. */
@Injectable()
export class Tenant {
  private now: { settings: TenantSettings; revision: number } = {
    settings: settings.initialState(),
    revision: -1,
  };
  private readUntil = 0;
  private day = { zone: '', day: '' as Day, from: '' as Instant, until: '' as Instant };

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  /** Never older than a second. */
  async settings(): Promise<TenantSettings> {
    return Date.now() < this.readUntil ? this.now.settings : (await this.read()).settings;
  }

  /** As they stand in the log at this moment; revision -1 is before the first change. */
  async read(): Promise<{ readonly settings: TenantSettings; readonly revision: number }> {
    const asked = Date.now();
    let now = this.now;
    for await (const { event, revision } of this.store.read('settings-tenant', now.revision + 1)) {
      now = { settings: settings.evolve(now.settings, event as never), revision };
    }
    this.now = now;
    this.readUntil = asked + freshForMs;
    return now;
  }

  /** The day it is in the governance time zone. A real clock is the machine's: no query is spent on it. */
  async today(): Promise<Day> {
    const { governanceTimeZone } = await this.settings();
    const now = this.clock.simulated ? await this.clock.now() : (new Date().toISOString() as Instant);
    const { zone, from, until, day } = this.day;
    return zone === governanceTimeZone && from <= now && now < until
      ? day
      : this.dayAt(now, governanceTimeZone);
  }

  /** A day is reckoned once: until it ends, instants are only compared. */
  private dayAt(now: Instant, zone: string): Day {
    const day = dayIn(now, zone);
    this.day = { zone, day, from: startOf(day, zone), until: startOf(addDays(day, 1), zone) };
    return day;
  }

  /** What a source said, as a day: an instant becomes the day it was in the governance time zone. */
  async daysOf(): Promise<(said: string) => Day | undefined> {
    const { governanceTimeZone } = (await this.read()).settings;
    return (said) => dayOrInstant(said, governanceTimeZone);
  }
}
