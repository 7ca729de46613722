import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

interface Operation {
  readonly responses: Record<
    string,
    { readonly content?: Record<string, { readonly schema?: object }> } | undefined
  >;
}

interface Document {
  readonly paths: Record<string, Record<string, unknown>>;
  readonly components?: { readonly schemas?: Record<string, unknown> };
}

/**
 * Holds every answer against the OpenAPI document: a status, a kind of content or a member that is not
 * declared, or a value that does not fit, makes the answer a 599 that says so, and is kept in `misfits`.
 */
export const watchConformance = (
  documentOf: () => Document,
): { watch(fastify: FastifyInstance): void; misfits: string[] } => {
  const misfits: string[] = [];
  let checks: Checks | undefined;
  const watch = (fastify: FastifyInstance) => {
    fastify.addHook('onRequest', (request, _reply, done) => {
      const error = ({ err }: { err?: Error }) => void misfits.push(ourPart(err));
      request.log = { ...request.log, error } as never;
      done();
    });
    fastify.addHook('onSend', (request, reply, payload, done) => {
      const misfit = outside(request)
        ? undefined
        : (checks ??= new Checks(documentOf())).misfit(request, reply, payload);
      if (misfit === undefined) return done(null, payload);
      misfits.push(misfit);
      reply.code(599).header('content-type', 'application/problem+json').removeHeader('content-length');
      done(null, JSON.stringify({ misfit, before: misfits.at(-2) }));
    });
  };
  return { watch, misfits };
};

const ourPart = (error: Error | undefined): string =>
  (error?.stack ?? 'An error without a stack.')
    .split('\n')
    .filter((line) => !/node_modules|node:/.test(line))
    .slice(0, 8)
    .join('\n');

/** The documentation itself is not documented, and an address that nobody serves has no entry. */
const outside = (request: FastifyRequest): boolean =>
  request.is404 || /^\/(docs|openapi\.json)/.test(request.routeOptions.url ?? '/docs');

class Checks {
  private readonly ajv = new Ajv({ strict: false, allErrors: true });
  private readonly compiled = new Map<string, ValidateFunction>();

  constructor(private readonly document: Document) {
    addFormats.default(this.ajv);
    this.ajv.addSchema({
      $id: 'api',
      components: { schemas: strict(document.components?.schemas ?? {}, 'map') },
    });
  }

  misfit(request: FastifyRequest, reply: FastifyReply, payload: unknown): string | undefined {
    const path = (request.routeOptions.url ?? '').replace(/:(\w+)/g, '{$1}');
    const method = request.method === 'HEAD' ? 'get' : request.method.toLowerCase();
    const what = `${method} ${path} ${reply.statusCode}`;
    const operation = this.document.paths[path]?.[method] as Operation | undefined;
    if (!operation) return `${what}: the route is not declared.`;
    const response = operation.responses[String(reply.statusCode)];
    if (!response) return `${what}: the status is not declared. ${String(payload).slice(0, 500)}`;
    if (reply.statusCode >= 500 && reply.statusCode !== 503) return `${what}: ${String(payload)}`;
    return this.misfitOfBody(what, response.content ?? {}, reply, payload);
  }

  private misfitOfBody(
    what: string,
    content: Record<string, { readonly schema?: object }>,
    reply: FastifyReply,
    payload: unknown,
  ): string | undefined {
    const type = String(reply.getHeader('content-type') ?? '').split(';')[0]!;
    const declared = content[type];
    if (!declared)
      return `${what}: ${type || 'no content'} is not declared, but ${Object.keys(content).join(', ')}.`;
    if (typeof payload !== 'string' || !declared.schema || !/json$/.test(type) || type.endsWith('ndjson'))
      return undefined;
    const check = this.checkFor(`${what} ${type}`, declared.schema);
    return check(JSON.parse(payload))
      ? undefined
      : `${what}: ${this.ajv.errorsText(check.errors)} in ${payload.slice(0, 2000)}`;
  }

  private checkFor(name: string, schema: object): ValidateFunction {
    const known = this.compiled.get(name) ?? this.ajv.compile(strict(schema) as object);
    this.compiled.set(name, known);
    return known;
  }
}

/** OpenAPI 3.0 as JSON Schema: `nullable` becomes a choice, references lead to our one document, and undeclared members are refused. */
const strict = (schema: unknown, as: 'schema' | 'map' = 'schema'): unknown => {
  if (Array.isArray(schema)) return schema.map((one) => strict(one));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, example: _, ...members } = schema as Record<string, unknown>;
  const read = Object.fromEntries(
    Object.entries(as === 'map' ? schema : members).map(([name, value]) => [
      name,
      name === '$ref'
        ? `api${String(value)}`
        : strict(value, as === 'schema' && name === 'properties' ? 'map' : 'schema'),
    ]),
  );
  if (as === 'map') return read;
  if ('properties' in read && !('additionalProperties' in read)) read['additionalProperties'] = false;
  return nullable ? { anyOf: [read, { type: 'null' }] } : read;
};
