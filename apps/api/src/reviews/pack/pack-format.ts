import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { typesTaken } from '../../http/accept';
import { Problem } from '../../http/problem';

/** What a pack is answered as. */
export const packTypes = { json: 'application/json', csv: 'text/csv', html: 'text/html' } as const;
export type PackFormat = keyof typeof packTypes;

/** For ranges of types, the bytes that are hashed. */
const ranges: Readonly<Record<string, PackFormat>> = {
  '*/*': 'json',
  'application/*': 'json',
  'text/*': 'html',
};

/** The format that `Accept` prefers, of those that there are. */
export const PackFormat = createParamDecorator((_: unknown, execution: ExecutionContext): PackFormat => {
  const { accept } = execution.switchToHttp().getRequest<FastifyRequest>().headers;
  if (!accept) return 'json';
  for (const range of typesTaken(accept)) {
    const format = (Object.keys(packTypes) as PackFormat[]).find((name) => packTypes[name] === range);
    if (format ?? ranges[range]) return (format ?? ranges[range])!;
  }
  throw new Problem(406, 'NOT_ACCEPTABLE', `A pack is answered as ${Object.values(packTypes).join(', ')}.`);
});
