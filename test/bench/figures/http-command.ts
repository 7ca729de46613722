import { times } from '../figure';
import type { Request } from '../http/client';
import { connections, load, serve, type Served } from '../http/serve';
import { accountId } from '../portfolio';
import type { Ground, Prepared, Topic } from '../topic';
import { onboard } from './onboard';
import { fact } from './fact';

const accounts = 3_200;
/** More than one side can answer in a round, so that no command comes twice. */
const requestsASecond = 8_000;

/** Whole commands over HTTP, with token and validation, against a POST that does nothing but those. */
export const httpCommand: Topic = {
  key: 'http-command',
  scales: false,
  async open({ bed, options: { seconds } }: Ground): Promise<Prepared[]> {
    const instance = await bed.instance(await bed.database('bench_http'));
    await onboard(instance, accounts);
    const served = await serve(bed, instance);
    let facts = 0;
    const raw = (during: number) => load(served.port, during, [trivial(served)]);
    const ours = (during: number) =>
      load(
        served.port,
        during,
        Array.from({ length: during * requestsASecond }, () => recording(served, (facts += 1))),
      );
    return [
      {
        name: `a whole command over HTTP, ${connections} connections`,
        against: 'a validated POST on the same server that does nothing',
        goal: times(0.5),
        unit: 'requests/s',
        raw: () => raw(seconds),
        ours: () => ours(seconds),
        warm: async () => [await raw(seconds), await ours(seconds)],
      },
    ];
  },
};

const trivial = ({ headers }: Served): Request => ({
  method: 'POST',
  path: '/v1/trivial',
  headers,
  body: { name: 'crm-0000001' },
});

const recording = ({ headers }: Served, number: number): Request => ({
  method: 'POST',
  path: `/v1/accounts/${accountId(number % accounts)}/facts`,
  headers,
  body: { facts: [fact(`crm-${number}`)] },
});
