import { randomUUID } from 'node:crypto';
import type { Day } from '#libs/kernel';
import type { Instance } from '#libs/platform';
import type { EvaluationResult } from '#libs/runs';
import { resultOf } from '../job';
import type { Progress } from '../progress';

/** Reviews every account of a scheme on a day. */
export const evaluate = async (
  instance: Instance,
  scheme: string,
  effectiveOn: Day,
  progress: Progress,
): Promise<EvaluationResult> => {
  const { id } = await instance.evaluations.request({
    id: randomUUID(),
    scheme,
    effectiveOn,
    kind: 'scheduled',
    scope: null,
    dryRun: false,
    createdBy: 'system:demo',
  });
  return resultOf(instance, id, progress);
};
