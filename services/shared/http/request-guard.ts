/**
 * Stands before every route: turns away what the limits do not allow before a byte of a body is read, and gives
 * places back when the answer is out. One hook before a request and one after it; in between a request costs nothing.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Admission, type AdmissionRefusal, type Place } from './admission.ts';
import type { ClientOf } from './client-of.ts';
import type { Client } from './clients.ts';
import { type Connection, type Connections, watchConnections } from './connections.ts';
import type { ServiceLimits } from './limits.ts';
import { ProblemError } from './problems.ts';
import type { RefusalCounts } from './refusal-counts.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request holds while it is answered. */
    held: Held | null;
  }
}

interface Held extends Place {
  readonly reply: FastifyReply;
  readonly connection: Connection<Held> | undefined;
}

export interface Guarding {
  readonly limits: ServiceLimits;
  readonly counts: RefusalCounts;
  readonly clientOf: ClientOf;
  /** In milliseconds, never going back. */
  readonly now: () => number;
}

/** Adds the guard to a service, before its routes. */
export function guardRequests(app: FastifyInstance, guarding: Guarding): void {
  const guard = new RequestGuard(app, guarding);
  app.decorateRequest('held', null);
  app.addHook('onRequest', (request, reply, done) => {
    const refusal = guard.receive(request, reply);
    if (refusal === undefined) done();
    else done(refusal);
  });
  app.addHook('preParsing', (request, reply, _payload, done) => {
    guard.expectBody(request, reply);
    done();
  });
  app.addHook('onResponse', (request, _reply, done) => {
    guard.release(request);
    done();
  });
  app.addHook('preClose', (done) => {
    guard.refuseFromNow();
    done();
  });
  app.addHook('onClose', (_app, done) => {
    guard.stop();
    done();
  });
}

/** Operation routes stay reachable: an overloaded service must not look dead. */
const ALWAYS_ANSWERED = new Set(['/livez', '/readyz', '/metrics', '/version']);
/** No route takes less: below it the limit of the route need not be looked up. */
const SMALL_BODY_BYTES = 65_536;
/** Who owes more is asked to look in again after a minute. */
const RETRY_SECONDS_MAX = 60;

class RequestGuard {
  readonly #guarding: Guarding;
  readonly #admission: Admission;
  readonly #connections: Connections<Held>;
  /** What is still being worked on for callers that hung up: their places are not free before it ends. */
  readonly #left = new Set<Held>();
  #closing = false;

