import 'reflect-metadata';
import { applyDecorators } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiSecurity } from '@nestjs/swagger';
import { RouteConfig } from '@nestjs/platform-fastify';
import { type Role, roles } from '#libs/platform';

/**
 * How a route keeps to the scope of a caller: the account, override or change of treatment that it names is inside,
 * its rows and sums are of accounts inside alone, or it holds nothing of accounts. To `refused`, as every route is
 * that says nothing, callers with a scope are not admitted.
 */
export type ScopeKept = 'account' | 'override' | 'treatment-change' | 'rows' | 'none' | 'refused';

/** What a route says of itself; the hooks before it read this, so that nothing is looked up per request. */
export interface RouteSays {
  /** Who may call it; `public` needs no token. */
  readonly access?: readonly Role[] | 'public';
  /** Where the body is not the usual JSON of at most a mebibyte. */
  readonly body?: {
    readonly bytes?: number;
    readonly keys?: number;
    readonly stream?: true;
    readonly anyType?: true;
  };
  /** How it keeps to the scope of a caller; who says nothing admits nobody who has one. */
  readonly scope?: ScopeKept;
  /** Its answers speak of measures and tell no value of them; so it is with those that hold nothing of accounts. */
  readonly plain?: true;
  /** The route recognises a repeated request by itself. */
  readonly repeatable?: true;
}

declare module 'fastify' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type
  interface FastifyContextConfig extends RouteSays {}
}

/** Under this key the adapter looks for what a handler's route is registered with. */
const routeKey = '__fastify_route_config__';

const says =
  (part: RouteSays): MethodDecorator =>
  (target, name, descriptor) => {
    const before = (Reflect.getMetadata(routeKey, descriptor.value as object) ?? {}) as RouteSays;
    RouteConfig({ ...before, ...part })(target, name, descriptor);
  };

/** Who may call the route. A route that says neither this nor `Public` keeps the server from starting. */
export const Roles = (...access: readonly [Role, ...Role[]]): MethodDecorator =>
  applyDecorators(says({ access }), ApiBearerAuth(), ApiExtension('x-roles', access));

/** Everybody with a token reads. */
export const Readers = (): MethodDecorator => Roles(...roles);

/** How the route keeps to the scope of a caller: a promise of its handler where it is of `rows`. */
export const Scoped = (scope: Exclude<ScopeKept, 'refused'>): MethodDecorator =>
  applyDecorators(says({ scope }), ApiExtension('x-scope', scope));

/** The answer speaks of measures and tells no value of them, so that masks have nothing to hide in it. */
export const TellsNoValues = (): MethodDecorator => says({ plain: true });

/** The route answers without a token. */
export const Public = (): MethodDecorator => applyDecorators(says({ access: 'public' }), ApiSecurity({}));

/** The body is larger than usual, or has more keys. */
export const LargeBody = (body: { bytes: number; keys: number }): MethodDecorator => says({ body });

/** The body is a file: it is handed on as a stream. */
export const Upload = (): MethodDecorator => says({ body: { stream: true }, repeatable: true });

/** The body is a file of whatever type. */
export const UploadOfAnyType = (): MethodDecorator =>
  says({ body: { stream: true, anyType: true }, repeatable: true });

/** The answer is told once: it is not kept for a repeated request, which the route recognises by itself. */
export const TellsOnce = (): MethodDecorator => says({ repeatable: true });

/** Whether an address is one that the documentation's own code serves. */
export const isDocumentation = (url: string): boolean => /^\/(docs|openapi\.json)(\/|$|-)/.test(url);
