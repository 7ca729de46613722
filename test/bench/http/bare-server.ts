import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import type { Bed } from '../bed';

/** A Fastify with nothing on it but the routes given. */
export const startBare = async (bed: Bed, routes: (fastify: FastifyInstance) => void): Promise<number> => {
  const fastify = new FastifyAdapter().getInstance<FastifyInstance>();
  routes(fastify);
  await fastify.listen({ port: 0, host: '127.0.0.1' });
  bed.atClose(() => fastify.close());
  return (fastify.server.address() as AddressInfo).port;
};
