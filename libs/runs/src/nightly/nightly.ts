import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, type EventStore, idFor } from '#libs/event-store';
import { type Day, dayIn } from '#libs/kernel';
import type { Jobs } from '../jobs/jobs';
import { readSettings } from '../tenant-settings';

/** Something to be done once a day, by the job of its kind. */
export interface Chore {
  readonly kind: string;
  readonly inputOn: (day: Day) => object;
}

export interface NightlyParts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly report?: (sentence: string) => void;
}

/** How often it is looked whether a day has come. */
const lookMs = { simulated: 1_000, real: 60_000 };

/** Ids of the jobs of a day derive from this one. */
const namespace = '5b0a6f0e-9f43-5c1d-8a55-0e6b2d4c7f19';

/** The job by which a chore is done on a day. */
export const choreId = (kind: string, day: Day): string => idFor(namespace, `${kind}/${day}`);

/**
 * Queues the chores of each day as it begins in the governance time zone, or as soon afterwards as a process runs. A
 * chore is done once a day, by whichever process: its job is named after the day.
 */
export class Nightly {
  private readonly ending = new AbortController();
  private running: Promise<void> | undefined;
  private queuedFor: Day | undefined;

  constructor(
    private readonly parts: NightlyParts,
    private readonly chores: readonly Chore[],
  ) {}

  async start(): Promise<void> {
    this.running ??= this.chores.length === 0 ? Promise.resolve() : this.run();
  }

  async close(): Promise<void> {
    this.ending.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { clock, report } = this.parts;
    const { signal } = this.ending;
    while (!signal.aborted) {
      try {
        await this.look();
      } catch (error) {
        report?.(`The work of the night waits: ${(error as Error).message}`);
      }
      const every = clock.simulated ? lookMs.simulated : lookMs.real;
      await pause(every, undefined, { signal }).catch(() => {});
    }
  }

  private async look(): Promise<void> {
    const { store, clock, jobs } = this.parts;
    const { governanceTimeZone } = await readSettings(store);
    const today = dayIn(await clock.now(), governanceTimeZone);
    if (today === this.queuedFor) return;
    for (const { kind, inputOn } of this.chores) {
      await jobs.enqueue({
        id: choreId(kind, today),
        kind,
        input: inputOn(today),
        createdBy: 'system:nightly',
      });
    }
    this.queuedFor = today;
  }
}
