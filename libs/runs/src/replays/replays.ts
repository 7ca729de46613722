import type { EventStore, Position } from '#libs/event-store';
import type { Explanations, Progress } from '#libs/views';
import type { Attempt } from '../jobs/job';
import type { Jobs } from '../jobs/jobs';
import { untilSettled } from '../settling';
import { differenceIn, type DifferentDecision, type ReplayAsked, type Replayed } from './replay';

export interface ReplaysParts {
  readonly store: EventStore;
  readonly progress: Progress;
  readonly explanations: Explanations;
  readonly jobs: Jobs;
  /** Is told of decisions that do not come out the same. */
  readonly report?: (sentence: string) => void;
}

/** What the job `replay` is asked: how many decisions, chosen by a seed. */
export type ReplayInput = Pick<ReplayAsked, 'n' | 'seed'>;

/** What the last replay by night came to. */
export interface LastReplay {
  /** Of its job. */
  readonly id: string;
  /** Null where it could not be done at all. */
  readonly replayed: Replayed | null;
  /** What an operator has to know; null where every decision came out the same. */
  readonly alarm: string | null;
}

/** What a decision is put together from, to be taken again. */
const views = ['tier-history', 'decisions', 'schemes'];

/** Of those that were different, so many are looked at again the next night. */
const mostRemembered = 1_000;

/** Takes decisions on record again from what their events keep: each has to come out the same, byte by byte. */
export class Replays {
  constructor(private readonly parts: ReplaysParts) {
    parts.jobs.register('replay', (attempt: Attempt<ReplayInput, never>) => this.byNight(attempt));
  }

  /** Of what was known at a position, which the views have reached. Nothing is recorded. */
  async sample(asked: ReplayAsked, at: Position, also: readonly string[] = []): Promise<Replayed> {
    const different: DifferentDecision[] = [];
    let sampled = 0;
    for await (const batch of this.parts.explanations.sample({ ...asked, at, also })) {
      sampled += batch.length;
      different.push(...batch.map(differenceIn).filter((one) => one !== null));
    }
    const identical = sampled - different.length;
    return { seed: asked.seed, position: String(at), sampled, identical, different };
  }

  /** Null before the first has come to its end. */
  async last(): Promise<LastReplay | null> {
    const job = await this.parts.jobs.last('replay', ['succeeded', 'failed']);
    if (!job) return null;
    const { id, problem } = job;
    // The work of this kind returns nothing else.
    const replayed = job.result as Replayed | null;
    return { id, replayed, alarm: replayed ? alarmOf(replayed) : notDone(problem!.detail) };
  }

  /** What was different the last time is looked at again: an alarm ends when its cause is mended, and not before. */
  private async byNight({ input, signal }: Attempt<ReplayInput, never>): Promise<Replayed> {
    const { store, progress, jobs, report } = this.parts;
    const at = await store.head();
    await untilSettled(progress, views, at, signal);
    const before = (await jobs.last('replay', ['succeeded']))?.result as Replayed | undefined;
    const also = (before?.different ?? []).map(({ decisionId }) => decisionId);
    const { different, ...replayed } = await this.sample(input, at, also);
    const told = { ...replayed, different: different.slice(0, mostRemembered) };
    const alarm = alarmOf(told);
    if (alarm !== null) report?.(alarm);
    return told;
  }
}

const alarmOf = ({ sampled, identical, seed }: Replayed): string | null =>
  sampled === identical
    ? null
    : `${sampled - identical} of ${sampled} decisions on record did not come out the same when they were taken again ` +
      `(${seed}): POST /v1/ops/replay-sample names them.`;

const notDone = (why: string): string => `Decisions on record could not be taken again by night: ${why}`;
