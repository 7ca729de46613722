import type { AccountEvent } from '#libs/domain';
import type { Recorded } from '#libs/event-store';
import type { Hierarchy } from '#libs/views';
import { familyTriggerOf, type Trigger } from './trigger';

type Told = Recorded<AccountEvent>;

/** Finds whose families events concern: everybody above their accounts. All events of a batch are looked up at once. */
export class Above {
  private readonly found = new Map<bigint, readonly string[]>();
  private lookedUp = false;

  constructor(
    private readonly events: readonly Told[],
    private readonly hierarchy: Hierarchy,
    /** Returns once the views know everything up to a position. */
    private readonly reached: (position: bigint) => Promise<void>,
  ) {}

  /** A trigger for everybody whose family an event concerns. */
  async triggersOf(recorded: Told): Promise<Trigger[]> {
    const trigger = familyTriggerOf(recorded);
    if (!trigger) return [];
    if (!this.lookedUp) await this.lookUp();
    const above = this.found.get(recorded.position) ?? [];
    return above.map((externalId) => ({ ...trigger, externalId, ofFamily: true }));
  }

  private async lookUp(): Promise<void> {
    this.lookedUp = true;
    const triggers = this.events.flatMap((recorded) => familyTriggerOf(recorded) ?? []);
    await this.reached(triggers.at(-1)!.position);
    const above = await this.hierarchy.above(triggers);
    triggers.forEach(({ position }, index) => this.found.set(position, above[index]!));
  }
}
