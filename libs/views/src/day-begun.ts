import { settings, type TenantSettings } from '#libs/domain';
import type { Clock, EventStore } from '#libs/event-store';
import { addDays, dayIn, type Instant, startOf } from '#libs/kernel';

/** How long a day may be reckoned with a time zone that another process has changed. */
const freshForMs = 1000;

/** When the tenant's present day began: that it has come is known from that moment on, whether or not anything is recorded on it. */
export class DayBegun {
  private settings: TenantSettings = settings.initialState();
  private revision = -1;
  private readUntil = 0;
  private day = { zone: '', from: '' as Instant, until: '' as Instant };

  constructor(
    private readonly store: EventStore,
    private readonly clock: Clock,
  ) {}

  /** A real clock is the machine's: no query is spent on it. */
  async at(): Promise<Instant> {
    const zone = await this.zone();
    const now = this.clock.simulated ? await this.clock.now() : (new Date().toISOString() as Instant);
    if (this.day.zone !== zone || now < this.day.from || now >= this.day.until) {
      const today = dayIn(now, zone);
      this.day = { zone, from: startOf(today, zone), until: startOf(addDays(today, 1), zone) };
    }
    return this.day.from;
  }

  private async zone(): Promise<string> {
    if (Date.now() < this.readUntil) return this.settings.governanceTimeZone;
    const asked = Date.now();
    // The settings' stream holds the settings aggregate's events alone.
    for await (const { event, revision } of this.store.read('settings-tenant', this.revision + 1)) {
      this.settings = settings.evolve(this.settings, event as never);
      this.revision = revision;
    }
    this.readUntil = asked + freshForMs;
    return this.settings.governanceTimeZone;
  }
}
