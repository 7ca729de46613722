import type { FastifyInstance } from 'fastify';
import type { Client } from 'pg';
import { day } from '#libs/kernel';
import type { Bed } from '../bed';
import { times } from '../figure';
import { hammer } from '../hammer';
import { startBare } from '../http/bare-server';
import { connections as httpConnections, load, serve } from '../http/serve';
import { type LoadedPortfolio, timelineOf } from '../loaded-portfolio';
import { scheme } from '../portfolio';
import type { Ground, Prepared, Topic } from '../topic';
import { type Question, type Questions, questionsOf } from './questions';
import { createLookupTable, lookUp } from './raw-lookup';

const callers = 32;
const daysAssessed = 4;
const view = 'tier-history';
const today = day('2026-06-01');

/** The tier of an account as of a day, as known at a moment: from the moment's resolution to the answer. */
export const asOf: Topic = {
  key: 'as-of',
  scales: true,
  async open({ bed, options, portfolios, accounts }: Ground): Promise<Prepared[]> {
    const portfolio = await portfolios.of(accounts);
    while (portfolio.assessed.length < daysAssessed) await portfolio.evaluate();
    await portfolio.settle();
    await createLookupTable(portfolio);
    const questions = await questionsOf(portfolio);
    const means = { bed, portfolio, questions, connections: bed.connections(portfolio.address, callers) };
    await agree(means);
    return [
      inProcess(means, options.seconds, 'known at any moment', questions.any),
      inProcess(means, options.seconds, 'known at a moment asked about before', questions.again),
      await overHttp(means, options.seconds),
    ];
  },
};

interface Means {
  readonly bed: Bed;
  readonly portfolio: LoadedPortfolio;
  readonly questions: Questions;
  readonly connections: () => Promise<Client[]>;
}

const inProcess = (means: Means, seconds: number, name: string, question: () => Question): Prepared => {
  const raw = async (during: number) => {
    const clients = await means.connections();
    return hammer(callers, during, (caller) => lookUp(clients[caller]!, question()));
  };
  const ours = (during: number) => hammer(callers, during, () => answer(means.portfolio, question()));
  return {
    name: `tier as of a day, ${name}, in process, ${callers} callers`,
    against: `one prepared look-up, ${callers} connections`,
    goal: times(0.8),
    unit: 'answers/s',
    raw: () => raw(seconds),
    ours: () => ours(seconds),
    warm: async () => [await raw(seconds / 3), await ours(seconds / 3)],
  };
};

/** So many that a warm-up does not meet them all. */
const questionsAsked = 20_000;

/** The same by HTTP: the product's server against a bare one in the same process, which makes the one look-up. */
const overHttp = async (means: Means, seconds: number): Promise<Prepared> => {
  const { bed, portfolio, questions, connections } = means;
  const served = await serve(bed, portfolio.instance);
  const barePort = await startBare(bed, lookUpRoute(await connections()));
  const asked = Array.from({ length: questionsAsked }, questions.any);
  const ask = (port: number, during: number, pathOf: (question: Question) => string) =>
    load(
      port,
      during,
      asked.map((one) => ({ method: 'GET', path: pathOf(one), headers: served.headers })),
    );
  const raw = (during: number) => ask(barePort, during, barePath);
  const ours = (during: number) => ask(served.port, during, path);
  return {
    name: `tier as of a day, known at any moment, over HTTP, ${httpConnections} connections`,
    against: 'a bare Fastify route that makes the look-up',
    goal: times(0.7),
    unit: 'answers/s',
    raw: () => raw(seconds),
    ours: () => ours(seconds),
    warm: async () => [await raw(seconds), await ours(seconds)],
  };
};

const path = ({ externalId, asOf, knownAt }: Question): string =>
  `/v1/accounts/${externalId}/tier?scheme=${scheme}&asOf=${asOf}&knownAt=${knownAt}`;

const barePath = ({ externalId, asOf, position }: Question): string =>
  `/tier/${externalId}?asOf=${asOf}&position=${position}`;

const lookUpRoute = (clients: readonly Client[]) => {
  const free = [...clients];
  return (fastify: FastifyInstance): void => {
    fastify.get<{ Params: { externalId: string }; Querystring: Omit<Question, 'externalId'> }>(
      '/tier/:externalId',
      async ({ params, query }) => {
        const client = free.pop()!;
        return lookUp(client, { ...query, ...params }).finally(() => free.push(client));
      },
    );
  };
};

const answer = async ({ instance }: LoadedPortfolio, { externalId, asOf, knownAt }: Question) => {
  const at = await instance.knownAt.resolve({ knownAt, view });
  const found = await instance.tierHistory.answer({ ...timelineOf(externalId), asOf, at, today });
  if (!found) throw new Error(`No tier of ${externalId} on ${asOf} as known at ${knownAt}.`);
  return found;
};

/** Both sides answer the same, or the comparison means nothing. */
const agree = async ({ portfolio, questions, connections }: Means): Promise<void> => {
  const [client] = await connections();
  for (let asked = 0; asked < 100; asked += 1) {
    const one = questions.any();
    const [raw, ours] = [await lookUp(client!, one), await answer(portfolio, one)];
    if (raw.effective !== ours.effective)
      throw new Error(`Two answers for ${JSON.stringify(one)}: ${raw.effective} and ${ours.effective}.`);
  }
};
