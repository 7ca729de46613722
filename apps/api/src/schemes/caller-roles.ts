import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ApproverRole } from '#libs/domain';

/** The caller's roles, of those that a policy may ask for. */
export const ApproverRoles = createParamDecorator(
  (_: unknown, execution: ExecutionContext): ApproverRole[] => {
    const { roles } = execution.switchToHttp().getRequest<FastifyRequest>().caller!;
    return ApproverRole.options.filter((role) => roles.has(role));
  },
);
