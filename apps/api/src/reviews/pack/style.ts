/** What may stand in a string of a style sheet as it is. */
const plain = (text: string): string => text.replaceAll(/[^\w.: -]/g, '');

const shades = [
  'fff',
  'f2f7fc',
  'e4eff9',
  'd5e6f5',
  'c5dcf1',
  'b4d1ec',
  'a2c6e7',
  '8fb9e1',
  '7cacdb',
  '689ed4',
];

/** The style of a page, on screen and on A4. `foot` stands at the bottom of every printed page. */
export const styleOf = (foot: string): string => `
:root { color-scheme: light; }
body { font: 14px/1.45 system-ui, "Liberation Sans", Arial, sans-serif; color: #1b2733; background: #fff; margin: 2rem auto; max-width: 1180px; padding: 0 1.5rem; }
h1 { font-size: 1.7rem; margin: 0 0 .2rem; }
h2 { font-size: 1.25rem; border-bottom: 2px solid #274b6d; padding-bottom: .2rem; margin: 2.4rem 0 .8rem; }
h3 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
p.sub, p.note, footer { color: #4b5b6b; }
nav a { color: #274b6d; margin-right: 1rem; }
table { border-collapse: collapse; width: 100%; margin: .4rem 0 1rem; }
caption { text-align: left; color: #4b5b6b; padding-bottom: .3rem; }
th, td { border: 1px solid #d3dce4; padding: .25rem .45rem; text-align: left; vertical-align: top; unicode-bidi: isolate; overflow-wrap: anywhere; }
thead th { background: #eef2f6; font-weight: 600; overflow-wrap: normal; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; overflow-wrap: normal; }
td.day { white-space: nowrap; }
td.code { overflow-wrap: break-word; }
td.id { font: 11px/1.4 ui-monospace, "Liberation Mono", monospace; }
table.matrix { table-layout: fixed; }
table.matrix td { text-align: right; font-variant-numeric: tabular-nums; }
table.matrix td.none { color: #b5bfc9; text-align: center; vertical-align: middle; }
table.matrix td.stays { outline: 2px solid #274b6d; outline-offset: -2px; }
table.matrix i { color: #33475b; }
.verdict { display: inline-block; border-radius: 3px; padding: .1rem .5rem; background: #e5f3e8; border: 1px solid #6aa57a; }
.verdict.bad { background: #fbe7e6; border-color: #b8413a; font-weight: 600; }
ul.basis { padding-left: 1.2rem; }
${shades.map((colour, index) => `table.matrix td.s${index} { background: #${colour}; }`).join('\n')}
@page { size: A4 landscape; margin: 14mm 12mm 18mm; @bottom-left { content: "${plain(foot)}"; font: 8pt sans-serif; color: #4b5b6b; } @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #4b5b6b; } }
@media print {
  body { font-size: 8pt; line-height: 1.25; margin: 0; max-width: none; padding: 0; }
  nav { display: none; }
  h2 { break-before: page; break-after: avoid; }
  h2.first { break-before: auto; }
  h3, caption, p.note { break-after: avoid; }
  section.whole, table.matrix { break-inside: avoid; }
  th, td { padding: .1rem .3rem; }
  td.id { font-size: 6.5pt; line-height: 1.25; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
