/**
 * A door through which operators state something: every write is an event. 202 with its receipt once it is in the
 * log on all replicas; with `Idempotency-Key` the same again is 200 with the first receipt, another body under that
 * key 409; `?dryRun=true` gives what would be published. All faults of a request at once.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { EventType } from '#schemas/generated/events.ts';
import type { TopicName } from '#schemas/topics.ts';
import { ProblemError } from '#shared/http/problems.ts';
import type { HubClock } from '#shared/publishing/clock.ts';
import { bodyHashOf } from '#shared/publishing/compose-event.ts';
import { isJsonObject } from '#shared/publishing/door-data.ts';
import type { EventBody } from '#shared/publishing/event-body.ts';
import { legible } from '#shared/publishing/legible.ts';
import type { Publisher } from '#shared/publishing/publisher.ts';
import type { Receipt } from '#shared/publishing/receipt.ts';
import { type StatedEvent, stateEvent } from '#shared/publishing/stated-event.ts';
import { type Fault, MessageFault } from '#shared/pure/fault.ts';
import { type HubKey, uuidText } from '#shared/pure/hub-key.ts';
import type { JsonObject, JsonValue } from '#shared/pure/strict-json.ts';
import { topicOf } from '#shared/sealing/parts.ts';
import { type DoorDocs, operatorDocs } from './operator-docs.ts';

/** The first receipt of what was stated under a name, and whether its body was the same. */
export type FindStated = (named: {
  readonly source: string;
  readonly id: string;
  readonly bodyHash: string;
  readonly topic: TopicName;
  readonly key?: string | undefined;
}) => Promise<{ readonly receipt: Receipt; readonly isSame: boolean } | undefined>;

/** What all doors need. */
export interface OperatorDoors {
  readonly publisher: Publisher;
  readonly clock: HubClock;
  readonly hubKey: HubKey;
  /** The agency by which operators speak. */
  readonly hubAgency: string;
  readonly findStated: FindStated;
}

/** What an operator states, before its envelope. */
export interface Statement {
  readonly type: EventType;
  /** The aggregate's key. */
  readonly key: string;
  readonly body: EventBody;
  /** In whose name, where that is not the hub's agency. */
  readonly agency?: string;
  /** Members of the answer beside the receipts. */
  readonly answer?: Readonly<Record<string, unknown>>;
}

/** A request as a door reads it. Faults are noted; the statement counts only without any. */
export interface OperatorRequest {
  readonly members: JsonObject;
  readonly faults: Fault[];
  /** Path parameters, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** Names the statement in the hub; from it follow the ids of what it creates. */
  readonly eventId: string;
}

export interface OperatorDoor {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  /** Begins the ids of its events. */
  readonly name: string;
  readonly docs: DoorDocs;
  /** @throws ProblemError for what is not there or not possible now. */
  readonly state: (request: OperatorRequest) => Statement | Promise<Statement>;
}

const DOOR = 'operations';
/** No sender's source begins so: nobody else can speak under these names. */
const SOURCE = '/hub/operations';

/** Adds the door to the service. */
export function addOperatorDoor(app: FastifyInstance, doors: OperatorDoors, door: OperatorDoor): void {
  app.route({
    method: door.method,
    url: door.path,
    schema: operatorDocs(door.docs),
    // The schema documents. `state` reads the request and finds all faults at once.
    validatorCompiler: () => () => true,
    handler: (request, reply) => take(doors, door, request, reply),
  });
}

async function take(
  doors: OperatorDoors,
  door: OperatorDoor,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { dryRun, idempotencyKey } = readAround(request);
  const eventId = `${door.name}-${idempotencyKey ?? randomUUID()}`;
  const { answer = {}, ...statement } = await read(door, request, eventId);
  const event = enveloped(doors, statement, eventId);
  if (dryRun) return reply.send({ events: legible(await doors.publisher.plan([event])), ...answer });
  const known = idempotencyKey === undefined ? undefined : await doors.findStated(nameOf(event, doors));
  if (known !== undefined && !known.isSame) throw new ProblemError('ID_REUSED', { detail: KEY_REUSED });
  if (known !== undefined) return reply.send({ receipts: [known.receipt], ...answer });
  const traceparent = request.headers['traceparent'];
  const receipts = await doors.publisher.publishStated([event], { traceparent });
  return reply.code(202).send({ receipts, ...answer });
}

function nameOf({ draft }: StatedEvent, { hubKey }: OperatorDoors): Parameters<FindStated>[0] {
  const { source, id, key } = draft;
  return { source, id, bodyHash: uuidText(bodyHashOf(draft, hubKey)), topic: topicOf(draft), key };
}

const KEY_REUSED = {
  vi: 'Idempotency-Key này đã dùng cho một nội dung khác. Nội dung đã nhận trước vẫn có hiệu lực; dùng khóa mới.',
  en: 'This Idempotency-Key was used for another statement. What was received first stands; use a new key.',
};

async function read(door: OperatorDoor, request: FastifyRequest, eventId: string): Promise<Statement> {
  const body = bodyOf(request);
  if (!isJsonObject(body)) {
    throw new MessageFault(422, [{ pointer: '', code: 'TYPE', expected: 'an object as application/json' }]);
  }
  const faults: Fault[] = [];
  const statement = await door.state({ members: body, faults, params: paramsOf(request), eventId });
  if (faults.length > 0) throw new MessageFault(422, faults);
  return statement;
}

function enveloped(
  { clock, hubAgency }: OperatorDoors,
  { type, key, body, agency = hubAgency }: Statement,
  id: string,
): StatedEvent {
  const now = clock.now();
  const envelope = { id, source: SOURCE, type, key, agency, occurredAt: now, recordedAt: now, door: DOOR };
  return stateEvent(agency === hubAgency ? envelope : { ...envelope, publisher: hubAgency }, body);
}

interface Around {
  readonly dryRun: boolean;
  readonly idempotencyKey: string | undefined;
}

/** @throws ProblemError MALFORMED_REQUEST with every fault of query and headers. */
function readAround(request: FastifyRequest): Around {
  const errors: Fault[] = [];
  const { dryRun, ...others } = Object.fromEntries(Object.entries(request.query ?? {}));
  if (dryRun !== undefined && dryRun !== 'true' && dryRun !== 'false') {
    errors.push({ pointer: '/querystring/dryRun', code: 'NOT_LISTED', expected: 'one of true, false' });
  }
  for (const name of Object.keys(others)) {
    const pointer = `/querystring/${name.slice(0, 64)}`;
    errors.push({ pointer, code: 'UNKNOWN_MEMBER', expected: 'no such member', hint: 'known here: dryRun' });
  }
  const idempotencyKey = request.headers['idempotency-key'];
  if (idempotencyKey !== undefined && !isKey(idempotencyKey)) {
    const expected = '1 to 100 letters, digits and . _ ~ -, such as a UUID';
    errors.push({ pointer: '/headers/idempotency-key', code: 'FORM', expected });
  }
  if (errors.length > 0) throw new ProblemError('MALFORMED_REQUEST', { errors });
  return { dryRun: dryRun === 'true', idempotencyKey: isKey(idempotencyKey) ? idempotencyKey : undefined };
}

function isKey(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9._~-]{1,100}$/.test(value);
}

function paramsOf({ params }: FastifyRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(params ?? {}).map(([name, value]) => [name, String(value)] as const),
  );
}

/** The strict reader has parsed the body; a request without one has none. */
function bodyOf({ body }: FastifyRequest): JsonValue | undefined {
  return isJsonValue(body) ? body : undefined;
}

function isJsonValue(body: unknown): body is JsonValue {
  return body !== undefined;
}
