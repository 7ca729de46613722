import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { isDocumentation } from './route';

/** What an answer of data needs said: nothing in it is to be run, framed, guessed at, kept or leaked. */
const headersOfData = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/** The documentation is a page and gets a page's headers; to work them out for every answer would cost more than the answer. */
export const protect = async (fastify: FastifyInstance): Promise<void> => {
  fastify.addHook('onRoute', (route) => {
    if (isDocumentation(route.url)) Object.assign(route, { helmet: {} });
  });
  await fastify.register(helmet, {
    global: false,
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } },
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!isDocumentation(request.routeOptions.url ?? '')) reply.headers(headersOfData);
    done();
  });
};
