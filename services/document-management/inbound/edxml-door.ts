/**
 * `POST /v1/edxml`: one edXML message, XML. 202 when its facts are in the log, 200 when all were known already, 409
 * when the id of a document is taken by another body (nothing is published then). Attachments are kept before anything
 * is published; where they cannot be, 503. `?dryRun=true` keeps and publishes nothing.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { EVENTS } from '#schemas/generated/events.ts';
import { unreadBody } from '#shared/http/bodies.ts';
import { ProblemError } from '#shared/http/problems.ts';
import type { HubClock } from '#shared/publishing/clock.ts';
import type { EventsAtWork } from '#shared/publishing/events-at-work.ts';
import { legible } from '#shared/publishing/legible.ts';
import type { Publisher } from '#shared/publishing/publisher.ts';
import { type Receipt, receiptOf } from '#shared/publishing/receipt.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import type { AttachedFile } from '../core/attachments.ts';
import { type EdxmlMessage, readEdxml } from '../core/edxml-message.ts';
import { findRepeats, identify, type KnownFact, type KnownFacts, type Repeat } from '../core/repeats.ts';
import { translateEdxml } from '../core/translate.ts';
import type { EdxmlDraft } from '../core/translation-context.ts';
import { EDXML_DOOR_SCHEMA } from './edxml-door-schema.ts';
import { acceptXmlBodies } from './xml-bodies.ts';

export interface EdxmlDoor {
  readonly atWork: EventsAtWork;
  readonly publisher: Publisher;
  readonly knownFacts: KnownFacts;
  /** Keeps what a document brings along, before anything is published. */
  readonly attachments: AttachmentKeeper;
  readonly clock: HubClock;
  readonly hubKey: HubKey;
  /** Before every topic; tests only. */
  readonly topicPrefix: string;
  /** Largest message. */
  readonly bodyBytesMax: number;
}

/** Resolves once the files are durable; an error with code STORAGE_UNAVAILABLE may pass. */
export interface AttachmentKeeper {
  keep(files: readonly AttachedFile[]): Promise<void>;
}

interface EdxmlRequest {
  Querystring: { dryRun?: 'true' | 'false' };
}

/** Adds the door to a service; XML is taken by this route alone. */
export async function addEdxmlDoor(app: FastifyInstance, door: EdxmlDoor): Promise<void> {
  await app.register(async (scope) => {
    acceptXmlBodies(scope);
    const options = { schema: EDXML_DOOR_SCHEMA, bodyLimit: door.bodyBytesMax };
    scope.post<EdxmlRequest>('/v1/edxml', options, (request, reply) => {
      const text = unreadBody(request);
      return door.atWork.during(text.length, () => takeMessage(door, text, request, reply));
    });
  });
}

async function takeMessage(
  door: EdxmlDoor,
  text: Buffer,
  request: FastifyRequest<EdxmlRequest>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const message = readEdxml(text);
  const drafts = translateEdxml(message, { hubKey: door.hubKey, recordedAt: door.clock.now() });
  const repeats = await lookUp(door, drafts);
  refuseConflicts(repeats);
  const fresh = repeats.flatMap((repeat) => (repeat.kind === 'NEW' ? [repeat.draft] : []));
  if (request.query.dryRun === 'true') {
    const planned = await door.publisher.plan(fresh.map((draft) => ({ draft })));
    return reply.send({ events: legible(planned) });
  }
  await keepFiles(door, message);
  const published = await publish(door, fresh, request.headers['traceparent']);
  return reply.code(fresh.length === 0 ? 200 : 202).send({ receipts: receiptsOf(door, repeats, published) });
}

async function lookUp({ knownFacts, hubKey }: EdxmlDoor, drafts: readonly EdxmlDraft[]): Promise<Repeat[]> {
  const identified = identify(drafts, hubKey);
  const documentKeys = new Set(drafts.flatMap(({ key }) => key ?? []));
  const facts = await knownFacts.find(
    [...documentKeys],
    identified.map(({ factId }) => factId),
  );
  return findRepeats(identified, facts);
}

/** What cannot be kept may not be spoken of: then nothing is published. */
async function keepFiles({ attachments }: EdxmlDoor, message: EdxmlMessage): Promise<void> {
  if (message.kind !== 'DOCUMENT') return;
  try {
    await attachments.keep(message.files);
  } catch (cause) {
    const isUnavailable = cause instanceof Error && 'code' in cause && cause.code === 'STORAGE_UNAVAILABLE';
    throw isUnavailable ? new ProblemError('ATTACHMENTS_UNAVAILABLE', { cause }) : cause;
  }
}

/** A document that is sent again must be the same; a change travels as an update. */
function refuseConflicts(repeats: readonly Repeat[]): void {
  if (repeats.every(({ kind }) => kind !== 'CONFLICT')) return;
  const fault = {
    pointer: '/MessageHeader/DocumentId',
    code: 'DOCUMENT_ID_CONFLICT',
    expected: 'the document that was received first under this id',
    hint: 'send an update (BussinessDocType 2), or give the other document an id of its own',
  };
  throw new ProblemError('ID_REUSED', { errors: [fault] });
}

async function publish(
  { publisher }: EdxmlDoor,
  drafts: readonly EdxmlDraft[],
  traceparent: string | string[] | undefined,
): Promise<ReadonlyMap<EdxmlDraft, Receipt>> {
  if (drafts.length === 0) return new Map();
  const receipts = await publisher.publish(drafts, { traceparent });
  return new Map(
    drafts.flatMap((draft, index) => {
      const receipt = receipts[index];
      return receipt === undefined ? [] : [[draft, receipt] as const];
    }),
  );
}

/** First receipts for what was known, new ones for the rest, in the order of the facts. */
function receiptsOf(
  door: EdxmlDoor,
  repeats: readonly Repeat[],
  published: ReadonlyMap<EdxmlDraft, Receipt>,
): Receipt[] {
  return repeats.flatMap((repeat) => {
    const receipt =
      repeat.kind === 'KNOWN' ? firstReceipt(door, repeat.draft, repeat.fact) : published.get(repeat.draft);
    return receipt === undefined ? [] : [receipt];
  });
}

function firstReceipt(
  { topicPrefix }: EdxmlDoor,
  { id, source, type }: EdxmlDraft,
  fact: KnownFact,
): Receipt {
  const topic = topicPrefix + EVENTS[type].topic;
  return receiptOf({ id, source, recordedAt: fact.recordedAt }, { ...fact, topic });
}
