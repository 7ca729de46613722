import type { FastifyInstance } from 'fastify';
import { Problem } from './problem';

/** An address that is served, asked with a method that is not, is answered 405 with the methods that are. */
export const nameOtherMethods = (fastify: FastifyInstance): void => {
  const served = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();
  fastify.addHook('onRoute', ({ url, method }) => {
    const route = served.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const one of [method].flat()) route.methods.add(one);
    served.set(url, route);
  });
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (!request.is404) return done();
    const path = request.url.split('?')[0]!;
    const methods = [...served.values()].flatMap(({ pattern, methods: some }) =>
      pattern.test(path) ? [...some] : [],
    );
    if (methods.length === 0) return done();
    const allow = [...new Set(methods)].sort().join(', ');
    done(new Problem(405, 'METHOD_NOT_ALLOWED', `${path} answers to ${allow}.`, { headers: { allow } }));
  });
};

const patternOf = (url: string): RegExp =>
  new RegExp(`^${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')}$`);
