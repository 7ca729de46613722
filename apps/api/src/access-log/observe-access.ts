import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { rowsSent } from '../http/formats';
import { type Access, type AccessLog, isDenial } from './access-log';

declare module 'fastify' {
  interface FastifyRequest {
    /** The no that this request is answered with. */
    refusedWith: { readonly code: string; readonly message: string } | null;
    /** What was done, where that is to stand in the access log whatever else does. */
    done: string | null;
    /** Counts the rows of an answer that is streamed. */
    rowsSent: (() => number) | null;
  }
}

export interface Keeping {
  /** Denials alone are kept where this is false. */
  readonly all: boolean;
  readonly days: number;
}

const hourMs = 3600_000;

/** Every request that needs a caller leaves one entry, when its answer has gone. */
export const observeAccess = (fastify: FastifyInstance, log: AccessLog, { all, days }: Keeping): void => {
  fastify.decorateRequest('refusedWith', null);
  fastify.decorateRequest('done', null);
  fastify.decorateRequest('rowsSent', null);
  fastify.addHook('onSend', (request, _reply, payload, done) => {
    if (typeof payload === 'object' && payload !== null) request.rowsSent = rowsSent(payload) ?? null;
    done(null, payload);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    if (isAsked(request) && (all || isDenial(reply.statusCode) || request.done !== null))
      log.note(accessOf(request, reply));
    done();
  });
  const forget = () => void log.forget(new Date(Date.now() - days * 24 * hourMs)).catch(() => undefined);
  const timer = setInterval(forget, hourMs).unref();
  fastify.addHook('onReady', async () => forget());
  fastify.addHook('onClose', async () => {
    clearInterval(timer);
    await log.flush();
  });
};

/** Health, metrics and documents are for everybody, and an address that nobody serves is no access to anything. */
const isAsked = ({ is404, routeOptions }: FastifyRequest): boolean =>
  !is404 && routeOptions.config.access !== undefined && routeOptions.config.access !== 'public';

const accessOf = (request: FastifyRequest, { statusCode: status }: FastifyReply): Access => ({
  at: Date.now(),
  actor: request.caller?.sub ?? null,
  roles: request.caller?.roles ?? [],
  method: request.method,
  route: request.routeOptions.url ?? '',
  url: request.url,
  externalId: accountOf(request),
  status,
  reason: request.done ?? reasonOf(request, status),
  rows: request.rowsSent?.() ?? null,
  traceId: request.traceId,
});

const accountOf = ({ params, query }: FastifyRequest): string | null => {
  const named =
    (params as { externalId?: unknown } | undefined)?.externalId ??
    (query as { externalId?: unknown } | undefined)?.externalId;
  return typeof named === 'string' ? named : null;
};

/** The sentence of any other no may repeat what the body said. */
const reasonOf = ({ refusedWith }: FastifyRequest, status: number): string | null => {
  if (!refusedWith) return null;
  return isDenial(status) ? `${refusedWith.code}: ${refusedWith.message}` : refusedWith.code;
};
