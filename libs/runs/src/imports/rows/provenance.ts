import type { FactId } from '#libs/domain';
import type { Instant } from '#libs/kernel';
import { textCell } from './cells';
import { Misfit } from './row';
import { cells, type Setting } from './setting';

/** Where a fact comes from. */
export interface Origin {
  readonly factId: FactId;
  /** Whether the file names the id, or it was derived. */
  readonly given: boolean;
  readonly stamp: { factId: FactId; source: string; originRecordedAt?: Instant };
}

/** Reads where a fact comes from: its id, and when the source says it knew. */
export const provenanceReader = (
  setting: Setting,
): ((fields: readonly string[], line: number) => Origin | Misfit) => {
  const cell = cells(setting);
  const [factId, recordedAt] = [cell('factId'), cell('recordedAt')];
  const { source, idPrefix, dates } = setting;
  return (fields, line) => {
    const named = factId(fields);
    const misfit = named === '' ? undefined : textCell('factId', named, 128);
    if (misfit) return misfit;
    const id = (named === '' ? `${idPrefix}:${line}` : named) as FactId;
    const claimed = recordedAt(fields);
    if (claimed === '') return { factId: id, given: named !== '', stamp: { factId: id, source } };
    const at = dates.instant('recordedAt', claimed);
    if (at instanceof Misfit) return at;
    return { factId: id, given: named !== '', stamp: { factId: id, source, originRecordedAt: at } };
  };
};
