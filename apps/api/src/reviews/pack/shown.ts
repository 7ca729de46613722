import { type Decimal, roundDecimal } from '#libs/kernel';
import { html, type Markup } from './markup';
import type { PackValue, Shown } from './pack-table';

const grouped = (digits: string): string => digits.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');

const inGroups = (text: string): string => {
  const [whole = '', fraction] = text.split('.');
  return `${grouped(whole)}${fraction === undefined ? '' : `.${fraction}`}`;
};

const rounded = (value: PackValue, places: number): string =>
  inGroups(roundDecimal(String(value) as Decimal, places));

const forms: Record<Shown, (value: PackValue) => Markup> = {
  text: (value) => html`<td>${value}</td>`,
  code: (value) => html`<td class="code">${value}</td>`,
  day: (value) => html`<td class="day">${value}</td>`,
  id: (value) => html`<td class="id">${value}</td>`,
  count: (value) => html`<td class="n">${value === null ? null : inGroups(String(value))}</td>`,
  money: (value) => html`<td class="n">${value === null ? null : rounded(value, 2)}</td>`,
  ratio: (value) => html`<td class="n">${value}</td>`,
  percent: (value) => html`<td class="n">${value === null ? null : rounded(value, 1)}</td>`,
};

/** A cell of a page. */
export const shown = (value: PackValue, as: Shown): Markup => forms[as](value);

/** An amount of money with two places. */
export const money = (amount: Decimal): string => rounded(amount, 2);

/** A share in per cent with one place. */
export const percent = (share: Decimal): string => rounded(share, 1);
