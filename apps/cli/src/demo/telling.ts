import { roundDecimal, sumDecimals } from '#libs/kernel';
import type { Migration, Segment } from '#libs/views';
import { figure, table } from '../table';
import type { Terminal } from '../terminal';
import { customerValue, tiers } from './customer-value';
import type { LateCorrection } from './late-correction';
import { tellOverrideLife } from './override-life/telling';
import { tellPacks } from './reviews/telling';
import { approver, author, inForceFrom } from './open-scheme';
import type { PlayedQuarter } from './played-quarter';
import type { Story } from './story';
import type { Superstore } from './superstore';

// The demo in words: what is played, a row a quarter, and what one late correction does.

const codes = tiers.map(([code]) => code);

export const tellBeginning = (terminal: Terminal, superstore: Superstore, dataDir: string): void => {
  const { customers, lines, sales } = superstore;
  const edges = tiers.map(([code, at]) => (at === null ? `${code} below` : `${code} from ${figure(at)}`));
  terminal.say(terminal.strong('tierledger: four years of a real order book, played as they happened'));
  terminal.say();
  const rows = [
    [
      'Order book',
      `Superstore: ${figure(customers.length)} customers, ${figure(lines.length)} lines, sales of ${figure(sales)}`,
    ],
    ['Scheme', `${customerValue}, by revenue of the trailing 12 months`],
    ['Tiers', edges.join(', ')],
    [
      'Policy',
      `drafted by ${author}, approved by ${approver} (an author never approves), in force from ${inForceFrom}`,
    ],
    ['Data', dataDir],
  ];
  for (const line of table(rows)) terminal.say(`  ${line}`);
  terminal.say();
  terminal.say('On the morning after each quarter its order lines come in and every customer is assessed.');
  terminal.say();
  heading.forEach((line) => terminal.say(terminal.faint(line)));
};

const widths = [9, 12, 13, 12, 11, ...codes.map((code) => Math.max(8, code.length + 2)), 6];
const inColumns = (cells: readonly string[]): string =>
  cells
    .map((cell, at) => (at < 2 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
    .join('')
    .trimEnd();

const heading = [
  inColumns(['quarter', 'effective', 'first', '', '', ...codes.map(() => ''), '']),
  inColumns(['closed', 'on', 'assignments', 'promotions', 'demotions', ...codes, 'none']),
];

export const tellQuarter = (terminal: Terminal, played: PlayedQuarter): void => {
  const { closed, effectiveOn, assigned, promoted, demoted, standing, none } = played;
  terminal.say(
    inColumns([closed, effectiveOn, ...[assigned, promoted, demoted, ...standing, none].map(figure)]),
  );
};

export const tellEnd = (terminal: Terminal, story: Story): void => {
  tellMatrix(terminal, story);
  tellSales(terminal, story);
  tellCorrection(terminal, story.correction);
  tellOverrideLife(terminal, story.overrideLife);
  tellPacks(terminal, story.packs);
};

const tellMatrix = (terminal: Terminal, { last, matrix }: Story): void => {
  terminal.say();
  terminal.say(terminal.strong(`Where customers stood on ${last.from} (down) and on ${last.until} (across)`));
  const names = [...codes, 'NONE'];
  const rows = names.map((from) => [from, ...names.map((to) => figure(accountsIn(matrix, from, to)))]);
  for (const line of table([['', ...names], ...rows])) terminal.say(`  ${line}`);
};

const accountsIn = ({ cells }: Migration, from: string, to: string): number =>
  cells.find((cell) => cell.from === from && cell.to === to)?.accounts ?? 0;

const tellSales = (terminal: Terminal, { last, salesByTier }: Story): void => {
  terminal.say();
  terminal.say(terminal.strong(`Sales of ${last.label} by the tier in force on each line's own day`));
  const money = (tier: string) => figure(roundDecimal(salesByTier.get(tier) ?? sumDecimals([]), 2));
  const total = figure(roundDecimal(sumDecimals(salesByTier.values()), 2));
  const rows = [...[...codes, 'none'].map((tier) => [tier, money(tier)]), ['total', total]];
  for (const line of table(rows)) terminal.say(`  ${line}`);
};

const tellCorrection = (terminal: Terminal, told: LateCorrection): void => {
  const { name, externalId, orderedOn, typed, meant, foundAt, asOf, believed, known } = told;
  terminal.say();
  terminal.say(terminal.strong('A mistake, found late'));
  terminal.say(
    `  On ${foundAt.slice(0, 10)} it turns out that ${name}'s order of ${orderedOn} (${externalId}) was`,
  );
  terminal.say(
    `  ${figure(meant)} and not ${figure(typed)}. It is corrected; nothing that was known before is lost.`,
  );
  terminal.say();
  const rows = [
    ['as known before', spell(told.before)],
    ['as known now', spell(told.after)],
  ];
  for (const line of table(rows)) terminal.say(`  ${line}`);
  terminal.say();
  terminal.say(`  Which tier on ${asOf}?`);
  for (const line of table([
    [`as known at ${believed.knownAt}`, terminal.strong(believed.effective)],
    [`as known at ${known.knownAt}`, terminal.strong(known.effective)],
  ])) {
    terminal.say(`    ${line}`);
  }
};

/** The stretches of one tier, up to where nothing differs any more. */
const spell = (segments: readonly Segment[]): string => {
  const stretches = segments.filter(({ effective }, at) => effective !== segments[at - 1]?.effective);
  const shown = stretches.slice(0, 4).map(({ from, effective }) => `${effective} from ${from}`);
  return shown.join(', ') + (stretches.length > 4 ? ', …' : '');
};
