import { createHash } from 'node:crypto';
import { isMeasured, type Pack, type PackCoordinates } from '#libs/domain';
import { gathered } from '#libs/kernel';
import { footnotes } from './footnotes';
import { html, Markup } from './markup';
import { matrixMarkup } from './matrix-markup';
import type { PackTable, SectionName } from './pack-table';
import { styleOf } from './style';
import { tableMarkup } from './table-markup';
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
const names = Object.keys(titles) as SectionName[];

/** Which pack a page shows. */
export interface Shown {
  readonly coordinates: PackCoordinates;
  readonly digest: string;
}

/** What the answer has to allow the page: its own style, and nothing else. */
export const contentSecurityPolicyOf = (shown: Shown): string => {
  const hash = createHash('sha256').update(printedStyle(shown)).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
};

const printedStyle = ({ coordinates: { reviewId, pin }, digest }: Shown): string =>
  styleOf(`Pack ${reviewId} - pin ${pin.position} - SHA-256 ${digest}`);

/** The pack as one page that needs nothing but itself, on screen and on paper; in pieces, for it can be long. */
export const pageOf = (pack: Pack, digest: string): Iterable<string> =>
  gathered(textsOf(pack, { coordinates: pack.coordinates, digest }));

function* textsOf(pack: Pack, shown: Shown): Generator<string> {
  yield `<!DOCTYPE html>\n<html lang="en">\n${headOf(shown).text}\n<body>\n`;
  yield `${headerOf(shown).text}\n<main>\n`;
  const tables = tablesOf(pack).filter(({ name }) => !drawn.includes(name));
  for (const name of names)
    yield* sectionOf(
      name,
      pack,
      tables.filter(({ section }) => section === name),
    );
  yield html`<h2 id="footnotes">How the numbers are made</h2>
    <ol>
      ${footnotes.map((note) => html`<li>${note}</li>`)}
    </ol> `.text;
  yield `</main>\n${footerOf(shown).text}\n</body>\n</html>\n`;
}

/** To the letter, since its hash is what the page allows: no white space comes in between. */
const elementOf = (style: string): Markup => new Markup(`<style>${style}</style>`);

const headOf = (shown: Shown): Markup =>
  html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Tier review ${shown.coordinates.quarter}, ${shown.coordinates.scheme}</title>
    ${elementOf(printedStyle(shown))}
  </head>`;

const headerOf = ({ coordinates: { quarter, scheme, view, pin } }: Shown): Markup =>
  html`<header>
    <h1>Tier review ${quarter}</h1>
    <p class="sub">${scheme}, ${view}. As known at ${pin.knownAt}, position ${pin.position}.</p>
    <nav>${names.map((name) => html`<a href="#${name}">${titles[name]}</a> `)}</nav>
  </header>`;

const footerOf = ({ coordinates: { reviewId, templateVersion, pin }, digest }: Shown): Markup =>
  html`<footer>
    <p>Pack ${reviewId}, template ${templateVersion}, pin ${pin.position}, SHA-256 ${digest}.</p>
  </footer>`;

function* sectionOf(name: SectionName, pack: Pack, tables: readonly PackTable[]): Generator<string> {
  yield html`<h2 id="${name}" class="${name === 'cover' ? 'first' : ''}">${titles[name]}</h2>`.text;
  if (name === 'cover') yield basisOf(pack).text;
  if (name === 'migration') yield matricesOf(pack).text;
  for (const table of tables) yield* tableMarkup(table);
}

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
