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

/** How many overrides' timelines are kept in mind. */
const remembered = 10_000;

/** Which timelines overrides are about: found in the view, which waits for the log only where it knows nothing yet. */
export class Timelines {
  /** An override never comes to be about another timeline. */
  private readonly known = new Map<OverrideId, OfOneTimeline>();

  constructor(private readonly parts: TimelinesParts) {}

  /** Null where nobody has asked for such an override. */
  async of(overrideId: OverrideId): Promise<OfOneTimeline | null> {
    const known = this.known.get(overrideId);
    if (known) return known;
    const found = (await this.look(overrideId)) ?? (await this.lookOnceMore(overrideId));
    if (found && this.known.size >= remembered) this.known.clear();
    if (found) this.known.set(overrideId, found);
    return found;
  }

  private look(overrideId: OverrideId): Promise<OfOneTimeline | null> {
    // The view takes its keys from events, which were held against their shape when they were recorded.
    return this.parts.overridesView.timelineOf(overrideId) as Promise<OfOneTimeline | null>;
  }

  private async lookOnceMore(overrideId: OverrideId): Promise<OfOneTimeline | null> {
    await this.parts.progress.reach('overrides', await this.parts.store.head());
    return this.look(overrideId);
  }
}
