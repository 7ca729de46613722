import type { ServiceLine } from '#libs/domain';
import { textCell, Words } from './cells';
import { type Misfit } from './row';
import { cells, type Setting } from './setting';

/** What a fact is about beside its account. */
export interface OfLine {
  readonly serviceLine?: ServiceLine;
}

/** Reads the service line of a fact; an empty cell is the account as a whole. */
export const serviceLineReader = (setting: Setting): ((fields: readonly string[]) => OfLine | Misfit) => {
  const cell = cells(setting)('serviceLine');
  const words = new Words();
  return (fields) => {
    const name = cell(fields);
    if (name === '') return ofTheAccount;
    // The cast names what the check of the cell has just established.
    return textCell('serviceLine', name, 64) ?? { serviceLine: words.once(name) as ServiceLine };
  };
};

const ofTheAccount: OfLine = {};
