import { figure, table } from '../../table';
import type { Terminal } from '../../terminal';
import type { Superstore } from '../superstore';
import type { AllSchemesStory, Review } from './play';
import { allSchemes } from './schemes';

// Five schemes in words: who moved in each quarter, where everybody stands, and why one customer does.

const name = 20;
const column = (text: string) => text.padStart(name);

export const tellSchemes = (terminal: Terminal, { customers, lines }: Superstore, dataDir: string): void => {
  terminal.say(terminal.strong('tierledger: five kinds of scheme on one portfolio'));
  terminal.say();
  const book = `Superstore: ${figure(customers.length)} customers, ${figure(lines.length)} lines`;
  const rows = [
    ['Order book', '', book],
    ...allSchemes.map(({ scheme, document, description }) => [scheme, document.kind, description]),
    ['Data', '', dataDir],
  ];
  for (const line of table(rows)) terminal.say(`  ${line}`);
  terminal.say();
  terminal.say('Moves of each review: first assignments, up, down, and sideways where tiers have no order.');
  terminal.say();
  terminal.say(terminal.faint(`quarter ${allSchemes.map(({ scheme }) => column(scheme)).join('')}`));
};

export const tellReviews = (terminal: Terminal, reviews: readonly Review[]): void => {
  const cells = reviews.map(({ assigned, promoted, demoted, moved }) =>
    column(`${assigned} +${promoted} -${demoted} ~${moved}`),
  );
  terminal.say(`${reviews[0]!.quarter.label} ${cells.join('')}`);
};

export const tellStanding = (terminal: Terminal, story: AllSchemesStory): void => {
  const { last, standing, cuts } = story;
  terminal.say();
  terminal.say(terminal.strong(`Where customers stand on ${last.until}`));
  const rows = [...standing].map(([scheme, tiers]) => [
    scheme,
    tiers.map(({ tier, accounts }) => `${tier} ${figure(accounts)}`).join(', '),
  ]);
  for (const line of table(rows)) terminal.say(`  ${line}`);
  for (const { tier, topPct, called, score, included, overshoot } of cuts) {
    const tied = overshoot > 0 ? `, ${overshoot} of them tied at the cut` : '';
    const where = `the top ${topPct} % are ${called}: cut at a score of ${score}, ${included} in${tied}`;
    terminal.say(`  abm: ${tier}, ${where}`);
  }
  tellCustomer(terminal, story);
  tellGroup(terminal, story);
};

const tellCustomer = (terminal: Terminal, { customer }: AllSchemesStory): void => {
  const { name: called, externalId, sights, lines } = customer;
  terminal.say();
  terminal.say(terminal.strong(`${called} (${externalId}), the largest of the year, in each of them`));
  for (const { scheme, tier, because } of sights) {
    const rules = because.length === 0 ? 'no rule matched: the lowest tier' : because.join('; ');
    terminal.say(`  ${scheme.padEnd(name)}${terminal.strong(tier)}: ${rules}`);
  }
  const tiers = lines.tiers.map(([line, tier]) => `${line} ${tier}`).join(', ');
  terminal.say(`  by-category, line by line: ${tiers}; the highest rolls up: ${lines.rolledUp}`);
};

const tellGroup = (terminal: Terminal, { group }: AllSchemesStory): void => {
  terminal.say();
  terminal.say(
    terminal.strong('A made-up group: the parent stands by what all of it buy, then one is merged'),
  );
  for (const { on, tiers } of group)
    terminal.say(`  ${on}  ${tiers.map(([externalId, tier]) => `${externalId} ${tier}`).join(', ')}`);
};
