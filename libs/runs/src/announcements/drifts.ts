import { override } from '#libs/domain';
import {
  type Clock,
  type EventStore,
  Execute,
  type ExecuteHandler,
  type Recorded,
  Refused,
} from '#libs/event-store';
import type { Day } from '#libs/kernel';
import type { DriftingOverride, Facts, OverrideDues, Progress } from '#libs/views';
import { type GroundKnown, Grounds } from '../overrides/grounds';
import { changedIn, contextAfter } from './occasion';

export interface DriftsParts {
  readonly store: EventStore;
  readonly execute: ExecuteHandler;
  readonly clock: Clock;
  readonly progress: Progress;
  readonly facts: Facts;
  readonly overrideDues: OverrideDues;
}

/** Sees to it that an override knows when it stands no more upon what it was approved upon. */
export class Drifts {
  private readonly grounds: Grounds;

  constructor(private readonly parts: DriftsParts) {
    this.grounds = new Grounds(parts);
  }

  /** Looks at the basis of what events may have changed, by what is known now. */
  async noted(events: readonly Recorded[], today: Day): Promise<void> {
    const { accounts, schemes } = changedIn(events);
    if (accounts.size + schemes.size === 0) return;
    const ids = [...accounts.keys()];
    for (const one of await this.parts.overrideDues.drifting(ids, [...schemes.keys()], today))
      await this.note(one, (accounts.get(one.externalId) ?? schemes.get(one.scheme))!);
  }

  private async note(
    { overrideId, from, until, requestedOn, ...timeline }: DriftingOverride,
    after: Recorded,
  ) {
    const ground = await this.groundOf(timeline, { from, until, requestedOn });
    if (!ground) return;
    const { today, basis, basisHash, document } = ground;
    const about = { type: 'NoteBasis' as const, ...timeline, overrideId };
    const command = { ...about, today, basis, basisHash, document };
    const context = contextAfter(after, `note the basis of ${overrideId}`);
    await this.parts.execute.execute(new Execute(override, command, context));
  }

  /** Where there is no policy, or no timeline any more, there is nothing to hold it against. */
  private async groundOf(...about: Parameters<Grounds['about']>): Promise<GroundKnown | undefined> {
    try {
      return await this.grounds.about(...about);
    } catch (error) {
      if (error instanceof Refused) return undefined;
      throw error;
    }
  }
}
