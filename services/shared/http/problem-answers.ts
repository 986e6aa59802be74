/** Turns whatever a route throws into a problem document, and says the unexpected in the log. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { languageOf } from './language.ts';
import { PROBLEMS } from './problem-catalogue.ts';
import {
  type Problem,
  type ProblemError,
  problemDocument,
  problemErrorOf,
  ProblemError as Refusal,
} from './problems.ts';
import type { RefusalCounts } from './refusal-counts.ts';

/** Of problem documents. */
export const MEDIA_TYPE = 'application/problem+json; charset=utf-8';

declare module 'fastify' {
  interface FastifyInstance {
    /** Whole seconds for `Retry-After`, not the same for all. */
    retryAfter: (seconds: number) => number;
    refusalCounts: RefusalCounts;
  }
}

export interface ProblemAnswering {
  readonly counts: RefusalCounts;
  readonly retryAfter: (seconds: number) => number;
}

/** Makes a service answer with problem documents whatever goes wrong. */
export function answerProblems(app: FastifyInstance, { counts, retryAfter }: ProblemAnswering): void {
  app.decorate('retryAfter', retryAfter);
  app.decorate('refusalCounts', counts);
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(
      new Refusal('NOT_FOUND', {
        detail: {
          vi: 'Không có đường dẫn này với phương thức này; xem /openapi.json.',
          en: 'There is no such path with this method; see /openapi.json.',
        },
      }),
      request,
      reply,
    ),
  );
}

/**
 * Answers with the problem document of an error. `extra` members stand beside the document's own, for doors whose
 * senders look for them.
 */
export function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  extra: (problem: Problem) => Readonly<Record<string, unknown>> = () => ({}),
): FastifyReply {
  const refusal = problemErrorOf(error);
  const language = languageOf(request.headers['accept-language']);
  const problem = problemDocument(refusal, request.id, language);
  record(refusal, request);
  request.server.refusalCounts.answered(refusal.code);
  if (refusal.retryAfterSeconds !== undefined) {
    reply.header('retry-after', request.server.retryAfter(refusal.retryAfterSeconds));
  }
  return reply
    .code(problem.status)
    .header('content-language', language)
    .header('cache-control', 'no-store')
    .type(MEDIA_TYPE)
    .send({ ...problem, ...extra(problem) });
}

function record(refusal: ProblemError, request: FastifyRequest): void {
  const { status } = PROBLEMS[refusal.code];
  const isExpected = status < 500 || refusal.code === 'OVERLOADED' || refusal.code === 'LOG_FULL';
  // Figures tell of these; a line for each would be one more load on who has too much of it.
  if (isExpected && request.log.level !== 'debug') return;
  const about = { requestId: request.id, route: request.routeOptions.url ?? 'none' };
  if (refusal.code === 'INTERNAL') {
    request.log.error({ err: refusal.cause, ...about }, 'a route failed');
  } else if (!isExpected) {
    request.log.warn({ err: refusal.cause, ...about, code: refusal.code }, 'not answered for now');
  } else {
    request.log.debug({ ...about, code: refusal.code }, 'refused');
  }
}
