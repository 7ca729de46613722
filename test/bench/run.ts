import { Bed } from './bed';
import { type Measured, measured, play, rate, type Round } from './figure';
import { Portfolios } from './loaded-portfolio';
import type { Options } from './options';
import type { Prepared, Topic } from './topic';

type Say = (sentence: string) => void;

/** Takes the figures of all topics, one after the other, on a server of their own. */
export const run = async (topics: readonly Topic[], options: Options, say: Say): Promise<Measured[]> => {
  const bed = await Bed.open();
  try {
    const portfolios = new Portfolios(bed, say);
    const figures: Measured[] = [];
    for (const topic of topics) figures.push(...(await takeTopic(topic, { bed, portfolios, options, say })));
    return figures;
  } finally {
    await bed.close();
  }
};

interface Means {
  readonly bed: Bed;
  readonly portfolios: Portfolios;
  readonly options: Options;
  readonly say: Say;
}

const takeTopic = async (topic: Topic, { bed, portfolios, options, say }: Means): Promise<Measured[]> => {
  const part = bed.part();
  const { accounts, scale } = options;
  const open = (count: number) => topic.open({ bed: part, options, portfolios, accounts: count });
  say(`${topic.key}: preparing`);
  try {
    const tenth = topic.scales && scale ? await open(Math.ceil(accounts / 10)) : [];
    const figures: Measured[] = [];
    for (const [index, figure] of (await open(accounts)).entries())
      figures.push(...(await take(figure, tenth[index], options, say)));
    return figures;
  } finally {
    await part.close();
  }
};

/** A figure, and beside it the same at a tenth of the accounts: ours alone, in turn with the figure's own rounds. */
const take = async (figure: Prepared, tenth: Prepared | undefined, options: Options, say: Say) => {
  await figure.warm?.();
  await tenth?.warm?.();
  const rounds: Round[] = [];
  const scales: Round[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const [raw, ours] = await play(figure, round);
    rounds.push([raw, ours]);
    say(
      `${figure.name}, round ${round + 1}: ${ours.toFixed(0)} to ${raw.toFixed(0)} ${figure.unit}, ${(ours / raw).toFixed(2)}`,
    );
    if (tenth) scales.push([rate(await tenth.ours()), ours]);
  }
  await figure.close?.();
  await tenth?.close?.();
  return [measured(figure, rounds), ...(tenth ? [scaled(figure, scales, options.accounts)] : [])];
};

const atMost = 1.3;

/** The rate for an account may fall to no less than what costs 1.3 times as much. */
const scaled = ({ name, unit }: Prepared, rounds: readonly Round[], accounts: number): Measured =>
  measured(
    {
      name: `${name}: at ${accounts.toLocaleString('en')} accounts`,
      against: `the same at ${Math.ceil(accounts / 10).toLocaleString('en')}`,
      goal: { text: `cost within ${atMost} times`, least: 1 / atMost },
      unit,
    },
    rounds,
  );
