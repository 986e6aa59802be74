/**
 * The doors of the national sync (contract.md 2): `POST /v1/national-sync` takes envelope A and, with query parameters,
 * bare arrays; `/dossiers` and `/progress` take bare arrays. 200 with `error_code` "0" and «thành công» when every
 * fact of the message is in the log, receipts beside it; "-3" and «đã tồn tại» where a sender creates what exists, its
 * content taken all the same. Refusals are problem documents in the senders' words. `?dryRun=true` publishes nothing.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { leaveJsonUnread, unreadBody } from '#shared/http/bodies.ts';
import { ProblemError } from '#shared/http/problems.ts';
import type { Agencies } from '#shared/once-only/agencies.ts';
import type { HubClock } from '#shared/publishing/clock.ts';
import type { EventsAtWork } from '#shared/publishing/events-at-work.ts';
import { legible } from '#shared/publishing/legible.ts';
import { SNAPSHOT_ROOM_A_BYTE, type SnapshotPublisher } from '#shared/publishing/snapshot-publisher.ts';
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import { parseJson } from '#shared/pure/strict-json.ts';
import { noteSubmission } from '#shared/submissions/note.ts';
import { isReplay } from '#shared/submissions/replay.ts';
import { type DossierLookup, mayAskAbout, readDossierLookup } from '../core/dossier-lookup.ts';
import { findDefects } from '../core/find-defects.ts';
import {
  type BareArray,
  type NationalSync,
  readBareArray,
  readNationalSync,
  type SyncService,
} from '../core/native.ts';
import { translateSync } from '../core/translate.ts';
import { DOSSIERS_SCHEMA, ENVELOPE_SCHEMA, PROGRESS_SCHEMA } from './national-sync-schema.ts';
import { alreadyExists, LOOKED_UP, refuseInSendersWords, SYNCHRONISED } from './senders-words.ts';
import { type SenderFigures, toldDefects } from './told-defects.ts';
import { requireSender, type SenderCheck } from './who-sends.ts';

export interface NationalSyncDoor {
  readonly atWork: EventsAtWork;
  readonly snapshots: SnapshotPublisher;
  readonly hubKey: HubKey;
  readonly clock: HubClock;
  /** The agencies as known now. */
  readonly agencies: () => Agencies;
  /** Those of the dossier codes that exist, as far as is known; never fails. */
  readonly knownDossiers: (codes: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly figures: SenderFigures;
  readonly senderCheck: SenderCheck;
}

interface SyncQuery {
  readonly dryRun?: 'true' | 'false';
  readonly MaDinhDanhDV?: string;
  readonly isUpdating?: string;
  readonly service?: SyncService;
}

