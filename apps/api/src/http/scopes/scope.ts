import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Scope } from '#libs/domain';

/** The part of the portfolio that is all there is for the caller; null is the whole. */
export type CallersScope = Scope | null;

export const CallersScope = createParamDecorator(
  (_: unknown, execution: ExecutionContext): CallersScope =>
    execution.switchToHttp().getRequest<FastifyRequest>().caller?.scope ?? null,
);
