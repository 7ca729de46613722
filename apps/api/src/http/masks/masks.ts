import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  hiddenFrom,
  type HiddenMeasures,
  masksOf,
  type PolicyDocument,
  type TenantSettings,
  variablePay,
} from '#libs/domain';
import { Progress, Schemes } from '#libs/views';
import { Tenant } from '../../settings/tenant';
import { RowStream } from '../formats';
import { Freshness } from '../freshness';
import { maskFor, mayTell } from './mask';
import { Problem } from '../problem';
import type { RouteSays } from '../route';

declare module 'fastify' {
  interface FastifyRequest {
    /** What is not shown to the caller; null where everything is. */
    hidden: HiddenMeasures | null;
    /** The answer has gone through the mask. */
    isMasked: boolean;
  }
}

/** What is not shown to the caller, for what an answer leaves out or puts in order by it. */
export const HiddenFromCaller = createParamDecorator(
  (_: unknown, execution: ExecutionContext): HiddenMeasures | null =>
    execution.switchToHttp().getRequest<FastifyRequest>().hidden,
);

/** What the tenant's masks hide from whom, by what policies call a measure and make of it. */
@Injectable()
export class Masks {
  private documents: { readonly at: bigint; readonly all: Promise<readonly PolicyDocument[]> } | undefined;
  private known = new Map<string, HiddenMeasures | null>();
  private knownFor: readonly unknown[] = [];

  constructor(
    private readonly tenant: Tenant,
    private readonly schemes: Schemes,
    private readonly progress: Progress,
    private readonly freshness: Freshness,
  ) {}

  async hiddenFrom(roles: ReadonlySet<string>): Promise<HiddenMeasures | null> {
    const settings = await this.tenant.settings();
    const documents = settings.masks?.length ? await this.policies() : none;
    if (this.knownFor[0] !== settings || this.knownFor[1] !== documents) {
      this.known = new Map();
      this.knownFor = [settings, documents];
    }
    return this.kept(roles, settings, documents);
  }

  private kept(
    roles: ReadonlySet<string>,
    settings: TenantSettings,
    documents: readonly PolicyDocument[],
  ): HiddenMeasures | null {
    const key = [...roles].sort().join(' ');
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const hidden = hiddenFrom(roles, masksOf(settings), documents);
    const found = hidden.names.size === 0 ? null : hidden;
    this.known.set(key, found);
    return found;
  }

  /** Read anew when something has been recorded of schemes. */
  private async policies(): Promise<readonly PolicyDocument[]> {
    await this.freshness.of(['schemes']);
    const at = (await this.progress.of('schemes')).checkpoint.commit;
    if (this.documents?.at !== at) this.documents = { at, all: this.schemes.documents() };
    return this.documents.all;
  }
}

const none: readonly PolicyDocument[] = [];

/** Whatever a route answers with goes through the masks, pages, streams and refusals alike. */
export const maskAnswers = (fastify: FastifyInstance, masks: Masks): void => {
  fastify.decorateRequest('hidden', null);
  fastify.decorateRequest('isMasked', false);
  fastify.addHook('preHandler', (request, _reply, done) => {
    if (!request.caller) return done();
    masks.hiddenFrom(request.caller.roles).then((hidden) => {
      request.hidden = hidden;
      done();
    }, done);
  });
  fastify.addHook('preSerialization', (request, _reply, payload: unknown, done) => {
    request.isMasked = true;
    done(null, maskedFor(request, payload));
  });
  fastify.addHook('onSend', (request, reply, payload: unknown, done) => {
    if (payload instanceof RowStream && request.hidden) payload.seen = maskOf(request, request.hidden);
    else if (isOpaque(request, reply, payload)) return done(asAWhole());
    done(null, payload);
  });
};

/** Bytes cannot be told in part; a text is told where it does not speak of what is hidden. What is repeated was masked when it was told first. */
const isOpaque = (request: FastifyRequest, reply: FastifyReply, payload: unknown): boolean => {
  const { hidden, isMasked, routeOptions } = request;
  if (!hidden || isMasked || isPlain(routeOptions.config) || isPayAlone(hidden)) return false;
  const isTold = reply.statusCode < 400 && payload !== null && payload !== undefined && payload !== '';
  if (!isTold || reply.hasHeader('idempotency-replayed')) return false;
  return typeof payload !== 'string' || mayTell(hidden, payload);
};

const asAWhole = (): Problem =>
  new Problem(
    403,
    'MASKED',
    'This is told as a whole or not at all, and some of its measures are masked for your roles.',
  );

const isPayAlone = ({ names }: HiddenMeasures): boolean => names.size === 1 && names.has(variablePay);

/** What holds nothing of accounts has no values to hide, but people's pay. */
const isPlain = ({ scope, plain }: RouteSays): boolean => plain ?? scope === 'none';

const maskOf = ({ routeOptions }: FastifyRequest, hidden: HiddenMeasures): ((answer: unknown) => unknown) =>
  maskFor({ ...hidden, membersAlone: isPlain(routeOptions.config) || isPayAlone(hidden) });

/** An answer as the caller may see it. */
export const maskedFor = (request: FastifyRequest, answer: unknown): unknown =>
  request.hidden ? maskOf(request, request.hidden)(answer) : answer;
