import type { ImportKind } from '../import';
import type { Dates } from './cells';
import type { Header } from './header';

/** What a row means beside what it says. */
export interface Setting {
  readonly kind: ImportKind;
  readonly header: Header;
  readonly dates: Dates;
  readonly source: string;
  /** Of facts without an id of their own: the line number goes behind it. */
  readonly idPrefix: string;
  readonly currency: string;
}

/** Reads a column by name; a column that the file does not have is empty. */
export const cells = ({ header }: Setting) => {
  return (name: string) => {
    const at = header.at.get(name);
    return at === undefined ? () => '' : (fields: readonly string[]) => fields[at]!;
  };
};