type SyncRequest = FastifyRequest<{ Body: unknown; Querystring: SyncQuery }>;
type Take = (message: unknown, request: SyncRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** A thousand dossiers of usual size. */
const BODY_BYTES_MAX = 8 * 1024 * 1024;

/** Adds the doors to a service; the senders' own words for faults are used on these routes alone. */
export async function addNationalSyncDoor(app: FastifyInstance, door: NationalSyncDoor): Promise<void> {
  await app.register(async (scope) => {
    scope.setErrorHandler(refuseInSendersWords);
    leaveJsonUnread(scope);
    const limits = { bodyLimit: BODY_BYTES_MAX };
    /** The message stays bytes until there is room for what it says. */
    const onceThereIsRoom = (take: Take) => (request: SyncRequest, reply: FastifyReply) => {
      const text = unreadBody(request);
      return door.atWork.during(text.length * SNAPSHOT_ROOM_A_BYTE, () =>
        take(parseJson(text), request, reply),
      );
    };
    const takeAny: Take = (message, request, reply) =>
      Array.isArray(message)
        ? takeArray(door, message, request, reply, {
            service: request.query.service ?? 'DongBoHoSoMC',
            // Senders with query parameters put the owner's identity number where the others put an account.
            accountIsIdentity: request.query.MaDinhDanhDV !== undefined,
          })
        : takeEnvelope(door, message, request, reply);
    const takeArrayOf =
      (service: SyncService): Take =>
      (message, request, reply) =>
        takeArray(door, message, request, reply, { service, accountIsIdentity: false });
    scope.post('/v1/national-sync', { ...limits, schema: ENVELOPE_SCHEMA }, onceThereIsRoom(takeAny));
    scope.post(
      '/v1/national-sync/dossiers',
      { ...limits, schema: DOSSIERS_SCHEMA },
      onceThereIsRoom(takeArrayOf('DongBoHoSoMC')),
    );
    scope.post(
      '/v1/national-sync/progress',
      { ...limits, schema: PROGRESS_SCHEMA },
      onceThereIsRoom(takeArrayOf('CapNhatTienDoHoSoMC')),
    );
  });
}

async function takeEnvelope(
  door: NationalSyncDoor,
  message: unknown,
  request: SyncRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const lookup = readDossierLookup(message);
  if (lookup !== undefined) return lookUp(door, lookup, reply);
  const sync = readNationalSync(message);
  // A kept message proved its session when it came; by now that one is over.
  if (!isReplay(request))
    requireSender(door.senderCheck, { session: sync.session, publisher: sync.publisher ?? '' });
  return take(door, sync, request, reply);
}

async function takeArray(
  door: NationalSyncDoor,
  message: unknown,
  request: SyncRequest,
  reply: FastifyReply,
  reading: Pick<BareArray, 'service' | 'accountIsIdentity'>,
): Promise<FastifyReply> {
  const { MaDinhDanhDV, isUpdating } = request.query;
  const sync = readBareArray(message, {
    ...reading,
    publisher: MaDinhDanhDV === undefined ? undefined : publisherOf(MaDinhDanhDV),
    isUpdating: isUpdating === undefined ? undefined : isUpdating.toLowerCase() === 'true',
    session: undefined,
  });
  return take(door, sync, request, reply);
}

function publisherOf(sent: string): string {
  const publisher = normaliseAgencyCode(sent);
  if (publisher !== undefined) return publisher;
  const fault = { pointer: '/querystring/MaDinhDanhDV', code: 'FORM', expected: 'an agency code' };
  throw new ProblemError('MALFORMED_REQUEST', { errors: [fault] });
}

/** Whatever the sender says about creating or updating, the content is taken: nothing it stated is lost. */
async function take(
  { snapshots, hubKey, clock, agencies, knownDossiers, figures }: NationalSyncDoor,
  sync: NationalSync,
  request: SyncRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const codes = createdBy(sync);
  const known = codes.length === 0 ? new Set<string>() : await knownDossiers(codes);
  const existing = codes.filter((code) => known.has(code));
  const drafts = translateSync(sync, { hubKey, agencies: agencies(), now: () => clock.next() });
  const defects = findDefects(sync);
  const { unknownMembers, unread } = sync;
  const told = toldDefects(defects, request.headers['accept-language']);
  const words = existing.length === 0 ? SYNCHRONISED : alreadyExists(existing);
  const answer = { ...words, unknownMembers, unread, defects: told };
  noteSubmission(request, { defects: told.map(({ code, count }) => ({ code, count })) });
  if (request.query.dryRun === 'true') {
    return reply.send({ ...answer, events: legible(await snapshots.plan(drafts)) });
  }
  const { receipts } = await snapshots.publish(drafts, { traceparent: request.headers['traceparent'] });
  figures.count(defects, { sender: firstSender(sync), members: unknownMembers });
  return reply.send({ ...answer, receipts });
}

/** The dossiers that the sender says it creates, each once. */
function createdBy(sync: NationalSync): readonly string[] {
  if (sync.service !== 'DongBoHoSoMC' || sync.isUpdating !== false) return [];
  return [...new Set(sync.dossiers.map(({ code }) => code.key))];
}

function firstSender(sync: NationalSync): string {
  const [first] = sync.service === 'DongBoHoSoMC' ? sync.dossiers : sync.steps;
  return first?.code.agency ?? sync.publisher ?? 'OTHER';
}

/** Senders look only whether the list has an entry; of other agencies' dossiers they are told nothing. */
async function lookUp(
  { knownDossiers, senderCheck }: NationalSyncDoor,
  lookup: DossierLookup,
  reply: FastifyReply,
): Promise<FastifyReply> {
  requireSender(senderCheck, lookup);
  const { code } = lookup;
  const known = code === undefined || !mayAskAbout(lookup) ? [] : [...(await knownDossiers([code.key]))];
  return reply.send({ ...LOOKED_UP, result: known.map((MaHoSo) => ({ MaHoSo })) });
}
