import type { Client } from 'pg';
import { day } from '#libs/kernel';
import { times } from '../figure';
import { hammer } from '../hammer';
import { type LoadedPortfolio, timelineOf } from '../loaded-portfolio';
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
    ];
  },
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
