import type { Matrix, MigrationCell } from '#libs/domain';
import { html, type Markup } from './markup';
import { money, percent } from './shown';

/** Shades a cell by its share of the row, from 0 to 9. */
const shadeOf = ({ rowPercent }: MigrationCell): number => Math.min(9, Math.floor(Number(rowPercent) / 10));

const sideOf = ({ from, to }: MigrationCell): string => (from === to ? 'stays' : 'moves');

const cellMarkup = (cell: MigrationCell | undefined): Markup =>
  cell
    ? html`<td class="${sideOf(cell)} s${shadeOf(cell)}">
        <b>${cell.accounts}</b> <i>${percent(cell.rowPercent)} %</i><br /><small
          >${money(cell.openingArr)}</small
        ><br /><small>${money(cell.closingArr)}</small>
      </td>`
    : html`<td class="none">·</td>`;

/** A quarter's matrix: opening tiers down, closing tiers across. */
export const matrixMarkup = ({ quarter, cells, totals }: Matrix, order: readonly string[]): Markup => {
  const names = (of: 'from' | 'to') => {
    const met = new Set(cells.map((cell) => cell[of]));
    return [...order, ...[...met].filter((name) => !order.includes(name))].filter((name) => met.has(name));
  };
  const [rows, columns] = [names('from'), names('to')];
  const at = new Map(cells.map((cell) => [JSON.stringify([cell.from, cell.to]), cell]));
  const row = (from: string) =>
    html`<tr>
      <th scope="row">${from}</th>
      ${columns.map((to) => cellMarkup(at.get(JSON.stringify([from, to]))))}
    </tr>`;
  return html`<table class="matrix">
    <caption>
      ${quarter}: ${totals.accounts} accounts, opening ARR ${money(totals.openingArr)}, closing ARR
      ${money(totals.closingArr)}
    </caption>
    <thead>
      <tr>
        <th scope="col">from ↓ to →</th>
        ${columns.map((to) => html`<th scope="col">${to}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(row)}
    </tbody>
  </table>`;
};
