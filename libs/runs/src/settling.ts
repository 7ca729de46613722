import type { Position } from '#libs/event-store';
import { type Progress, StaleRead } from '#libs/views';
import { JobFailed } from './jobs/job';

/** The name of the standing reassessment among the checkpoints. */
export const reassessmentName = 'reassessment';

/** The name of the standing hand-over among the checkpoints. */
export const handoverName = 'handover';

/** The name of the standing announcements among the checkpoints. */
export const announcementsName = 'announcements';

/** How long one look at the progress may last, before it is asked whether waiting still makes sense. */
const patienceMs = 2_000;

/**
 * Waits, as long as it takes, until the standing reassessment and the views have drawn their consequences from
 * everything up to a position.
 * @throws JobFailed REASSESSMENT_STOPPED or VIEW_STOPPED when that cannot happen without an operator
 */
export const untilSettled = async (
  progress: Progress,
  views: readonly string[],
  position: Position,
  signal: AbortSignal,
): Promise<void> => {
  for (;;) {
    signal.throwIfAborted();
    try {
      for (const view of views) await progress.settle(view, position, patienceMs);
      return;
    } catch (error) {
      if (!(error instanceof StaleRead)) throw error;
      await refuseWhenStopped(progress, [reassessmentName, ...views]);
    }
  }
};

const refuseWhenStopped = async (progress: Progress, names: readonly string[]): Promise<void> => {
  for (const name of names) {
    const { state, error, errorPosition } = await progress.of(name);
    if (state !== 'stopped') continue;
    throw new JobFailed({
      code: name === reassessmentName ? 'REASSESSMENT_STOPPED' : 'VIEW_STOPPED',
      detail: `${name} has stopped at position ${errorPosition} (${error}): mend the cause, let it resume, then run again.`,
    });
  }
};
