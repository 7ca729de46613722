import type { FastifyInstance } from 'fastify';
import { Readable } from 'node:stream';
import type { Client } from 'pg';
import { askChild } from '../ask-child';
import type { Bed } from '../bed';
import { type Sample, times } from '../figure';
import { startBare } from '../http/bare-server';
import type { Download } from '../http/stream.child';
import { serve } from '../http/serve';
import type { LoadedPortfolio } from '../loaded-portfolio';
import { MemoryWatch } from '../memory-watch';
import { scheme } from '../portfolio';
import type { Ground, Prepared, Topic } from '../topic';
import { createLookupTable } from './raw-lookup';

const mostGrowthMiB = 64;

/** The tiers of all accounts on a day as NDJSON, against one scan of a plain table, both streamed over HTTP to a reader in another process. */
export const exporting: Topic = {
  key: 'export',
  scales: true,
  async open({ bed, portfolios, accounts }: Ground): Promise<Prepared[]> {
    const portfolio = await portfolios.of(accounts);
    await portfolio.settle();
    await createLookupTable(portfolio);
    const asOf = portfolio.assessed.at(-1)!;
    const served = await serve(bed, portfolio.instance);
    const barePort = await startBare(bed, scanRoute(bed, portfolio, asOf));
    const memory = new MemoryWatch();
    const ours = () =>
      download(accounts, {
        url: `http://127.0.0.1:${served.port}/v1/tiers?scheme=${scheme}&asOf=${asOf}`,
        headers: { ...served.headers, accept: 'application/x-ndjson' },
      });
    const raw = () => download(accounts, { url: `http://127.0.0.1:${barePort}/tiers`, headers: {} });
    return [
      {
        name: `tiers of ${accounts.toLocaleString('en')} accounts on a day, streamed as NDJSON`,
        against: 'one SQL scan of the same rows, streamed by a bare Fastify',
        goal: times(0.6),
        unit: 'accounts/s',
        raw,
        ours: () => memory.during(ours),
        warm: async () => [await raw(), await ours()],
        also: () => ({
          text: `memory grew by ${Math.round(memory.mostMiB)} MiB at most`,
          met: memory.mostMiB < mostGrowthMiB,
        }),
      },
    ];
  },
};

const download = async (accounts: number, what: Download): Promise<Sample> => {
  const sample = await askChild<Sample>('http/stream.child.js', what);
  if (sample.units !== accounts) throw new Error(`${what.url} gave ${sample.units} of ${accounts} accounts.`);
  return sample;
};

const scanRoute = (bed: Bed, { address, instance }: LoadedPortfolio, asOf: string) => {
  const connection = bed.connections(address, 1);
  return (fastify: FastifyInstance): void => {
    fastify.get('/tiers', async (_, reply) => {
      const [client] = await connection();
      const position = await instance.store.head();
      return reply.type('application/x-ndjson').send(Readable.from(scan(client!, asOf, String(position))));
    });
  };
};

const rowsAFetch = 2_000;

async function* scan(client: Client, asOf: string, position: string): AsyncGenerator<Buffer> {
  await client.query('begin');
  await client.query(
    `declare tiers no scroll cursor for
     select external_id as "externalId", effective, computed, indicated, valid_from as "from", valid_until as "until"
     from public.raw_tiers
     where valid_from <= '${asOf}' and valid_until > '${asOf}'
       and known_from <= ${position} and (known_until is null or known_until > ${position})`,
  );
  for (;;) {
    const { rows } = await client.query<object>(`fetch ${rowsAFetch} from tiers`);
    if (rows.length === 0) break;
    yield Buffer.from(`${rows.map((row) => JSON.stringify(row)).join('\n')}\n`);
  }
  await client.query('commit');
}
