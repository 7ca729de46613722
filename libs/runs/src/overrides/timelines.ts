import type { ExternalId, OverrideId, SchemeCode, View } from '#libs/domain';
import type { EventStore } from '#libs/event-store';
import type { OverridesView, Progress } from '#libs/views';

/** Which timeline an override is about. */
export interface OfOneTimeline {
  readonly scheme: SchemeCode;
  readonly view: View;
  readonly externalId: ExternalId;
}

export interface TimelinesParts {
  readonly store: EventStore;
  readonly progress: Progress;
  readonly overridesView: OverridesView;
}

/** Which timelines overrides are about: found in the view, which waits for the log only where it knows nothing yet. */
export class Timelines {
  constructor(private readonly parts: TimelinesParts) {}

  /** Null where nobody has asked for such an override. */
  async of(overrideId: OverrideId): Promise<OfOneTimeline | null> {
    const found = (await this.look(overrideId)) ?? (await this.lookOnceMore(overrideId));
    // The view takes its keys from events, which were held against their shape when they were recorded.
    return found as OfOneTimeline | null;
  }

  private look(overrideId: OverrideId) {
    return this.parts.overridesView.timelineOf(overrideId);
  }

  private async lookOnceMore(overrideId: OverrideId) {
    await this.parts.progress.reach('overrides', await this.parts.store.head());
    return this.look(overrideId);
  }
}
