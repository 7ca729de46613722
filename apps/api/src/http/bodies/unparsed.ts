import type { Socket } from 'node:net';
import { randomUUID } from 'node:crypto';
import { Problem, problemBody } from '../problem';

/** More than a token may have, so that one that is too long hears why. */
export const mostBytesOfHeaders = 96 * 1024;

/** What is no HTTP is answered in the form of every other problem, and its connection is closed. */
export const answerUnparsed = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) return void socket.destroy();
  const problem = problemFor(error.code);
  const body = JSON.stringify(problemBody(problem, '', randomUUID().replaceAll('-', '')));
  const lines = [
    `HTTP/1.1 ${problem.status} ${reasons[problem.status]}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
};

const problemFor = (code: string | undefined): Problem => {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new Problem(
      431,
      'HEADERS_TOO_LARGE',
      `The headers have more than ${mostBytesOfHeaders} bytes: send fewer.`,
    );
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new Problem(408, 'REQUEST_TIMEOUT', 'The request did not come to its end in time: send it again.');
  return new Problem(400, 'BAD_REQUEST', 'This is not a request that HTTP knows.');
};

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};
