import { randomUUID } from 'node:crypto';
import { PersonId, PolicyDocument, scheme as schemeAggregate, SchemeCode } from '#libs/domain';
import { Execute } from '#libs/event-store';
import { day, type Day } from '#libs/kernel';
import type { Instance } from '#libs/platform';
import { type Sample, withinTimes } from '../figure';
import { assess, settled } from '../loaded-portfolio';
import { dayAfterFirst, policy, scheme } from '../portfolio';
import type { Ground, Prepared, Topic } from '../topic';
import { context } from './fact';

const hour = 3_600_000;

/** The next version as it might be proposed: edges a fifth higher. */
const proposed = {
  ...policy,
  boundaries: policy.boundaries.map((one) => ({ ...one, at: String((Number(one.at) * 6) / 5) })),
};

/** What a version would make of everybody on a day, against an evaluation that records nothing: on a copy of the portfolio. */
export const simulation: Topic = {
  key: 'simulation',
  scales: false,
  async open({ bed, portfolios, accounts }: Ground): Promise<Prepared[]> {
    const instance = await bed.instance(await portfolios.copyOf(accounts, 'bench_simulation'));
    await instance.start();
    await settled(instance);
    const version = await draft(instance);
    const on = day(dayAfterFirst(40));
    return [
      {
        name: `simulation over ${accounts.toLocaleString('en')} accounts`,
        against: "an evaluation's dry run",
        goal: withinTimes(2),
        unit: 'accounts/s',
        raw: async () => ({ units: accounts, ...(await assess(instance, scheme, on, true)) }),
        ours: () => simulate(instance, version, on, accounts),
        warm: () => simulate(instance, version, on, accounts),
      },
    ];
  },
};

const draft = async ({ execute, store }: Instance): Promise<number> => {
  const document = PolicyDocument.parse(proposed);
  const its = { scheme: SchemeCode.parse(scheme), document, author: PersonId.parse('ana') };
  await execute.execute(new Execute(schemeAggregate, { type: 'DraftPolicy', ...its }, context()));
  let versions = 0;
  for await (const { event } of store.read(`scheme-${scheme}`))
    if (event.type === 'PolicyDrafted') versions += 1;
  return versions;
};

const simulate = async (
  { simulations, jobs }: Instance,
  version: number,
  on: Day,
  accounts: number,
): Promise<Sample> => {
  const [id, start] = [randomUUID(), performance.now()];
  await simulations.request({ id, scheme, version, from: on, to: on, shadow: false, createdBy: 'bench' });
  const job = await jobs.finished(id, hour);
  const seconds = (performance.now() - start) / 1_000;
  if (job?.state !== 'succeeded') throw new Error(`The simulation ended as ${JSON.stringify(job)}.`);
  const result = job.result as { accounts: number };
  if (result.accounts !== accounts) throw new Error(`Not all were simulated: ${result.accounts}`);
  return { units: accounts, seconds };
};
