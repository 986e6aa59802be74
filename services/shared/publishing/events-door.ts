/**
 * The CloudEvents doors (contract.md 2): `POST /v1/events` and `POST /v1/shared-papers`. 202 when every event is in
 * the log, 207 when some are, 422 when none could be taken; with `?dryRun=true` 200 and what would be published.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import type { Fault } from '#shared/pure/fault.ts';
import type { JsonValue } from '#shared/pure/strict-json.ts';
import type { HubClock } from './clock.ts';
import type { AgencyCheck, EventDoor, ReadEvent } from './cloud-event.ts';
import type { Stream } from './event-type.ts';
import { eventsDoorSchema } from './events-door-schema.ts';
import { legible } from './legible.ts';
import type { Publisher } from './publisher.ts';
import { faultsOf, readBatch, readStructured } from './read-events.ts';
import type { Receipt } from './receipt.ts';
import type { StatedEvent } from './stated-event.ts';

export interface EventsDoorOptions {
  readonly publisher: Publisher;
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

/** A batch of a thousand events. */
const BODY_BYTES_MAX = 8 * 1024 * 1024;
const STRUCTURED = 'application/cloudevents+json';
const BATCH = 'application/cloudevents-batch+json';

interface DoorRequest {
  Body: JsonValue;
  Querystring: { dryRun?: 'true' | 'false' };
}

function addDoor(
  app: FastifyInstance,
  path: string,
  door: EventDoor,
  { publisher, clock }: EventsDoorOptions,
): void {
  app.post<DoorRequest>(
    path,
    { bodyLimit: BODY_BYTES_MAX, schema: eventsDoorSchema(door.streams) },
    async (request, reply) => {
      const read = readBody(request)(request.body, door, clock.now());
      const taken = read.flatMap((event) => ('event' in event ? [event.event] : []));
      if (taken.length === 0) throw refusal(read);
      if (request.query.dryRun === 'true') return reply.send(await dryRun(publisher, read, taken));
      const receipts = await publisher.publishStated(taken, { traceparent: request.headers['traceparent'] });
      return answer(reply, read, receipts);
    },
  );
}

function readBody(request: FastifyRequest): typeof readBatch {
  const mediaType = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === STRUCTURED) return readStructured;
  if (mediaType === BATCH) return readBatch;
  const detail = {
    vi: `Cửa này nhận ${STRUCTURED} (một sự kiện) và ${BATCH} (một danh sách).`,
    en: `This door takes ${STRUCTURED} (one event) and ${BATCH} (a list).`,
  };
  throw new ProblemError('MEDIA_TYPE_UNSUPPORTED', { detail });
}

/** 403 where nothing but closed agencies is wrong, else 422. */
function refusal(read: readonly ReadEvent[]): ProblemError {
  const errors = faultsOf(read);
  const closed = errors.every(({ code }) => code === 'AGENCY_CLOSED');
  return new ProblemError(closed ? 'AGENCY_CLOSED' : 'MESSAGE_REFUSED', { errors });
}

interface Rejection {
  readonly id: string;
  readonly source: string;
  readonly status: 'REJECTED';
  readonly errors: readonly Fault[];
}

/** Receipts and rejections in the order of the events. */
function answer(reply: FastifyReply, read: readonly ReadEvent[], receipts: readonly Receipt[]): FastifyReply {
  if (receipts.length === read.length) return reply.code(202).send({ receipts });
  return reply.code(207).send({ receipts: inOrder(read, receipts) });
}

async function dryRun(
  publisher: Publisher,
  read: readonly ReadEvent[],
  taken: readonly StatedEvent[],
): Promise<{ events: unknown }> {
  return { events: legible(inOrder(read, await publisher.plan(taken))) };
}

function inOrder<T>(read: readonly ReadEvent[], taken: readonly T[]): (T | Rejection)[] {
  const waiting = [...taken];
  return read.flatMap((event): (T | Rejection)[] => {
    if (!('faults' in event)) return waiting.splice(0, 1);
    const { id, source, faults } = event;
    return [{ id, source, status: 'REJECTED', errors: faults }];
  });
}
