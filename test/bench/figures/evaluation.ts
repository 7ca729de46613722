import type { Client } from 'pg';
import { type Sample, timed, withinTimes } from '../figure';
import type { LoadedPortfolio } from '../loaded-portfolio';
import { bands } from '../portfolio';
import type { Ground, Prepared, Topic } from '../topic';

const bandOf = `case ${bands.map(({ tier, at }) => `when total >= ${at} then '${tier}'`).join(' ')} end`;

const bandsOn = (day: string) => `
  select external_id, ${bandOf} as tier from (
    select external_id, sum(amount) as total from views.revenue_facts
    where occurred_on >= date '${day}' - interval '12 months' and occurred_on < '${day}' and known_until is null
    group by external_id) sums`;

/** All accounts assessed on one more day, every decision on record, with the views following as they do in production. */
export const evaluation: Topic = {
  key: 'evaluation',
  scales: true,
  async open({ bed, portfolios, accounts }: Ground): Promise<Prepared[]> {
    const portfolio = await portfolios.of(accounts);
    const clients = bed.connections(portfolio.address, 1);
    const figure = (against: string, raw: (client: Client, day: string) => Promise<number>): Prepared => ({
      name: `evaluation of ${accounts.toLocaleString('en')} accounts with 12 months of revenue`,
      against,
      goal: withinTimes(3),
      unit: 'accounts/s',
      raw: async () => {
        await portfolio.settle();
        const [client] = await clients();
        return timed(() => raw(client!, portfolio.assessed.at(-1)!));
      },
      ours: () => evaluate(portfolio, accounts),
      warm: async () => raw((await clients())[0]!, portfolio.assessed.at(-1)!),
    });
    return [
      figure('one SQL statement that computes the same bands from the same table', computed),
      figure('one SQL statement that computes and stores the same bands', stored),
    ];
  },
};

const evaluate = async (portfolio: LoadedPortfolio, accounts: number): Promise<Sample> => {
  await portfolio.settle();
  const { result, seconds } = await portfolio.evaluate();
  if (result.assessed !== accounts) throw new Error(`Not all were assessed: ${JSON.stringify(result)}`);
  return { units: accounts, seconds };
};

const computed = async (client: Client, day: string): Promise<number> => {
  const { rows } = await client.query<{ accounts: string }>(
    `select count(*) as accounts, count(distinct tier) from (${bandsOn(day)}) banded`,
  );
  return Number(rows[0]!.accounts);
};

const stored = async (client: Client, day: string): Promise<number> => {
  await client.query('drop table if exists public.raw_bands');
  const { rowCount } = await client.query(`create table public.raw_bands as ${bandsOn(day)}`);
  return rowCount!;
};
