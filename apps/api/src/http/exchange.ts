import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PersonId } from '#libs/domain';
import type { Context, IfAt } from '#libs/event-store';
import { meantBy } from './if-match';

declare module 'fastify' {
  interface FastifyRequest {
    /** Names this exchange in the answer, the log and the events it causes. */
    traceId: string;
    /** Set where the caller said an Idempotency-Key: a repeated command is known by it. */
    commandId: string | null;
  }
}

/** Who asks, and the context that is stored beside what comes of it. */
export interface AskedBy {
  readonly person: PersonId;
  readonly context: Context;
}

/** The caller of a writing route. */
export const AskedBy = createParamDecorator((_: unknown, execution: ExecutionContext): AskedBy => {
  const request = execution.switchToHttp().getRequest<FastifyRequest>();
  const person = request.caller!.sub;
  const commandId = request.commandId ?? randomUUID();
  return { person, context: { actor: person, commandId, correlationId: request.traceId } };
});

/** Where the thing has to stand that a change is meant for; undefined without `If-Match`. */
export const IfMatch = createParamDecorator((_: unknown, execution: ExecutionContext): IfAt | undefined =>
  meantBy(execution.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

/** An answer whose status or headers depend on what was found. */
export class Answer {
  constructor(
    readonly status: number,
    readonly body: object,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** 202: the work goes on under this address. */
export const accepted = (location: string, body: object): Answer => new Answer(202, body, { location });

/** Names every exchange, and says in headers what the answer's body says of the ledger. */
export const describeExchanges = (fastify: FastifyInstance): void => {
  fastify.decorateRequest('traceId', '');
  fastify.decorateRequest('commandId', null);
  fastify.addHook('onRequest', (request, reply, done) => {
    request.traceId = traceIdOf(request.headers);
    reply.header('x-request-id', request.traceId);
    done();
  });
  fastify.addHook('preSerialization', (request, reply, payload: unknown, done) => {
    let body = payload;
    if (payload instanceof Answer) {
      reply.code(payload.status).headers(payload.headers);
      body = payload.body;
    }
    const { position, revision } = (body ?? {}) as { position?: unknown; revision?: unknown };
    if (typeof position === 'string') reply.header('ledger-position', position);
    if (typeof revision === 'number' && request.method !== 'POST') reply.header('etag', `"${revision}"`);
    done(null, body);
  });
};

const traceparent = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}$/;
const requestId = /^[\w.-]{8,64}$/;

/** The caller's own name for the exchange where it is one, else a fresh one. */
export const traceIdOf = (headers: FastifyRequest['headers']): string => {
  const traced =
    typeof headers['traceparent'] === 'string' ? traceparent.exec(headers['traceparent'])?.[1] : undefined;
  if (traced) return traced;
  const named = headers['x-request-id'];
  return typeof named === 'string' && requestId.test(named) ? named : randomUUID().replaceAll('-', '');
};
