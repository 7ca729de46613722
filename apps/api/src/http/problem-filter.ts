import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  AppendTooLarge,
  ClockRefused,
  Conflict,
  Refused,
  RevisionMismatch,
  StoreUnavailable,
} from '#libs/event-store';
import type { RefusalKind } from '#libs/kernel';
import { EvidenceHashMismatch, EvidenceTooLarge, ImportDiffers, ImportTooLarge } from '#libs/runs';
import { KnownAtInFuture, StaleRead } from '#libs/views';
import { traceIdOf } from './exchange';
import { maskedFor } from './masks/masks';
import { Problem, problemBody } from './problem';

const statusOf: Record<RefusalKind, number> = {
  'out-of-order': 409,
  'against-policy': 422,
  'not-entitled': 403,
  unknown: 404,
};

const again = (seconds: number) => ({ headers: { 'retry-after': String(seconds) } });

const notOurs = 'If-Match names no ETag of ours: take the one that a GET of the same thing answers.';

/** Every no that the product says somewhere below, as HTTP says it. */
const translations = [
  no(
    Refused,
    ({ refusal: { refused, code, message, details } }) =>
      new Problem(statusOf[refused], code, message, { details }),
  ),
  no(
    RevisionMismatch,
    ({ asked, message }) =>
      new Problem(412, 'REVISION_CONFLICT', Array.isArray(asked) && asked.length === 0 ? notOurs : message),
  ),
  no(
    Conflict,
    () => new Problem(409, 'REVISION_CONFLICT', 'Others write to the same place just now: try again.'),
  ),
  no(
    StoreUnavailable,
    () => new Problem(503, 'STORE_UNAVAILABLE', 'The event store does not answer: try again.', again(2)),
  ),
  no(AppendTooLarge, ({ message }) => new Problem(413, 'PAYLOAD_TOO_LARGE', message)),
  no(StaleRead, ({ message, retryAfter }) => new Problem(503, 'STALE_READ', message, again(retryAfter))),
  no(KnownAtInFuture, ({ message }) => new Problem(422, 'KNOWN_AT_IN_FUTURE', message)),
  no(ClockRefused, ({ code, message }) => new Problem(409, code, message)),
  no(ImportTooLarge, ({ code, message }) => new Problem(413, code, message)),
  no(ImportDiffers, ({ code, message }) => new Problem(409, code, message)),
  no(EvidenceTooLarge, ({ code, message }) => new Problem(413, code, message)),
  no(
    EvidenceHashMismatch,
    ({ code, message, named, found }) => new Problem(422, code, message, { details: { named, found } }),
  ),
  no(HttpException, (error) => ofTheFramework(error.getStatus(), error.message)),
];

type Translation = (error: unknown) => Problem | undefined;

function no<E>(kind: abstract new (...args: never[]) => E, translate: (error: E) => Problem): Translation {
  return (error) => (error instanceof kind ? translate(error) : undefined);
}

const ofTheFramework = (status: number, message: string): Problem => {
  switch (status) {
    case 404:
      return new Problem(
        404,
        'NOT_FOUND',
        'Nothing is served under this address: GET /openapi.json says what is.',
      );
    case 414:
      return new Problem(414, 'URI_TOO_LONG', 'A part of the address is too long.');
    case 415:
      return new Problem(
        415,
        'UNSUPPORTED_MEDIA_TYPE',
        'The body is of a kind that this route does not take.',
      );
    default:
      return new Problem(status, 'BAD_REQUEST', message.endsWith('.') ? message : `${message}.`);
  }
};

/** What nobody foresaw is logged whole and answered without a word of its inside. */
const unforeseen = (): Problem =>
  new Problem(500, 'INTERNAL', 'This is our mistake, and it is in our log under the trace id.');

/** The no that an error stands for; undefined where nobody foresaw it. */
export const problemOf = (error: unknown): Problem | undefined => {
  if (error instanceof Problem) return error;
  for (const translate of translations) {
    const problem = translate(error);
    if (problem) return problem;
  }
  return ofFastify(error);
};

const ofFastify = (error: unknown): Problem | undefined => {
  const { statusCode, message } = error as { statusCode?: number; message?: string };
  return error instanceof Error && statusCode !== undefined && statusCode >= 400 && statusCode < 500
    ? ofTheFramework(statusCode, message ?? '')
    : undefined;
};

/** Whatever goes wrong, wherever: one form of answer, RFC 9457. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): unknown {
    const [request, reply] = host.getArgs<[FastifyRequest, FastifyReply]>();
    const problem = problemOf(error) ?? unforeseen();
    if (problem.status === 500) request.log.error({ err: error, traceId: request.traceId }, problem.code);
    return reply.raw.headersSent ? reply.raw.destroy() : sendProblem(request, reply, problem);
  }
}

/** Also for an address that the router could not read: no hook has seen that request. */
export const answerUnreadable = (error: Error, request: FastifyRequest, reply: FastifyReply): unknown => {
  request.traceId ||= traceIdOf(request.headers);
  return sendProblem(request, reply, ofFastify(error) ?? unforeseen());
};

const sendProblem = (request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply => {
  request.refusedWith = problem;
  const { details, ...extras } = problem.extras;
  const shown = { ...extras, ...(details && { details: maskedFor(request, details) as object }) };
  const told = new Problem(problem.status, problem.code, problem.message, shown as typeof problem.extras);
  return reply
    .code(problem.status)
    .headers({ ...problem.extras.headers, 'content-type': 'application/problem+json' })
    .removeHeader('content-disposition')
    .send(JSON.stringify(problemBody(told, request.url.split('?')[0]!, request.traceId)));
};
