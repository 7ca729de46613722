import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { Claim, ClaimLost } from './claim';
import { JobFailed, type Work } from './job';

/** Attempts without a step forward, after which a job is given up. */
const mostAttempts = 5;
const beatEvery = 3_000;
const pollEvery = 1_000;

export interface LaneParts {
  readonly pool: Pool;
  readonly works: ReadonlyMap<string, Work>;
  readonly owner: number;
  readonly report: (sentence: string) => void;
  /** Milliseconds before the second attempt; each further one waits twice as long. */
  readonly retryAfter: number;
}

/** Does the jobs of one lane, one after the other, oldest first. */
export class Lane {
  private readonly closing = new AbortController();
  private wakeUp: () => void = () => {};
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly name: string,
    private readonly parts: LaneParts,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Looks for work at once instead of at the next poll. */
  wake(): void {
    this.wakeUp();
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.wakeUp();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.closing.signal.aborted) {
      const claim = await this.take();
      if (claim) await this.work(claim);
      else await this.idle();
    }
  }

  private async take(): Promise<Claim | null> {
    const { pool, works, owner, report } = this.parts;
    try {
      return await Claim.take(pool, this.name, [...works.keys()], owner);
    } catch (error) {
      report(`No job could be taken: ${messageOf(error)}`);
      return null;
    }
  }

  private async idle(): Promise<void> {
    const woken = new Promise<void>((resolve) => (this.wakeUp = resolve));
    if (this.closing.signal.aborted) return;
    const stop = new AbortController();
    await Promise.race([woken, pause(pollEvery, undefined, { signal: stop.signal }).catch(() => {})]);
    stop.abort();
  }

  private async work(claim: Claim): Promise<void> {
    const lost = new AbortController();
    const beat = setInterval(() => {
      claim.beat().catch((error: unknown) => error instanceof ClaimLost && lost.abort());
    }, beatEvery);
    try {
      await this.attempt(claim, AbortSignal.any([this.closing.signal, lost.signal]));
    } catch (error) {
      if (!(error instanceof ClaimLost)) await this.afterFailure(claim, error);
    } finally {
      clearInterval(beat);
    }
  }

  private async attempt(claim: Claim, signal: AbortSignal): Promise<void> {
    const { job } = claim;
    if (job.attempts > mostAttempts) throw new JobFailed(givenUp('The process ended each time.'));
    const result = await this.parts.works.get(job.kind)!({
      id: job.id,
      input: job.input as never,
      createdBy: job.created_by,
      mark: job.mark,
      signal,
      report: ({ done, total, mark }) => claim.report(done, total, mark),
    });
    await claim.succeed(result);
  }

  private async afterFailure(claim: Claim, error: unknown): Promise<void> {
    const { report, retryAfter } = this.parts;
    const { id, kind, attempts } = claim.job;
    try {
      if (this.closing.signal.aborted) return await claim.release();
      if (error instanceof JobFailed) return await claim.fail(error.problem);
      report(`Job ${id} (${kind}) was interrupted in attempt ${attempts}: ${messageOf(error)}`);
      if (attempts >= mostAttempts) return await claim.fail(givenUp(messageOf(error)));
      await pause(retryAfter * 2 ** (attempts - 1), undefined, { signal: this.closing.signal }).catch(
        () => {},
      );
      await claim.giveBack();
    } catch (trouble) {
      report(`Job ${id} (${kind}) is left to its lease: ${messageOf(trouble)}`);
    }
  }
}

const givenUp = (why: string) => ({
  code: 'JOB_GIVEN_UP',
  detail: `The work was given up after ${mostAttempts} attempts without a step forward. ${why} Start it again once the cause is mended.`,
});

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
