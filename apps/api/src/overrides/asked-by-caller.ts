import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '#libs/runs';

/** Who asks, with the roles and the seat that their token names. */
export const TheCaller = createParamDecorator((_: unknown, execution: ExecutionContext): Caller => {
  const { sub, roles, seat } = execution.switchToHttp().getRequest<FastifyRequest>().caller!;
  return { person: sub, roles: [...roles], seat };
});
