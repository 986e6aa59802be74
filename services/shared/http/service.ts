/**
 * What every service's HTTP side has in common: strict bodies, problem documents, request ids, liveness, readiness,
 * metrics, version, OpenAPI. Promises: nothing of a request is coerced, dropped, decompressed or logged; everything
 * is bounded; a thrown error becomes a problem document that quotes nothing.
 *
 *   const app = await createService({ name: 'portal', version, logger, metrics, readiness });
 *   app.get('/v1/…', …);
 *   await listen(app, { host, port });
 */
import { randomUUID } from 'node:crypto';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Logger } from '#shared/telemetry/logger.ts';
import type { Registry } from '#shared/telemetry/metrics.ts';
import { createMetrics } from '#shared/telemetry/metrics.ts';
import { acceptStrictBodies } from './bodies.ts';
import { type ClientOf, clientOf } from './client-of.ts';
import { addDocsPage } from './docs-page.ts';
import { documentRefusals } from './documented-refusals.ts';
import { DEFAULT_LIMITS, type ServiceLimits } from './limits.ts';
import { addOperationRoutes } from './operation-routes.ts';
import { answerProblems, sendProblem } from './problem-answers.ts';
import { addProblemPages } from './problem-pages.ts';
import { Readiness } from './readiness.ts';
import { countRefusals } from './refusal-counts.ts';
import { guardRequests } from './request-guard.ts';
import { measureRequests } from './request-metrics.ts';
import { createRetryAfter } from './retry-after.ts';
import { answerUnreadableRequests } from './unreadable-requests.ts';

export interface ServiceOptions {
  readonly name: string;
  readonly version: string;
  readonly logger: Logger;
  /** Default: `DEFAULT_LIMITS`. */
  readonly limits?: Partial<ServiceLimits>;
  /** Default: a registry of the service's own. */
  readonly metrics?: Registry;
  /** What must hold before `/readyz` says so. Default: nothing. */
  readonly readiness?: Readiness;
  /** Whom a request is counted against. Default: the address that it comes from. */
  readonly clientOf?: ClientOf;
  /** From 0 up to 1; spreads the callers that are turned away. Default: Math.random. */
  readonly random?: () => number;
}

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** A service without routes of its own yet. Add them, then `listen`. */
export async function createService(options: ServiceOptions): Promise<FastifyInstance> {
  const { name, version, logger } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const loggerInstance: FastifyBaseLogger = logger;
  const metrics = options.metrics ?? createMetrics(name);
  const counts = countRefusals(metrics);
  const retryAfter = createRetryAfter(options.random ?? Math.random);
  const app = Fastify({
    loggerInstance,
    // Request logs would write URLs, and URLs hold identities.
    logController: new LogController({ disableRequestLogging: true }),
    // A logger for each request would cost more than reading its headers: who writes says whose request it is.
    childLoggerFactory: (parent) => parent,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: limits.keepAliveMs,
    maxRequestsPerSocket: limits.connectionRequests,
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: limits.headersTimeoutMs,
      connectionsCheckingInterval: limits.sweepMs,
    },
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    frameworkErrors: (error, request, reply) => {
      sendProblem(error, request, reply);
    },
    clientErrorHandler: answerUnreadableRequests({ counts, retryAfter }),
    // Fastify's own answer while closing is no problem document: the request guard gives one.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
    // The default coerces '1' to 1 and drops unknown members without a word.
    ajv: {
      customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: true },
    },
  });
  // Fastify's serializer drops members that a response schema forgot.
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  acceptStrictBodies(app);
  answerProblems(app, { counts, retryAfter });
  guardRequests(app, {
    limits,
    counts,
    clientOf: options.clientOf ?? clientOf,
    now: () => performance.now(),
  });
  measureRequests(app, metrics, logger);
  documentRefusals(app);
  await app.register(swagger, { openapi: { openapi: '3.1.0', info: { title: name, version } } });
  addOperationRoutes(app, { name, version, metrics, readiness: options.readiness ?? new Readiness() });
  addProblemPages(app);
  addDocsPage(app, name);
  return app;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
}

/**
 * Starts answering; gives the address.
 * @throws Error that names the port and the remedy, if it is taken.
 */
export async function listen(app: FastifyInstance, { host, port }: ListenOptions): Promise<string> {
  try {
    const address = await app.listen({ host, port });
    const loopback = host === '127.0.0.1' || host === '::1' || host === 'localhost';
    app.log.info(
      { address },
      loopback ? 'answering this machine only' : 'answering other machines, without rights',
    );
    return address;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new Error(`Port ${port} on ${host} is taken by another program: stop that one, or set PORT.`, {
        cause: error,
      });
    }
    throw error;
  }
}
