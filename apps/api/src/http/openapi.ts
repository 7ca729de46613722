import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { ifMatch } from './if-match';
import { describeMasks } from './masks/mask-openapi';
import { refuseNamesakes } from './shape';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Responses = Operation['responses'];

const problems: Record<number, string> = {
  400: 'The request is not valid: `errors` has a sentence for each field.',
  401: 'No token, or none that is trusted.',
  403: 'The caller has none of the roles that the route names, or may not do this.',
  404: 'There is no such thing, or not in that moment.',
  406: 'None of the formats that the caller takes.',
  409: 'Out of order, or the Idempotency-Key was used for another request.',
  412: 'It has changed since the caller looked: the ETag is another by now.',
  413: 'The body is too large.',
  415: 'The body is of another kind than the route takes.',
  422: 'Against the rules.',
  429: 'Too many requests.',
  500: 'Our mistake.',
  503: 'Not ready, or not as far as the question asks: try again after `Retry-After` seconds.',
};

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'traceId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'A sentence that says what to do.' },
    instance: { type: 'string' },
    code: { type: 'string', pattern: '^[A-Z][A-Z0-9_]*$', description: 'Stable, for machines.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'A JSON Pointer.' },
          detail: { type: 'string' },
        },
      },
    },
    traceId: { type: 'string' },
  },
  additionalProperties: true,
} as const;

/** The document of the API, from what controllers and request classes say, with every status a route can answer. */
export const describeApi = (app: INestApplication): OpenAPIObject => {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.0.3')
    .setTitle('tierledger')
    .setDescription('Tier governance: which tier, as of when, known when, and why.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  refuseNamesakes(Object.keys(document.components?.schemas ?? {}));
  document.components = { ...document.components };
  document.components.schemas = { ...document.components.schemas, Problem: problemSchema as never };
  describeMasks(document);
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item)) complete(path, method, operation as Operation);
  }
  return document;
};

const complete = (path: string, method: string, operation: Operation): void => {
  if (path.startsWith('/v1/')) Object.assign(operation, { 'x-scope': 'refused', ...operation });
  const responses: Responses = operation.responses;
  for (const status of statusesOf(path, method, operation)) {
    responses[status] ??= {
      description: problems[status]!,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  operation.parameters ??= [];
  if (method === 'get' && path.startsWith('/v1/') && !operation.parameters.some(isInAddress))
    operation.parameters.push(neverBehind);
  if (method === 'post') operation.parameters.push(idempotencyKey);
};

const isInAddress = (parameter: object): boolean => 'in' in parameter && parameter.in === 'query';

/** `minPosition` of a read that is made of the log itself, or of what does not stand in it. */
export const neverBehind = {
  name: 'minPosition',
  in: 'query',
  required: false,
  description: 'Taken as by every read; this one is never behind.',
  schema: { type: 'string', pattern: '^\\d{1,18}$' },
} as const;

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and body give the same answer for 24 hours at least.',
  schema: { type: 'string', maxLength: 255 },
} as const;

/** What can go wrong follows from the kind of route. */
const statusesOf = (
  path: string,
  method: string,
  { parameters = [], requestBody, responses }: Operation,
): number[] => {
  if (!path.startsWith('/v1/')) return [500];
  const named = new Set(parameters.map((parameter) => ('name' in parameter ? parameter.name : '')));
  const writes = method !== 'get';
  const formats = Object.values(responses).some(
    (one) => one && 'content' in one && 'text/csv' in (one.content ?? {}),
  );
  return [
    ...[400, 401, 403, 429, 500, 503],
    ...(path.includes('{') || named.has('scheme') || requestBody ? [404] : []),
    ...(formats ? [406] : []),
    ...(writes ? [409, 413, 415, 422] : []),
    ...(named.has('knownAt') ? [422] : []),
    ...(named.has(ifMatch.name) ? [412] : []),
  ];
};

/** `/openapi.json`, and `/docs` to read it in a browser. */
export const serveDocumentation = (app: INestApplication, document: OpenAPIObject): void =>
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'tierledger',
  });
