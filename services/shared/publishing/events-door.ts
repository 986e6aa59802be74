/**
 * The CloudEvents doors (contract.md 2): `POST /v1/events` and `POST /v1/shared-papers`, in structured, binary, batch and
 * NDJSON form. 202 when every event is in the log, 207 when some are, 422 when none could be taken; with `?dryRun=true`
 * 200 and what would be published.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import { MessageFault } from '#shared/pure/fault.ts';
import { hasAttributeHeaders } from './binary-mode.ts';
import type { HubClock } from './clock.ts';
import type { AgencyCheck, EventDoor, ReadEvent } from './cloud-event.ts';
import { hasTooManyLines, LINES_MAX, partsOf } from './event-lines.ts';
import type { Stream } from './event-type.ts';
import type { EventsAtWork } from './events-at-work.ts';
import { eventsDoorSchema } from './events-door-schema.ts';
import { legible } from './legible.ts';
import type { Publisher } from './publisher.ts';
import { readBatch, readBinary, readLine, readStructured } from './read-events.ts';
import { type Part, type Parts, planEvents, type Taken, takeEvents } from './take-events.ts';

export interface EventsDoorOptions {
  readonly publisher: Publisher;
  /** One for all doors of a process. */
  readonly atWork: EventsAtWork;
  readonly clock: HubClock;
  readonly agencyCheck: AgencyCheck;
}

/** Adds `POST /v1/events` for the event types of these streams. */
export function registerEventsDoor(
  app: FastifyInstance,
  { streams, ...options }: EventsDoorOptions & { readonly streams: readonly Stream[] },
): void {
  addDoor(app, '/v1/events', { name: 'events', streams, agencyCheck: options.agencyCheck }, options);
}

/** Adds `POST /v1/shared-papers`: papers that any other state body shares about a person. */
export function registerSharedPapersDoor(app: FastifyInstance, options: EventsDoorOptions): void {
  const door = { name: 'shared-papers', streams: ['shared'] as const, agencyCheck: options.agencyCheck };
  addDoor(app, '/v1/shared-papers', door, options);
}

/** Some ten thousand events. */
const BODY_BYTES_MAX = 8 * 1024 * 1024;

const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';
const BINARY = 'application/json';
const LINES = 'application/x-ndjson';

const TAKEN =
  /^application\/(?:cloudevents(?:-batch)?\+json|json|x-ndjson)(?:\s*;\s*charset="?utf-8"?)?\s*$/i;

interface DoorRequest {
  Body: Buffer;
  Querystring: { dryRun?: 'true' | 'false' };
}

/** A scope of its own: its bodies stay bytes until their content mode is known. */
function addDoor(app: FastifyInstance, path: string, door: EventDoor, options: EventsDoorOptions): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(TAKEN, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.addContentTypeParser('*', (_request, _payload, done) => done(unsupported()));
    scope.post<DoorRequest>(
      path,
      { bodyLimit: BODY_BYTES_MAX, schema: eventsDoorSchema(door.streams) },
      (request, reply) => take(request, reply, door, options),
    );
  });
}

async function take(
  request: FastifyRequest<DoorRequest>,
  reply: FastifyReply,
  door: EventDoor,
  { clock, ...taking }: EventsDoorOptions,
): Promise<FastifyReply> {
  const parts = readParts(request, door, clock);
  if (request.query.dryRun === 'true') {
    return reply.send({ events: legible(await planEvents(parts, request.body.length, taking)) });
  }
  const { traceparent } = request.headers;
  return answer(request, reply, await takeEvents(parts, taking, { traceparent }));
}

function readParts(request: FastifyRequest<DoorRequest>, door: EventDoor, clock: HubClock): Parts {
  const { body, headers, raw } = request;
  const whole = (read: () => readonly ReadEvent[]): Parts => [{ bytes: body.length, read }];
  switch ((headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase()) {
    case STRUCTURED:
      return whole(() => readStructured(body, door, clock.now()));
    case BATCH:
      return whole(() => readBatch(body, door, clock.now()));
    case LINES:
      return readLines(body, door, clock);
    case BINARY:
      if (!hasAttributeHeaders(headers)) throw unsupported();
      return whole(() => readBinary(body, raw.rawHeaders, door, clock.now()));
    default:
      throw unsupported();
  }
}

/** @throws MessageFault if there is no line, or more of them than are taken: each would have to be answered. */
function* readLines(body: Buffer, door: EventDoor, clock: HubClock): Generator<Part> {
  if (hasTooManyLines(body)) {
    throw new MessageFault(422, [{ pointer: '', code: 'TOO_MANY', expected: `at most ${LINES_MAX} lines` }]);
  }
  let isEmpty = true;
  for (const part of partsOf(body)) {
    const bytes = part.reduce((sum, line) => sum + line.bytes.length, 0);
    const read = (): readonly ReadEvent[] => {
      const recordedAt = clock.now();
      return part.map((line) => readLine(line, door, recordedAt));
    };
    yield { bytes, read };
    isEmpty = false;
  }
  if (isEmpty) throw new MessageFault(422, [{ pointer: '', code: 'EMPTY', expected: 'at least one event' }]);
}

function unsupported(): ProblemError {
  const detail = {
    vi: `Cửa này nhận ${STRUCTURED} (một sự kiện), ${BATCH} (một danh sách), ${LINES} (mỗi dòng một sự kiện), và ${BINARY} với các tiêu đề ce-* (một sự kiện).`,
    en: `This door takes ${STRUCTURED} (one event), ${BATCH} (a list), ${LINES} (one event a line), and ${BINARY} with ce-* headers (one event).`,
  };
  return new ProblemError('MEDIA_TYPE_UNSUPPORTED', { detail });
}

/** Seconds after which what was not delivered may be sent again, where the problem does not say. */
const RETRY_AFTER_SECONDS = 1;

function answer(request: FastifyRequest, reply: FastifyReply, { outcomes, stopped }: Taken): FastifyReply {
  if (stopped !== undefined) {
    const seconds = stopped.problem.retryAfterSeconds ?? RETRY_AFTER_SECONDS;
    reply.header('retry-after', request.server.retryAfter(seconds));
  }
  const all = outcomes.every(({ status }) => status === 'ACCEPTED');
  return reply.code(all ? 202 : 207).send({ receipts: outcomes });
}