  constructor(app: FastifyInstance, guarding: Guarding) {
    const { limits, counts, now } = guarding;
    this.#guarding = guarding;
    this.#admission = new Admission(limits, now);
    this.#connections = watchConnections<Held>(app.server, {
      limits,
      counts,
      onLeft: (open) => {
        for (const held of open) this.#left.add(held);
      },
      onSweep: () => this.#freeLeft(),
    });
    // One header more than allowed is kept, so that it can be seen: Node drops the others without a word.
    app.server.maxHeadersCount = limits.headers + 1;
    // Nobody is told to go on who will be turned away: `expectBody` tells it, once the request is in.
    app.server.on('checkContinue', (request, response) => app.server.emit('request', request, response));
  }

  /** Lets a request in, or says why not. */
  receive(request: FastifyRequest, reply: FastifyReply): ProblemError | undefined {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    // A connection that was busy when the service began to close may bring one request more: it is not begun.
    if (this.#closing) return new ProblemError('NOT_READY');
    const { raw } = request;
    const connection = this.#connections.find(raw.socket);
    if (connection !== undefined) connection.request = raw;
    const announced = raw.headers['content-length'];
    const bytes = announced === undefined ? 0 : Number(announced);
    const unreadable = this.#unreadable(request, reply, bytes);
    if (unreadable !== undefined) return unreadable;
    const client = this.#admission.findClient(this.#guarding.clientOf(request));
    const refusal = this.#admission.refusalOf(client, bytes);
    if (refusal !== undefined) {
      return ALWAYS_ANSWERED.has(request.routeOptions.url ?? '')
        ? undefined
        : this.#refuse(refusal, client, reply);
    }
    const held = { client, bytes, reply, connection };
    this.#admission.take(held);
    request.held = held;
    connection?.open.add(held);
    return undefined;
  }

  /** Before the body is read: bytes that nobody announced are counted as they arrive. */
  expectBody(request: FastifyRequest, reply: FastifyReply): void {
    const { raw, held } = request;
    if (raw.headers.expect !== undefined) reply.raw.writeContinue();
    if (held === null || raw.headers['transfer-encoding'] === undefined) return;
    const count = (chunk: Buffer): void => {
      const refusal = this.#admission.grow(held, chunk.length);
      if (refusal === undefined) return;
      raw.off('data', count);
      // Whoever reads the body is told as of any failure of it.
      raw.emit('error', this.#refuse(refusal, held.client, reply));
    };
    raw.on('data', count);
  }

  release(request: FastifyRequest): void {
    const { held, raw } = request;
    if (held === null) return;
    request.held = null;
    const { connection } = held;
    connection?.open.delete(held);
    // An idle connection keeps nothing of what it brought.
    if (connection?.request === raw && raw.complete) connection.request = undefined;
    // Whoever hung up while the answer was being written is found here and in the list.
    this.#left.delete(held);
    this.#admission.giveBack(held);
  }

  refuseFromNow(): void {
    this.#closing = true;
  }

  stop(): void {
    this.#connections.stop();
  }

  /** What can be seen of the headers alone, whoever sends them. */
  #unreadable(request: FastifyRequest, reply: FastifyReply, bytes: number): ProblemError | undefined {
    const { raw } = request;
    const { headers } = this.#guarding.limits;
    if (raw.rawHeaders.length > 2 * headers) {
      this.#guarding.counts.refused('headers-too-large');
      return new ProblemError('HEADERS_TOO_LARGE');
    }
    const encoding = raw.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity') {
      return new ProblemError('MEDIA_TYPE_UNSUPPORTED', { detail: COMPRESSED });
    }
    if (bytes <= SMALL_BODY_BYTES || bytes <= request.routeOptions.bodyLimit) return undefined;
    this.#guarding.counts.refused('body-too-large');
    reply.header('connection', 'close');
    return new ProblemError('BODY_TOO_LARGE');
  }

  #refuse(refusal: AdmissionRefusal, client: Client, reply: FastifyReply): ProblemError {
    this.#guarding.counts.refused(refusal);
    // What was announced is read and thrown away, so that the caller sees the answer; endless bodies are not.
    if (reply.request.raw.headers['transfer-encoding'] !== undefined) reply.header('connection', 'close');
    if (refusal === 'in-flight' || refusal === 'bodies-held') return OVERLOADED;
    return tooMany(this.#admission.secondsUntilFree(client));
  }

  #freeLeft(): void {
    for (const { reply } of this.#left) {
      if (reply.sent || reply.raw.headersSent) this.release(reply.request);
    }
    this.#admission.forgetRestingClients();
  }
}

/** Made once: a stack trace for each refusal would cost more than the refusal. */
const OVERLOADED = new ProblemError('OVERLOADED');
const TOO_MANY = new Map<number, ProblemError>();

function tooMany(seconds: number): ProblemError {
  const retryAfterSeconds = Math.min(seconds, RETRY_SECONDS_MAX);
  let problem = TOO_MANY.get(retryAfterSeconds);
  if (problem === undefined) {
    problem = new ProblemError('TOO_MANY_REQUESTS', { retryAfterSeconds });
    TOO_MANY.set(retryAfterSeconds, problem);
  }
  return problem;
}

const COMPRESSED = {
  vi: 'Nội dung nén không được nhận: gửi lại không có Content-Encoding.',
  en: 'Compressed bodies are not taken: send again without Content-Encoding.',
};
