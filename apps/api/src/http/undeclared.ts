import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pointerTo } from '#libs/kernel';
import { neverBehind } from './openapi';
import { NowAsked } from './paging/paging';
import { invalid, invalidField } from './problem';
import { readAs } from './shape';

interface Declared {
  readonly parameters: boolean;
  readonly body: boolean;
  readonly ifMatch: boolean;
}

/**
 * A route that takes no parameters in its address, or no body, refuses them: the classes of the others do the same for
 * themselves. So does one that is bound to no revision with `If-Match`. What is meant and not read would be passed over in silence otherwise.
 */
export const refuseUndeclared = (fastify: FastifyInstance, documentOf: () => OpenAPIObject): void => {
  const routes = new Map<string, Declared>();
  const declaredBy = ({ method, routeOptions: { url = '' } }: FastifyRequest): Declared => {
    const route = `${method} ${url}`;
    const declared = routes.get(route) ?? declaredIn(documentOf(), method, url);
    routes.set(route, declared);
    return declared;
  };
  fastify.addHook('preHandler', (request, _reply, done) => {
    if (request.is404 || !request.url.startsWith('/v1/')) return done();
    const { parameters, body, ifMatch } = declaredBy(request);
    try {
      if (!parameters) refuseParameters(request);
      if (!body) refuseBody(request.body);
      if (!ifMatch) refuseIfMatch(request);
      done();
    } catch (error) {
      done(error as Error);
    }
  });
};

const declaredIn = ({ paths }: OpenAPIObject, method: string, url: string): Declared => {
  const item = paths[url.replace(/:(\w+)/g, '{$1}')];
  const operation = item?.[(method === 'HEAD' ? 'get' : method.toLowerCase()) as 'get'];
  const parameters = operation?.parameters?.some(
    (parameter) => 'in' in parameter && parameter.in === 'query' && parameter !== neverBehind,
  );
  const ifMatch = operation?.parameters?.some(
    (parameter) => 'in' in parameter && parameter.name === 'If-Match',
  );
  const body = operation?.requestBody !== undefined;
  return { parameters: parameters ?? false, body, ifMatch: ifMatch ?? false };
};

/** A read of what is never behind takes `minPosition` as every read does, and has nothing to wait for. */
const refuseParameters = ({ method, query }: FastifyRequest): void => {
  if (method === 'GET' || method === 'HEAD') readAs(NowAsked, query);
  else refuseNames(query);
};

const refuseBody = (body: unknown): void => {
  if (body === undefined || body === null) return;
  if (typeof body !== 'object' || Array.isArray(body)) throw invalidField('', 'This takes no body.');
  refuseNames(body);
};

const refuseNames = (said: unknown): void => {
  const detail = 'There is no such field here.';
  const pointers = Object.keys(said ?? {}).map((name) => pointerTo(name));
  if (pointers.length > 0) throw invalid(pointers.slice(0, 100).map((pointer) => ({ pointer, detail })));
};

/** A condition that is not looked at must not seem to have been met. */
const refuseIfMatch = ({ method, headers }: FastifyRequest): void => {
  if (headers['if-match'] === undefined || method === 'GET' || method === 'HEAD') return;
  throw invalidField('/If-Match', 'What this changes has no ETag of its own: leave If-Match out.');
};
