import 'reflect-metadata';
import { VersioningType } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { type FastifyInstance, LogController } from 'fastify';
import type { Instance } from '#libs/platform';
import { ApiModule } from './api.module';
import { AccessLog } from './access-log/access-log';
import { observeAccess } from './access-log/observe-access';
import { callersOf, guardRoutes } from './http/access';
import { readBodies } from './http/bodies/body';
import { describeExchanges } from './http/exchange';
import { answerRepeatedRequests, freeAbandonedKeys } from './http/idempotency';
import { maskAnswers, Masks } from './http/masks/masks';
import { nameOtherMethods } from './http/methods';
import { Metrics } from './http/metrics';
import { describeApi, serveDocumentation } from './http/openapi';
import { answerUnreadable, ProblemFilter } from './http/problem-filter';
import { protect } from './http/protect';
import { keepToScopes, ScopeGate } from './http/scopes/scope-gate';
import { refuseUndeclared } from './http/undeclared';
import { issuedTokens, ownTokens } from './http/tokens/tokens';
import { answerUnparsed, mostBytesOfHeaders } from './http/bodies/unparsed';
import { Validation } from './http/validation';
import { KeyCallers } from './service-keys/key-callers';

/** The application before it listens, and the document it answers by. */
export interface Api {
  readonly app: NestFastifyApplication;
  readonly document: OpenAPIObject;
}

/**
 * Builds HTTP over an instance. The hooks run in the order in which they stand here.
 * @param watch sees the server before its routes are there, for whoever looks on (tests)
 * @throws Error when a route does not say who may call it
 */
export const buildApi = async (
  instance: Instance,
  watch?: (fastify: FastifyInstance) => void,
): Promise<Api> => {
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.over(instance),
    adapterFor(instance),
    {
      bodyParser: false,
      logger: false,
      abortOnError: false,
    },
  );
  const fastify = app.getHttpAdapter().getInstance();
  await protect(fastify);
  describeExchanges(fastify);
  app.get(Metrics).observe(fastify);
  observeAccess(fastify, app.get(AccessLog), instance.config.accessLog);
  watch?.(fastify);
  nameOtherMethods(fastify);
  guardRoutes(fastify, callersOf(tokensOf(instance), app.get(KeyCallers)), instance.config.rateLimit);
  readBodies(fastify);
  keepToScopes(fastify, app.get(ScopeGate));
  refuseUndeclared(fastify, () => document);
  maskAnswers(fastify, app.get(Masks));
  if (instance.alone) await freeAbandonedKeys(instance.pool);
  answerRepeatedRequests(fastify, instance.pool);
  app.enableVersioning({ type: VersioningType.URI });
  app.useGlobalPipes(new Validation());
  app.useGlobalFilters(new ProblemFilter());
  const document = describeApi(app);
  serveDocumentation(app, document);
  await app.init();
  await fastify.ready();
  return { app, document };
};

const adapterFor = ({ config }: Instance): FastifyAdapter =>
  new FastifyAdapter({
    logger: config.logLevel === 'silent' ? false : { level: config.logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    // An external id has 128 characters at most, each of up to twelve bytes in an address.
    routerOptions: { maxParamLength: 2048 },
    frameworkErrors: answerUnreadable as never,
    http: { maxHeaderSize: mostBytesOfHeaders },
    clientErrorHandler: answerUnparsed,
    skipMiddie: true,
  });

const tokensOf = ({ signingKey, config }: Instance) => {
  if (config.oidc) return issuedTokens(config.oidc);
  if (!signingKey) throw new Error('An instance without an issuer has a signing key of its own.');
  return ownTokens(signingKey);
};
