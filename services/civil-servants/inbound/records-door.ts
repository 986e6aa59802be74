/**
 * `POST /v1/records`: one personnel record of circular 06/2023 as JSON. 202 when its facts are in the log, 200 when
 * the record equals the newest one known. `?dryRun=true` publishes nothing.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HubClock } from '#shared/publishing/clock.ts';
import { legible } from '#shared/publishing/legible.ts';
import type { SnapshotPublisher } from '#shared/publishing/snapshot-publisher.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import { readRecord } from '../core/record.ts';
import { translateRecord } from '../core/translate.ts';
import { RECORDS_SCHEMA } from './records-schema.ts';

export interface RecordsDoor {
  readonly snapshots: SnapshotPublisher;
  readonly hubKey: HubKey;
  readonly clock: HubClock;
}

interface RecordRequest {
  Body: unknown;
  Querystring: { dryRun?: 'true' | 'false' };
}

/** Adds the door to a service. */
export function addRecordsDoor(app: FastifyInstance, door: RecordsDoor): void {
  app.post<RecordRequest>('/v1/records', { schema: RECORDS_SCHEMA }, (request, reply) =>
    takeRecord(door, request, reply),
  );
}

async function takeRecord(
  { snapshots, hubKey, clock }: RecordsDoor,
  request: FastifyRequest<RecordRequest>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const drafts = translateRecord(readRecord(request.body), hubKey, clock.next());
  if (request.query.dryRun === 'true') return reply.send({ events: legible(await snapshots.plan(drafts)) });
  const { receipts, newCount } = await snapshots.publish(drafts, {
    traceparent: request.headers['traceparent'],
  });
  return reply.code(newCount === 0 ? 200 : 202).send({ receipts });
}
