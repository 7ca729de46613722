import { createHash } from 'node:crypto';
import { isMeasured, type Pack } from '#libs/domain';
import { footnotes } from './footnotes';
import { html, Markup } from './markup';
import { matrixMarkup } from './matrix-markup';
import type { PackTable, SectionName } from './pack-table';
import { shown } from './shown';
import { styleOf } from './style';
import { tablesOf } from './tables-of';

const titles: Readonly<Record<SectionName, string>> = {
  cover: '1 Cover and basis',
  migration: '2 Migration',
  promotions: '3 Promotions',
  demotions: '4 Demotions',
  restatements: '5 Restatements',
  overrides: '7 Overrides',
  exceptions: '8 Exceptions',
};

/** A page, and what its answer has to allow: its own style, and nothing else. */
export interface PackPage {
  readonly text: string;
  readonly contentSecurityPolicy: string;
}

/** The pack as one page that needs nothing but itself, on screen and on paper. */
export const pageOf = (pack: Pack, digest: string): PackPage => {
  const { coordinates } = pack;
  const style = styleOf(`Pack ${coordinates.reviewId} - pin ${coordinates.pin.position} - SHA-256 ${digest}`);
  const hash = createHash('sha256').update(style).digest('base64');
  return {
    text: `<!DOCTYPE html>\n${documentOf(pack, digest, style).text}\n`,
    contentSecurityPolicy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
};

/** To the letter, since its hash is what the page allows: no white space comes in between. */
const elementOf = (style: string): Markup => new Markup(`<style>${style}</style>`);

const documentOf = (pack: Pack, digest: string, style: string): Markup => {
  const { coordinates } = pack;
  const names = Object.keys(titles) as SectionName[];
  return html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Tier review ${coordinates.quarter}, ${coordinates.scheme}</title>
      ${elementOf(style)}
    </head>
    <body>
      <header>
        <h1>Tier review ${coordinates.quarter}</h1>
        <p class="sub">
          ${coordinates.scheme}, ${coordinates.view}. As known at ${coordinates.pin.knownAt}, position
          ${coordinates.pin.position}.
        </p>
        <nav>${names.map((name) => html`<a href="#${name}">${titles[name]}</a> `)}</nav>
      </header>
      <main>
        ${names.map((name) => sectionOf(name, pack))}
        <h2 id="footnotes">How the numbers are made</h2>
        <ol>
          ${footnotes.map((note) => html`<li>${note}</li>`)}
        </ol>
      </main>
      <footer>
        <p>
          Pack ${coordinates.reviewId}, template ${coordinates.templateVersion}, pin
          ${coordinates.pin.position}, SHA-256 ${digest}.
        </p>
      </footer>
    </body>
  </html>`;
};

const sectionOf = (name: SectionName, pack: Pack): Markup =>
  html`<section id="${name}">
    <h2 class="${name === 'cover' ? 'first' : ''}">${titles[name]}</h2>
    ${name === 'cover' ? basisOf(pack) : null} ${name === 'migration' ? matricesOf(pack) : null}
    ${tablesOf(pack)
      .filter((table) => table.section === name && !drawn.includes(table.name))
      .map(tableMarkup)}
  </section> `;

/** What the page has in a form of its own. */
const drawn: readonly string[] = ['basis', 'matrix', 'previous'];

const basisOf = ({ sections: { cover } }: Pack): Markup => {
  const { agree } = cover.population;
  return html`<ul class="basis">
      ${cover.inWords.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
    <p>
      <span class="verdict${agree ? '' : ' bad'}"
        >${agree ? 'The three counts of the population agree' : 'The three counts of the population do not agree'}</span
      >
    </p> `;
};

const matricesOf = ({ sections: { migration } }: Pack): Markup => {
  const { current, previous, tiers, arrBasis } = migration;
  const order = ['NEW', ...tiers];
  return html`<p class="note">${arrBasis.inWords}</p>
    <p class="note">
      Each cell: accounts, their share of the row, opening ARR, closing ARR. The darker, the larger the share;
      framed is who stays.
    </p>
    ${matrixMarkup(current, order)}
    <h3>The quarter before, with the knowledge of the same pin</h3>
    ${isMeasured(previous) ? matrixMarkup(previous, order) : html`<p class="note">${previous.notMeasured}</p>`} `;
};

const tableMarkup = ({ title, notes, columns, rows }: PackTable): Markup => {
  // A column without any value says nothing on paper.
  const told = columns
    .map((column, index) => ({ ...column, index }))
    .filter(({ index }) => rows.some((row) => row[index] !== null && row[index] !== ''));
  const row = (values: PackTable['rows'][number]) =>
    html`<tr>
      ${told.map(({ index, as }) => shown(values[index] ?? null, as))}
    </tr> `;
  return html`<h3>${title}</h3>
    ${notes.map((note) => html`<p class="note">${note}</p>`)}
    ${
      rows.length === 0
        ? html`<p class="note">None.</p>`
        : html`<table>
            <thead>
              <tr>
                ${told.map(({ label }) => html`<th scope="col">${label}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${rows.map(row)}
            </tbody>
          </table> `
    }`;
};
