import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { GateRefusal, passGate, usualLimits } from './body-gate';
import { invalidField, Problem } from '../problem';

/** What a JSON body may weigh unless the route says otherwise. */
const usualBytes = 1024 * 1024;

/** What is read and thrown away of a body that is too large, so that its sender can hear the answer. */
const patience = 64 * 1024 * 1024;

const files = ['text/csv', 'application/gzip', 'application/x-gzip', 'application/octet-stream'];

/** How bodies come in: JSON through the gate, files as they stream, nothing else. */
export const readBodies = (fastify: FastifyInstance): void => {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    ['application/json'],
    async (request: FastifyRequest, payload: IncomingMessage) => {
      const says = request.routeOptions.config.body;
      if (says?.anyType) return payload;
      if (says?.stream) throw noSuchContent(sendFile);
      return readJson(await readAll(payload, says?.bytes ?? usualBytes), says?.keys);
    },
  );
  fastify.addContentTypeParser(files, (request: FastifyRequest, payload: IncomingMessage, done) => {
    if (request.routeOptions.config.body?.stream || request.is404) return done(null, payload);
    done(noSuchContent('Send the body as application/json.'));
  });
  fastify.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage, done) => {
    if (request.routeOptions.config.body?.anyType) return done(null, payload);
    done(
      noSuchContent(
        request.routeOptions.config.body?.stream ? sendFile : 'Send the body as application/json.',
      ),
    );
  });
};

const sendFile = 'Send the file as text/csv, plain or gzip.';
const noSuchContent = (detail: string): Problem => new Problem(415, 'UNSUPPORTED_MEDIA_TYPE', detail);

const readAll = async (payload: IncomingMessage, most: number): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of payload as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= most) chunks.push(chunk);
    else if (bytes > patience) break;
    else chunks.length = 0;
  }
  if (bytes > most) {
    throw new Problem(413, 'PAYLOAD_TOO_LARGE', `The body has more than ${most} bytes: send it in parts.`);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

const readJson = (bytes: Buffer, keys = usualLimits.keys): unknown => {
  if (bytes.length === 0) return undefined;
  try {
    const text = utf8.decode(bytes);
    passGate(text, { ...usualLimits, keys });
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw invalidField('', whyUnread(error));
  }
};

const whyUnread = (error: unknown): string => {
  if (error instanceof GateRefusal) return error.message;
  if (error instanceof SyntaxError) return `The body is not JSON: ${error.message}`;
  return 'The body is not UTF-8.';
};
