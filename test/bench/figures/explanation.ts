import { withinTimes } from '../figure';
import { connections, load, serve } from '../http/serve';
import { scheme } from '../portfolio';
import type { Ground, Prepared, Topic } from '../topic';
import { type Question, questionsOf } from './questions';

/** So many that a warm-up does not meet them all. */
const questionsAsked = 20_000;
const daysAssessed = 4;

/** Why an account stands where it does, against the bare answer to where: both by the product's server. */
export const explanation: Topic = {
  key: 'explanation',
  scales: false,
  async open({ bed, options, portfolios, accounts }: Ground): Promise<Prepared[]> {
    const portfolio = await portfolios.of(accounts);
    while (portfolio.assessed.length < daysAssessed) await portfolio.evaluate();
    await portfolio.settle();
    const [questions, served] = [await questionsOf(portfolio), await serve(bed, portfolio.instance)];
    const asked = Array.from({ length: questionsAsked }, questions.any);
    const ask = (route: string, seconds: number, over: number) =>
      load(
        served.port,
        seconds,
        asked.map((one) => ({ method: 'GET', path: path(route, one), headers: served.headers })),
        over,
      );
    const figure = (by: string, over: number): Prepared => ({
      name: `explanation of a tier as of a day, known at any moment, over HTTP, ${by}`,
      against: 'the tier answer, by the same server',
      goal: withinTimes(1.5),
      unit: 'answers/s',
      raw: () => ask('tier', options.seconds, over),
      ours: () => ask('explain', options.seconds, over),
      warm: async () => [
        await ask('tier', options.seconds, over),
        await ask('explain', options.seconds, over),
      ],
    });
    return [figure('one asker', 1), figure(`${connections} connections`, connections)];
  },
};

const path = (route: string, { externalId, asOf, knownAt }: Question): string =>
  `/v1/accounts/${externalId}/${route}?scheme=${scheme}&asOf=${asOf}&knownAt=${knownAt}`;
