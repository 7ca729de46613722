import { html } from './markup';
import type { PackTable } from './pack-table';
import { shown } from './shown';

/** A table of the page, row by row. */
export function* tableMarkup({ title, notes, columns, rows }: PackTable): Generator<string> {
  yield html`<h3>${title}</h3>
    ${notes.map((note) => html`<p class="note">${note}</p>`)}`.text;
  const filled = filledIn(rows);
  if (filled === null) {
    yield html`<p class="note">None.</p>`.text;
    return;
  }
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

/** The columns in which any row has a value; null where there is no row. */
const filledIn = (rows: PackTable['rows']): ReadonlySet<number> | null => {
  const filled = new Set<number>();
  let hasRows = false;
  for (const row of rows) {
    hasRows = true;
    for (const [index, value] of row.entries()) if (value !== null && value !== '') filled.add(index);
  }
  return hasRows ? filled : null;
};
