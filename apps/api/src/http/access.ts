import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem, tooOften } from './problem';
import { isDocumentation } from './route';
import { saysKey } from '../service-keys/secret';
import type { Caller } from './tokens/caller';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking; null on public routes. */
    caller: Caller | null;
  }
}

/** Tells who is asking. */
export interface Callers {
  /** At once where they are known; a promise otherwise. @throws Problem */
  callerOf(authorization: string | undefined): Caller | Promise<Caller>;
}

/** People with tokens, and services with keys. */
export const callersOf = (tokens: Callers, keys: Callers): Callers => ({
  callerOf: (said) => (said !== undefined && saysKey(said) ? keys : tokens).callerOf(said),
});

/**
 * Nobody passes whom the route does not name, and no route is registered that names nobody:
 * the answer is given before a byte of the body is read.
 */
export const guardRoutes = (fastify: FastifyInstance, callers: Callers, perMinute: number): void => {
  fastify.addHook('onRoute', ({ url, method, config }) => {
    if (config?.access === undefined && !isDocumentation(url) && method !== 'OPTIONS') {
      throw new Error(
        `The route ${String(method)} ${url} does not say who may call it: give it @Roles or @Public.`,
      );
    }
  });
  fastify.decorateRequest('caller', null);
  const rate = perMinute > 0 ? new Rate(perMinute) : undefined;
  fastify.addHook('onRequest', (request, _reply, done) => {
    const access = request.routeOptions.config.access;
    if (request.is404 || access === undefined || access === 'public') return done();
    const admit = (caller: Caller) => {
      request.caller = caller;
      rate?.count(caller.sub);
      if (!access.some((role) => caller.roles.has(role))) throw forbidden(request, access);
    };
    try {
      if (namesTwo(request.raw.rawHeaders)) throw twoCallers();
      const caller = callers.callerOf(request.headers.authorization);
      if (!(caller instanceof Promise)) {
        admit(caller);
        return done();
      }
      caller.then(admit).then(() => done(), done);
    } catch (error) {
      done(error as Error);
    }
  });
};

/** Node takes the first of several; somebody on the way may have looked at the last. */
const namesTwo = (headers: readonly string[]): boolean => {
  let seen = 0;
  for (let at = 0; at < headers.length; at += 2) {
    if (headers[at]!.length === 13 && headers[at]!.toLowerCase() === 'authorization') seen += 1;
  }
  return seen > 1;
};

const twoCallers = (): Problem =>
  new Problem(401, 'UNAUTHENTICATED', 'The request says twice who is asking: send one Authorization.', {
    headers: { 'www-authenticate': 'Bearer realm="tierledger", error="invalid_request"' },
  });

const forbidden = (request: FastifyRequest, access: readonly string[]): Problem =>
  new Problem(
    403,
    'FORBIDDEN',
    `${request.method} ${request.routeOptions.url} needs one of these roles: ${access.join(', ')}.`,
  );

/**
 * Requests a minute and caller. A minute begins with a request, not with the clock on the wall:
 * whoever asks across a full minute is not given twice as much.
 */
class Rate {
  private readonly counts = new Map<string, number>();
  private began = -Infinity;

  constructor(private readonly perMinute: number) {}

  count(caller: string): void {
    const now = performance.now();
    if (now - this.began >= 60_000) {
      this.counts.clear();
      this.began = now;
    }
    const seen = (this.counts.get(caller) ?? 0) + 1;
    this.counts.set(caller, seen);
    if (seen > this.perMinute)
      throw tooOften(
        `At most ${this.perMinute} requests a minute`,
        Math.ceil((this.began + 60_000 - now) / 1000),
      );
  }
}
