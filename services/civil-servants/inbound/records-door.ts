/**
 * `POST /v1/records`: personnel records of circular 06/2023, one as JSON or a file of them as NDJSON or CSV. 202 when
 * all facts are in the log, 200 when nothing was new, 207 when some lines were not taken, 422 when none was.
 * `?dryRun=true` publishes nothing.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { leaveJsonUnread, unreadBody } from '#shared/http/bodies.ts';
import { ProblemError } from '#shared/http/problems.ts';
import { legible } from '#shared/publishing/legible.ts';
import { SNAPSHOT_ROOM_A_BYTE } from '#shared/publishing/snapshot-publisher.ts';
import { MessageFault } from '#shared/pure/fault.ts';
import { parseJson } from '#shared/pure/strict-json.ts';
import { noteSubmission } from '#shared/submissions/note.ts';
import { readRecord } from '../core/record.ts';
import { type ReadFile, readRecordLines, readRecordRows, type UnreadRecord } from '../core/record-file.ts';
import { translateRecord } from '../core/translate.ts';
import type { RecordOutcome } from './file-outcome.ts';
import { RECORDS_SCHEMA } from './records-schema.ts';
import { type FileDoor, planFile, takeFile } from './take-file.ts';

interface RecordRequest {
  Body: unknown;
  Querystring: { dryRun?: 'true' | 'false' };
}

const BODY_BYTES_MAX = 8 * 1024 * 1024;
/** No record is shorter than two hundred bytes; without a bound the answer could be larger than the file. */
const LINES_MAX = 50_000;
const LINE_FEED = 0x0a;
const NDJSON = /^application\/x-ndjson(?:\s*;\s*charset="?utf-8"?)?\s*$/i;
const CSV = /^text\/csv(?:\s*;\s*(?:charset="?utf-8"?|header="?present"?))*\s*$/i;

/** Adds the door to a service. */
export async function addRecordsDoor(app: FastifyInstance, door: FileDoor): Promise<void> {
  await app.register(async (scope) => {
    leaveJsonUnread(scope);
    for (const type of [NDJSON, CSV]) {
      scope.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    }
    scope.addContentTypeParser('*', (_request, _payload, done) => done(unsupported()));
    const options = { schema: RECORDS_SCHEMA, bodyLimit: BODY_BYTES_MAX };
    scope.post<RecordRequest>('/v1/records', options, (request, reply) => {
      const text = unreadBody(request);
      const read = FILES.get(request.mediaType ?? '');
      return read !== undefined
        ? takeRecords(door, recordsOf(text, read), request, reply)
        : door.atWork.during(text.length * SNAPSHOT_ROOM_A_BYTE, () =>
            takeRecord(door, parseJson(text), request, reply),
          );
    });
  });
}

/** By the type without its parameters, as the parser was chosen. */
const FILES: ReadonlyMap<string, ReadFile> = new Map([
  ['application/x-ndjson', readRecordLines],
  ['text/csv', readRecordRows],
]);

async function takeRecord(
  { snapshots, hubKey, clock }: FileDoor,
  message: unknown,
  request: FastifyRequest<RecordRequest>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const drafts = translateRecord(readRecord(message), hubKey, clock.next());
  const sender = drafts.at(-1)?.agency;
  noteSubmission(request, { ...(sender && { sender }), counts: { taken: 1, refused: 0 } });
  if (request.query.dryRun === 'true') return reply.send({ events: legible(await snapshots.plan(drafts)) });
  const { receipts, newCount } = await snapshots.publish(drafts, {
    traceparent: request.headers['traceparent'],
  });
  return reply.code(newCount === 0 ? 200 : 202).send({ receipts });
}

async function takeRecords(
  door: FileDoor,
  records: Iterable<UnreadRecord>,
  request: FastifyRequest<RecordRequest>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  if (request.query.dryRun === 'true') {
    const { outcomes, events, eventsNotShown } = await planFile(
      records,
      unreadBody(request).length * SNAPSHOT_ROOM_A_BYTE,
      door,
    );
    return reply.send({ receipts: outcomes, events: legible(events), eventsNotShown });
  }
  const outcomes = await takeFile(records, door, { traceparent: request.headers['traceparent'] });
  if (outcomes.some(({ status }) => status === 'UNKNOWN' || status === 'NOT_SENT')) {
    reply.header('retry-after', request.server.retryAfter(1));
  }
  return reply.code(statusOf(outcomes)).send({ receipts: outcomes });
}

/** @throws MessageFault where there is no record, or too many lines. */
function* recordsOf(file: Buffer, read: ReadFile): Generator<UnreadRecord> {
  const fault = (code: string, expected: string): MessageFault =>
    new MessageFault(422, [{ pointer: '', code, expected }]);
  if (countLines(file) > LINES_MAX) throw fault('TOO_MANY', `at most ${LINES_MAX} lines`);
  let isEmpty = true;
  for (const record of read(file)) {
    isEmpty = false;
    yield record;
  }
  if (isEmpty) throw fault('EMPTY', 'at least one record');
}

function countLines(file: Buffer): number {
  let lines = 1;
  for (let at = file.indexOf(LINE_FEED); at >= 0; at = file.indexOf(LINE_FEED, at + 1)) lines += 1;
  return lines;
}

function statusOf(outcomes: readonly RecordOutcome[]): 200 | 202 | 207 {
  if (outcomes.some(({ status }) => status !== 'ACCEPTED')) return 207;
  return outcomes.some((outcome) => 'newFacts' in outcome && outcome.newFacts > 0) ? 202 : 200;
}

function unsupported(): ProblemError {
  const detail = {
    vi: 'Cửa này nhận application/json (một hồ sơ), application/x-ndjson (mỗi dòng một hồ sơ) và text/csv (UTF-8).',
    en: 'This door takes application/json (one record), application/x-ndjson (one a line) and text/csv (UTF-8).',
  };
  return new ProblemError('MEDIA_TYPE_UNSUPPORTED', { detail });
}
