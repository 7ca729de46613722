import type { Instance } from '#libs/platform';
import { timed, type Sample } from '../figure';
import { serve } from '../http/serve';
import { settled } from '../loaded-portfolio';
import { runDay } from '../overridden';
import { accountId, scheme } from '../portfolio';
import type { Ground, Prepared, Topic } from '../topic';

const requests = 1_000;
const seats = 100;
/** What a seat may ask for in a quarter where the policy says nothing: two of a book without accounts. */
const limit = 2;

/** A thousand requests for overrides at one moment, five times as many as the quotas of their leaders allow. */
export const overrideRequests: Topic = {
  key: 'override-requests',
  scales: false,
  async open({ bed, portfolios, accounts }: Ground): Promise<Prepared[]> {
    const instance = await bed.instance(await portfolios.copyOf(accounts, 'bench_override_requests'));
    await instance.start();
    await settled(instance);
    const { port, headers } = await serve(bed, instance);
    const tally = new Tally();
    let round = 0;
    const ours = async (): Promise<Sample> => {
      round += 1;
      const leaders = await leadersOf(instance, round);
      const sent = Array.from({ length: requests }, (_, number) => {
        const externalId = accountId((round * requests + number) % accounts);
        return () => post(port, '/v1/overrides', leaders[number % seats]!, terms(externalId));
      });
      return timed(async () => tally.count(await Promise.all(sent.map((send) => send()))));
    };
    const raw = (): Promise<Sample> =>
      timed(async () => {
        const trivial = () => post(port, '/v1/trivial', headers.authorization!, { name: 'crm-0000001' });
        return (await Promise.all(Array.from({ length: requests }, trivial))).length;
      });
    return [
      {
        name: `${requests.toLocaleString('en')} requests for overrides at one moment over HTTP`,
        against: 'as many validated POSTs on the same server that do nothing',
        unit: 'requests/s',
        raw,
        ours,
        warm: async () => [await raw(), await ours()],
        also: () => tally.verdict(),
      },
    ];
  },
};

/** How the requests were answered, over all rounds. */
class Tally {
  private readonly answers = new Map<number, number>();
  private rounds = 0;

  count(statuses: readonly number[]): number {
    this.rounds += 1;
    for (const status of statuses) this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
    return statuses.length;
  }

  verdict(): { readonly text: string; readonly met: boolean } {
    const [taken, refused] = [this.answers.get(201) ?? 0, this.answers.get(409) ?? 0];
    const met = taken === this.rounds * seats * limit && taken + refused === this.rounds * requests;
    const text = [...this.answers].map(([status, count]) => `${status}: ${count}`).join(', ');
    return { text: `${text}; ${limit} for each of ${seats} seats`, met };
  }
}

/** A leader for each seat, new in every round, so that each begins with the whole quota. */
const leadersOf = ({ signingKey }: Instance, round: number): Promise<string[]> =>
  Promise.all(
    Array.from({ length: seats }, async (_, number) => {
      const seat = `round-${round}-${number}`;
      const token = await signingKey!.issueToken({ sub: `leader of ${seat}`, roles: ['sales-leader'], seat });
      return `Bearer ${token}`;
    }),
  );

const terms = (externalId: string): object => ({
  ...{ externalId, scheme, type: 'EXCLUDE', from: runDay },
  ...{ reasonCode: 'LEGAL', justification: 'A merger is under way.' },
});

const post = async (port: number, path: string, authorization: string, body: object): Promise<number> => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  await answer.arrayBuffer();
  return answer.status;
};
