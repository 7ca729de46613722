import { buildApi } from '#apps/api/src/api';
import { ApiModule } from '#apps/api/src/api.module';
import type { Instance } from '#libs/platform';
import type { AddressInfo } from 'node:net';
import { askChild } from '../ask-child';
import type { Bed } from '../bed';
import type { Sample } from '../figure';
import { type Request, written } from './client';
import type { Load } from './load.child';
import { TrivialController } from './trivial.controller';

/** The product's server with the bench's one controller beside its own, in this process. */
export interface Served {
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
}

export const serve = async (bed: Bed, instance: Instance): Promise<Served> => {
  const { app } = await withTrivial(() => buildApi(instance));
  await app.listen(0, '127.0.0.1');
  bed.atClose(() => app.close());
  const token = await instance.signingKey!.issueToken({
    sub: 'bench',
    roles: ['service', 'auditor'],
    ttl: '7d',
  });
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { port, headers: { authorization: `Bearer ${token}` } };
};

/** The module names its controllers when it is built; for that moment it names one more. */
const withTrivial = async <Result>(build: () => Promise<Result>): Promise<Result> => {
  const { over } = ApiModule;
  ApiModule.over = (instance) => {
    const module = over.call(ApiModule, instance);
    return { ...module, controllers: [...(module.controllers ?? []), TrivialController] };
  };
  return build().finally(() => (ApiModule.over = over));
};

export const connections = 32;

/** Asks from a process of its own. */
export const load = (
  port: number,
  seconds: number,
  requests: readonly Request[],
  over = connections,
): Promise<Sample> =>
  askChild<Sample>('http/load.child.js', {
    port,
    connections: over,
    seconds,
    requests: requests.map(written),
  } satisfies Load);
