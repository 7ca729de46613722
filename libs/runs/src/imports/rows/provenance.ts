import type { FactId } from '#libs/domain';
import type { Instant } from '#libs/kernel';
import { textCell, Words } from './cells';
import { Misfit } from './row';
import { cells, type Setting } from './setting';

/** Where a fact comes from. */
export interface Origin {
  readonly factId: FactId;
  /** Whether the file names the id, or it was derived. */
  readonly given: boolean;
  readonly stamp: { factId: FactId; source: string; originRecordedAt?: Instant };
}

/** Reads where a fact comes from: its id, its source where the row names one, and when that says it knew. */
export const provenanceReader = (
  setting: Setting,
): ((fields: readonly string[], line: number) => Origin | Misfit) => {
  const cell = cells(setting);
  const [factId, recordedAt] = [cell('factId'), cell('recordedAt')];
  const { idPrefix, dates } = setting;
  const sourceOf = sourceReader(setting);
  return (fields, line) => {
    const named = factId(fields);
    const misfit = named === '' ? undefined : textCell('factId', named, 128);
    if (misfit) return misfit;
    const id = (named === '' ? `${idPrefix}:${line}` : named) as FactId;
    const source = sourceOf(fields);
    if (source instanceof Misfit) return source;
    const claimed = recordedAt(fields);
    if (claimed === '') return { factId: id, given: named !== '', stamp: { factId: id, source } };
    const at = dates.instant('recordedAt', claimed);
    if (at instanceof Misfit) return at;
    return { factId: id, given: named !== '', stamp: { factId: id, source, originRecordedAt: at } };
  };
};

/** A file may gather what several sources say. */
const sourceReader = (setting: Setting): ((fields: readonly string[]) => string | Misfit) => {
  const cell = cells(setting)('source');
  const words = new Words();
  return (fields) => {
    const named = cell(fields);
    if (named === '') return setting.source;
    return textCell('source', named, 256) ?? words.once(named);
  };
};
