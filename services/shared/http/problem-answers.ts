/** Turns whatever a route throws into a problem document, and says the unexpected in the log. */
import type { Socket } from 'node:net';
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

const MEDIA_TYPE = 'application/problem+json; charset=utf-8';

export function answerProblems(app: FastifyInstance): void {
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
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    done();
  });
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
  if (refusal.retryAfterSeconds !== undefined) reply.header('retry-after', refusal.retryAfterSeconds);
  return reply
    .code(problem.status)
    .header('content-language', language)
    .header('cache-control', 'no-store')
    .type(MEDIA_TYPE)
    .send({ ...problem, ...extra(problem) });
}

function record(refusal: ProblemError, request: FastifyRequest): void {
  const route = request.routeOptions.url ?? 'none';
  const { status } = PROBLEMS[refusal.code];
  if (refusal.code === 'INTERNAL') {
    request.log.error({ err: refusal.cause, route }, 'a route failed');
  } else if (status >= 500) {
    request.log.warn({ err: refusal.cause, route, code: refusal.code }, 'not answered for now');
  } else {
    request.log.debug({ route, code: refusal.code }, 'refused');
  }
}

/** Why Node gave up on a connection, where it was not that the bytes are no HTTP. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT:
    'The request did not arrive whole in time: send it again, headers and body at once.',
  HPE_HEADER_OVERFLOW: 'The headers are too large: send fewer or shorter ones.',
};

/**
 * Answers what never became a request: no HTTP, headers too large, or bytes that came too slowly. Fastify knows no
 * request then, so the connection is answered by hand.
 */
export function answerUnreadableRequest(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const detail = UNREADABLE[error.code ?? ''];
  const refusal = new Refusal('MALFORMED_REQUEST', detail === undefined ? {} : { detail });
  const body = JSON.stringify(problemDocument(refusal, 'none', 'en'));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: ${MEDIA_TYPE}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
