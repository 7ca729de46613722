import { parseArgs } from 'node:util';

/** How the bench is run. */
export interface Options {
  /** Keys of the topics to run; all when empty. */
  readonly only: readonly string[];
  readonly rounds: number;
  /** Accounts of the portfolio; the figures about scale compare with a tenth of them. */
  readonly accounts: number;
  /** Lines of the imported file. */
  readonly lines: number;
  /** How long each side of a figure about throughput is kept busy in a round. */
  readonly seconds: number;
  /** Whether each figure about the portfolio is taken at a tenth of the accounts too. */
  readonly scale: boolean;
  readonly json: string;
}

export const usage = `npm run bench -- [options]

  --only FIGURE   run this topic alone; may be given more than once, or several with commas between
  --rounds N      rounds of each figure; 3 unless told
  --accounts N    accounts of the portfolio; 100000 unless told
  --no-scale      leave out the comparison with a tenth of the accounts
  --quick         small sizes, to see that everything runs
  --json FILE     where the figures are written; .data/bench.json unless told`;

/** Reads the command line. @throws Error that says what is wrong with it */
export const readOptions = (args: readonly string[], topics: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string', default: '3' },
      accounts: { type: 'string' },
      'no-scale': { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      json: { type: 'string', default: '.data/bench.json' },
    },
  });
  const only = values.only.flatMap((names) => names.split(','));
  const unknown = only.filter((name) => !topics.includes(name));
  if (unknown.length > 0)
    throw new Error(`There is no figure called ${unknown.join(', ')}: take one of ${topics.join(', ')}.`);
  return {
    only,
    rounds: wholeNumber('--rounds', values.rounds),
    accounts: wholeNumber('--accounts', values.accounts ?? (values.quick ? '2000' : '100000')),
    lines: values.quick ? 20_000 : 400_000,
    seconds: values.quick ? 0.5 : 3,
    scale: !values['no-scale'],
    json: values.json,
  };
};

const wholeNumber = (name: string, text: string): number => {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new Error(`${name} is "${text}": give a whole number from 1 on.`);
  return Number(text);
};
