/**
 * `POST /v1/national-sync`, envelope A: 200 with `error_code` "0" and «thành công» when every fact of the message is
 * in the log, receipts beside it. Senders look for these two members, so refusals carry them, too, inside the problem
 * document. `?dryRun=true` publishes nothing.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '#shared/http/problem-answers.ts';
import { PROBLEMS } from '#shared/http/problem-catalogue.ts';
import type { Problem } from '#shared/http/problems.ts';
import type { Agencies } from '#shared/once-only/agencies.ts';
import type { HubClock } from '#shared/publishing/clock.ts';
import { legible } from '#shared/publishing/legible.ts';
import type { SnapshotPublisher } from '#shared/publishing/snapshot-publisher.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import { readNationalSync } from '../core/native.ts';
import { translateSync } from '../core/translate.ts';
import { NATIONAL_SYNC_SCHEMA } from './national-sync-schema.ts';

export interface NationalSyncDoor {
  readonly snapshots: SnapshotPublisher;
  readonly hubKey: HubKey;
  readonly clock: HubClock;
  /** The agencies as known now. */
  readonly agencies: () => Agencies;
}

interface SyncRequest {
  Body: unknown;
  Querystring: { dryRun?: 'true' | 'false' };
}

/** A thousand dossiers of usual size. */
const BODY_BYTES_MAX = 8 * 1024 * 1024;
const SUCCESS = { error_code: '0', message: 'Đồng bộ thành công' };

/** Adds the door to a service; the senders' own words for faults are used on this route alone. */
export async function addNationalSyncDoor(app: FastifyInstance, door: NationalSyncDoor): Promise<void> {
  await app.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, inSendersWords));
    scope.post<SyncRequest>(
      '/v1/national-sync',
      { schema: NATIONAL_SYNC_SCHEMA, bodyLimit: BODY_BYTES_MAX },
      (request, reply) => takeMessage(door, request, reply),
    );
  });
}

async function takeMessage(
  { snapshots, hubKey, clock, agencies }: NationalSyncDoor,
  request: FastifyRequest<SyncRequest>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const sync = readNationalSync(request.body);
  const drafts = translateSync(sync, { hubKey, agencies: agencies(), now: () => clock.next() });
  const { unknownMembers } = sync;
  if (request.query.dryRun === 'true') {
    return reply.send({ ...SUCCESS, unknownMembers, events: legible(await snapshots.plan(drafts)) });
  }
  const { receipts } = await snapshots.publish(drafts, { traceparent: request.headers['traceparent'] });
  return reply.send({ ...SUCCESS, unknownMembers, receipts });
}

/** -1: to be mended before it is sent again; -2: to be sent again as it is. */
function inSendersWords({ code }: Problem) {
  const { retryable, title } = PROBLEMS[code];
  return { error_code: retryable ? '-2' : '-1', message: title.vi };
}
