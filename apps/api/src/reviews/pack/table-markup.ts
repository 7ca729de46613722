import { html } from './markup';
import type { PackTable } from './pack-table';
import { shown } from './shown';

/** So many rows stay on one sheet of paper, with what is said above them. */
const keptTogether = 14;

/** A table of the page with its title, row by row. */
export function* tableMarkup(table: PackTable): Generator<string> {
  const { count, filled } = lookedThrough(table.rows);
  yield `<section class="${count <= keptTogether ? 'whole' : 'long'}">\n`;
  yield html`<h3>${table.title}</h3>
    ${table.notes.map((note) => html`<p class="note">${note}</p>`)}`.text;
  if (count === 0) yield html`<p class="note">None.</p>`.text;
  else yield* rowsMarkup(table, filled);
  yield '</section>\n';
}

function* rowsMarkup({ columns, rows }: PackTable, filled: ReadonlySet<number>): Generator<string> {
  // A column without any value says nothing on paper.
  const told = columns
    .map((column, index) => ({ ...column, index }))
    .filter(({ index }) => filled.has(index));
  const head = html`<thead>
    <tr>
      ${told.map(({ label }) => html`<th scope="col">${label}</th>`)}
    </tr>
  </thead>`;
  yield `<table>\n${head.text}\n<tbody>\n`;
  for (const row of rows)
    yield html`<tr>
      ${told.map(({ index, as }) => shown(row[index] ?? null, as))}
    </tr> `.text;
  yield '</tbody>\n</table>\n';
}

/** How many rows there are, and the columns in which any of them has a value. */
const lookedThrough = (rows: PackTable['rows']): { count: number; filled: ReadonlySet<number> } => {
  const filled = new Set<number>();
  let count = 0;
  for (const row of rows) {
    count += 1;
    for (const [index, value] of row.entries()) if (value !== null && value !== '') filled.add(index);
  }
  return { count, filled };
};
