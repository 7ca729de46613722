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
import { type Question, questionsOf } from './questions';
import { createLookupTable, lookUp } from './raw-lookup';

const callers = 32;
const view = 'tier-history';
const today = day('2026-06-01');

/** The tier of an account as of a day, as known at a moment: from the moment's resolution to the answer. */
export const asOf: Topic = {
  key: 'as-of',
  scales: true,
  async open({ bed, options, portfolios, accounts }: Ground): Promise<Prepared[]> {
    const portfolio = await portfolios.of(accounts);
    await portfolio.settle();
    await createLookupTable(portfolio);
    const question = await questionsOf(portfolio);
    const connections = bed.connections(portfolio.address, callers);
    const raw = async (seconds: number) => {
      const clients = await connections();
      return hammer(callers, seconds, (caller) => lookUp(clients[caller]!, question()));
    };
    const ours = (seconds: number) => hammer(callers, seconds, () => answer(portfolio, question()));
    await agree(portfolio, question, (await connections())[0]!);
    return [
      {
        name: `tier as of a day, known then, in process, ${callers} callers`,
        against: `one prepared look-up, ${callers} connections`,
        goal: times(0.8),
        unit: 'answers/s',
        raw: () => raw(options.seconds),
        ours: () => ours(options.seconds),
        warm: async () => [await raw(options.seconds / 3), await ours(options.seconds / 3)],
      },
      await overHttp({ bed, portfolio, question, connections, seconds: options.seconds }),
    ];
  },
};

interface Means {
  readonly bed: Bed;
  readonly portfolio: LoadedPortfolio;
  readonly question: () => Question;
  readonly connections: () => Promise<Client[]>;
  readonly seconds: number;
}

const requestsEach = 5_000;

/** The same by HTTP: the product's server against a bare one in the same process, which makes the one look-up. */
const overHttp = async ({ bed, portfolio, question, connections, seconds }: Means): Promise<Prepared> => {
  const served = await serve(bed, portfolio.instance);
  const barePort = await startBare(bed, lookUpRoute(await connections()));
  const questions = Array.from({ length: requestsEach }, question);
  const ask = (port: number, during: number, pathOf: (question: Question) => string) =>
    load(
      port,
      during,
      questions.map((one) => ({ method: 'GET', path: pathOf(one), headers: served.headers })),
    );
  const raw = (during: number) => ask(barePort, during, barePath);
  const ours = (during: number) => ask(served.port, during, path);
  return {
    name: `the same over HTTP, ${httpConnections} connections`,
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
const agree = async (portfolio: LoadedPortfolio, question: () => Question, client: Client): Promise<void> => {
  for (let asked = 0; asked < 100; asked += 1) {
    const one = question();
    const [raw, ours] = [await lookUp(client, one), await answer(portfolio, one)];
    if (raw.effective !== ours.effective)
      throw new Error(`Two answers for ${JSON.stringify(one)}: ${raw.effective} and ${ours.effective}.`);
  }
};
