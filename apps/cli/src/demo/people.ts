import { randomUUID } from 'node:crypto';
import type { Instance } from '#libs/platform';
import { Failure } from '../failure';
import type { Serving } from '../serve';

/** What the API answers: what was asked for, or why not. */
export interface Answer<T> {
  readonly status: number;
  readonly body: T & { readonly code?: string; readonly detail?: string; readonly rule?: string };
}

/** Somebody at the API: what they ask, anybody with their roles can. */
export interface Person {
  readonly name: string;
  get<T>(path: string): Promise<Answer<T>>;
  /** The body of an answer, byte for byte. */
  bytes(path: string): Promise<Buffer>;
  put<T>(path: string, body: object | Buffer): Promise<Answer<T>>;
  post<T>(path: string, body?: object): Promise<Answer<T>>;
}

/** Gives somebody a token of the instance's own. */
export const personAt = async (
  { signingKey }: Instance,
  { url }: Serving,
  name: string,
  roles: readonly string[],
  seat?: string,
): Promise<Person> => {
  if (!signingKey) throw new Failure('usage', 'The demo signs its own tokens: unset OIDC_ISSUER.');
  const token = await signingKey.issueToken({ sub: name, roles, ...(seat && { seat }), ttl: '2h' });
  const ask = (method: string, path: string, body?: object | Buffer): Promise<Response> => {
    const file = Buffer.isBuffer(body);
    return fetch(`${url}/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
        ...(body && { 'content-type': file ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body && { body: file ? new Uint8Array(body) : JSON.stringify(body) }),
    });
  };
  const send = async <T>(...asked: Parameters<typeof ask>): Promise<Answer<T>> => {
    const answer = await ask(...asked);
    return { status: answer.status, body: (await answer.json()) as Answer<T>['body'] };
  };
  return {
    name,
    get: (path) => send('GET', path),
    bytes: async (path) => {
      const answer = await ask('GET', path);
      if (answer.ok) return Buffer.from(await answer.arrayBuffer());
      throw new Failure('broken', `The demo was refused: ${answer.status} ${await answer.text()}`);
    },
    put: (path, body) => send('PUT', path, body),
    post: (path, body = {}) => send('POST', path, body),
  };
};

/** What was asked has to go well for the story to go on. @throws Failure with what the API says */
export const done = async <T>(asked: Promise<Answer<T>>): Promise<T> => {
  const { status, body } = await asked;
  if (status < 300) return body;
  throw new Failure('broken', `The demo was refused: ${status} ${body.code ?? ''}: ${body.detail ?? ''}`);
};
