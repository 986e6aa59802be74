/**
 * `POST /v1/procedures`: records of the national catalogue, one a line. 202 when every record is in the log, 200 when
 * all of them stood there already, 207 when some lines could not be taken, 422 when none could. `?dryRun=true`
 * publishes nothing. Messages are taken one after another, because a record's version follows from the one before.
 */
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { unreadBody } from '#shared/http/bodies.ts';
import { ProblemError } from '#shared/http/problems.ts';
import type { HubClock } from '#shared/publishing/clock.ts';
import type { EventsAtWork } from '#shared/publishing/events-at-work.ts';
import { legible } from '#shared/publishing/legible.ts';
import type { Publisher } from '#shared/publishing/publisher.ts';
import type { Receipt } from '#shared/publishing/receipt.ts';
import { formatPosition } from '#shared/pure/fact.ts';
import type { Fault } from '#shared/pure/fault.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import { linesOf } from '../core/procedures/record-lines.ts';
import {
  type RefusedLine,
  recordTaker,
  type Stated,
  type TakenLine,
} from '../core/procedures/take-records.ts';
import { IMPORT_SOURCE } from '../core/procedures/versions.ts';
import { PROCEDURES_SCHEMA } from './procedures-door-schema.ts';

/** A version, and where it stands in the log. */
export interface StandingPlace extends Stated {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export interface ProceduresDoor {
  readonly atWork: EventsAtWork;
  readonly publisher: Publisher;
  readonly hubKey: HubKey;
  readonly clock: HubClock;
  /** How imported procedures stand in the log now, by code. */
  readonly standing: () => Promise<ReadonlyMap<string, StandingPlace>>;
}

interface ProceduresRequest {
  Body: Buffer;
  Querystring: { dryRun?: 'true' | 'false' };
}

const BODY_BYTES_MAX = 8 * 1024 * 1024;
const NDJSON = 'application/x-ndjson';
const NDJSON_TYPE = /^application\/x-ndjson(?:\s*;\s*charset="?utf-8"?)?\s*$/i;
/** Lines after which other requests have their turn: reading a line takes about a millisecond. */
const LINES_A_TURN = 20;
/** Faults told of one message in a problem document. */
const FAULTS_MAX = 1000;

/** Adds the door to a service. */
export async function addProceduresDoor(app: FastifyInstance, door: ProceduresDoor): Promise<void> {
  let before: Promise<unknown> = Promise.resolve();
  await app.register(async (scope) => {
    acceptLines(scope);
    scope.post<ProceduresRequest>(
      '/v1/procedures',
      { schema: PROCEDURES_SCHEMA, bodyLimit: BODY_BYTES_MAX },
      (request, reply) => {
        const text = unreadBody(request);
        // Its turn first: who waits for that holds no room.
        const mine = before.then(() =>
          door.atWork.during(text.length, () => takeRecords(door, text, request, reply)),
        );
        before = mine.catch(() => undefined);
        return mine;
      },
    );
  });
}

function acceptLines(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(NDJSON_TYPE, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  scope.addContentTypeParser('*', (_request, _payload, done) => {
    const detail = {
      vi: `Cửa này nhận ${NDJSON}: mỗi dòng một thủ tục.`,
      en: `This door takes ${NDJSON}: one procedure a line.`,
    };
    done(new ProblemError('MEDIA_TYPE_UNSUPPORTED', { detail }));
  });
}

async function takeRecords(
  door: ProceduresDoor,
  text: Buffer,
  request: FastifyRequest<ProceduresRequest>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { publisher } = door;
  const standing = await standingOf(door);
  const { taken, refused } = await readRecords(text, standing, door);
  if (taken.length === 0) throw new ProblemError('MESSAGE_REFUSED', { errors: faultsOf(refused) });
  const drafts = taken.flatMap(({ draft }) => draft ?? []);
  if (request.query.dryRun === 'true') {
    const events = await publisher.plan(drafts.map((draft) => ({ draft })));
    return reply.send({ events: legible(events), receipts: refused.map(rejectionOf) });
  }
  const traceparent = request.headers['traceparent'];
  const published = drafts.length === 0 ? [] : await publisher.publish(drafts, { traceparent });
  const receipts = receiptsOf(taken, refused, [...placesOf(standing), ...published]);
  return reply.code(statusOf(refused.length > 0, drafts.length > 0)).send({ receipts });
}

function statusOf(someRefused: boolean, someNew: boolean): 200 | 202 | 207 {
  if (someRefused) return 207;
  return someNew ? 202 : 200;
}

async function standingOf({ standing }: ProceduresDoor): Promise<ReadonlyMap<string, StandingPlace>> {
  try {
    return await standing();
  } catch (error) {
    throw new ProblemError('NOT_READY', { cause: error });
  }
}

async function readRecords(
  body: Buffer,
  standing: ReadonlyMap<string, StandingPlace>,
  { hubKey, clock }: ProceduresDoor,
): Promise<{ readonly taken: readonly TakenLine[]; readonly refused: readonly RefusedLine[] }> {
  const take = recordTaker(standing, hubKey);
  const taken: TakenLine[] = [];
  const refused: RefusedLine[] = [];
  for (const [index, raw] of linesOf(body).entries()) {
    if (index % LINES_A_TURN === LINES_A_TURN - 1) await othersTurn();
    const line = take(raw, clock.next());
    if ('faults' in line) refused.push(line);
    else taken.push(line);
  }
  return { taken, refused };
}

function faultsOf(refused: readonly RefusedLine[]): readonly Fault[] {
  return refused
    .flatMap(({ line, faults }) => faults.map((fault) => ({ line, ...fault })))
    .slice(0, FAULTS_MAX);
}

function rejectionOf({ line, faults }: RefusedLine) {
  return { line, status: 'REJECTED', errors: faults };
}

/** What stands already has the place that it was given first. */
function placesOf(standing: ReadonlyMap<string, StandingPlace>) {
  return [...standing.values()].map(({ id, topic, partition, offset }) => {
    const position = formatPosition({ topic, partition, offset: String(offset) });
    return { id, source: IMPORT_SOURCE, status: 'ACCEPTED', topic, partition, offset, position } as const;
  });
}

/** Receipts and rejections in the order of the lines. */
function receiptsOf(
  taken: readonly TakenLine[],
  refused: readonly RefusedLine[],
  places: readonly Omit<Receipt, 'recordedAt'>[],
) {
  const byId = new Map(places.map((place) => [place.id, place]));
  const receipts = taken.map(({ line, procedureCode, defects, id, draft }) => {
    const isNew = draft !== undefined;
    return { line, procedureCode, isNew, ...byId.get(id), defects };
  });
  return [...receipts, ...refused.map(rejectionOf)].sort((left, right) => left.line - right.line);
}
