import type { Pack } from '#libs/domain';

export type SectionName = keyof Pack['sections'];

export const sectionNames = [
  'cover',
  'migration',
  'promotions',
  'demotions',
  'restatements',
  'overrides',
  'exceptions',
] as const satisfies readonly SectionName[];

/** How a value is shown to people; files have all of them as they are. A code is one word, such as that of a tier. */
export type Shown = 'text' | 'code' | 'day' | 'count' | 'money' | 'ratio' | 'percent' | 'id';

export interface PackColumn {
  /** In files. */
  readonly key: string;
  /** On the page. */
  readonly label: string;
  readonly as: Shown;
}

export type PackValue = string | number | null;

/** A part of a section in rows and columns, as both the page and the file have it. */
export interface PackTable {
  readonly section: SectionName;
  readonly name: string;
  readonly title: string;
  /** What there is to say of it. */
  readonly notes: readonly string[];
  readonly columns: readonly PackColumn[];
  /** Made when they are gone through, each time anew: a table can be long. */
  readonly rows: Iterable<PackRow>;
}

export type PackRow = readonly PackValue[];

/** A row of each thing, as it is gone through. */
export const rowsOf = <Thing>(
  things: readonly Thing[],
  row: (thing: Thing) => PackRow,
): Iterable<PackRow> => ({
  *[Symbol.iterator]() {
    for (const thing of things) yield row(thing);
  },
});

/** Columns out of `key: [label, how it is shown]`. */
export const columnsOf = (columns: Readonly<Record<string, readonly [string, Shown]>>): PackColumn[] =>
  Object.entries(columns).map(([key, [label, as]]) => ({ key, label, as }));
