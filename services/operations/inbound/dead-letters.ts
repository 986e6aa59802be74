/** `/v1/dead-letters`: records that could not be projected, by cause and one by one; redriven or discarded. */
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { type GroupName, isGroupName } from '#schemas/read-models/groups.ts';
import type { DecodeValue } from '#shared/avro/event-decoder.ts';
import { ProblemError } from '#shared/http/problems.ts';
import type { Fault } from '#shared/pure/fault.ts';
import { MessageFault } from '#shared/pure/fault.ts';
import type { RedriveFilter, RedriveRequest, RedriveWish } from '#shared/read-models/redrive.ts';
import {
  type Letter,
  type LetterGroup,
  type LetterLine,
  viewGroup,
  viewLetter,
  viewLine,
} from '../core/dead-letter-view.ts';
import { type LetterPlace, letterNamed, nameOfLetter } from '../core/letter-place.ts';
import {
  DISCARD_SCHEMA,
  LETTER_SCHEMA,
  LETTERS_SCHEMA,
  OUTCOME_SCHEMA,
  REDRIVE_SCHEMA,
} from './dead-letters-docs.ts';
import { decodedLetter } from './decoded-letter.ts';
import { operatorName } from './operator-name.ts';
import { type PageQuery, pageAsked } from './page-query.ts';

type KnownLetter = Letter & { readonly projection: GroupName };

export interface DeadLetterParts {
  readonly decode: DecodeValue;
  readonly groups: (projection: GroupName | undefined) => Promise<readonly LetterGroup[]>;
  readonly letters: (search: {
    readonly projection?: GroupName;
    readonly fingerprint?: string;
    readonly aggregateKey?: string;
    readonly limit: number;
    readonly after?: LetterPlace;
  }) => Promise<readonly LetterLine[]>;
  readonly find: (place: LetterPlace) => Promise<KnownLetter | undefined>;
  /** False if it was discarded before. */
  readonly discard: (discard: {
    readonly letter: KnownLetter;
    readonly reason: string;
    readonly by: string | undefined;
  }) => Promise<boolean>;
  readonly askForRedrive: (wish: RedriveWish) => Promise<string>;
  readonly findRedrive: (id: string) => Promise<RedriveRequest | undefined>;
}

interface Search extends PageQuery {
  readonly projection?: string;
  readonly fingerprint?: string;
  readonly aggregateKey?: string;
}

interface Named {
  readonly Params: { readonly id: string };
}

export function addDeadLetters(app: FastifyInstance, parts: DeadLetterParts): void {
  app.get<{ Querystring: Search }>('/v1/dead-letters', { schema: LETTERS_SCHEMA }, ({ query }) =>
    list(parts, query),
  );
  app.get<Named>('/v1/dead-letters/:id', { schema: LETTER_SCHEMA }, async ({ params }) => {
    const letter = await getLetter(parts, params.id);
    return viewLetter(letter, await decodedLetter(parts.decode, letter));
  });
  app.post<Discarding>('/v1/dead-letters/:id/discard', { schema: DISCARD_SCHEMA }, (request) =>
    discard(parts, request.params.id, { reason: request.body.reason, by: operatorName(request) }),
  );
  addRedrives(app, parts);
}

interface Discarding extends Named {
  readonly Body: { readonly reason: string };
}

async function discard(
  parts: DeadLetterParts,
  id: string,
  decision: { readonly reason: string; readonly by: string | undefined },
): Promise<unknown> {
  const letter = await getLetter(parts, id);
  if (!(await parts.discard({ letter, ...decision }))) throw new ProblemError('LETTER_DISCARDED');
  return viewLetter(await getLetter(parts, id), await decodedLetter(parts.decode, letter));
}

interface RedriveBody {
  readonly filter: {
    readonly projection?: string;
    readonly fingerprint?: string;
    readonly aggregateKey?: string;
    readonly ids?: readonly string[];
  };
  readonly dryRun?: boolean;
}

function addRedrives(app: FastifyInstance, parts: DeadLetterParts): void {
  app.post<{ Body: RedriveBody }>(
    '/v1/dead-letters/redrive',
    { schema: REDRIVE_SCHEMA },
    async (request, reply) => {
      const { filter, dryRun = false } = request.body;
      const by = operatorName(request);
      const id = await parts.askForRedrive({ by, dryRun, filter: readFilter(filter) });
      const done = await untilDone(parts, id);
      return reply.code(done.outcome === undefined ? 202 : 200).send(viewRedrive(done));
    },
  );
  app.get<Named>('/v1/dead-letters/redrives/:id', { schema: OUTCOME_SCHEMA }, async ({ params }) => {
    const request = await parts.findRedrive(params.id);
    if (request === undefined) throw new ProblemError('NOT_FOUND');
    return viewRedrive(request);
  });
}

async function list(parts: DeadLetterParts, query: Search): Promise<unknown> {
  const projection = projectionOf(query.projection, '/querystring/projection');
  const { fingerprint, aggregateKey } = query;
  const groups = (await parts.groups(projection)).map(viewGroup);
  if (fingerprint === undefined && aggregateKey === undefined) return { groups };
  const { limit, cursor } = pageAsked(query);
  const after =
    cursor === undefined
      ? undefined
      : placeOf(Buffer.from(cursor, 'base64url').toString(), '/querystring/cursor');
  const lines = await parts.letters({
    ...(projection !== undefined && { projection }),
    ...(fingerprint !== undefined && { fingerprint }),
    ...(aggregateKey !== undefined && { aggregateKey }),
    ...(after !== undefined && { after }),
    limit,
  });
  const last = lines.at(-1);
  const more = last !== undefined && lines.length === limit;
  return {
    groups,
    letters: lines.map(viewLine),
    ...(more && { cursor: Buffer.from(nameOfLetter(last)).toString('base64url') }),
  };
}

async function getLetter({ find }: DeadLetterParts, id: string): Promise<KnownLetter> {
  const place = letterNamed(id);
  const letter = place === undefined ? undefined : await find(place);
  if (letter === undefined) throw new ProblemError('NOT_FOUND');
  return letter;
}

/** @throws MessageFault with every fault. */
function readFilter({ projection, ids, ...texts }: RedriveBody['filter']): RedriveFilter {
  const group = projectionOf(projection, '/filter/projection');
  const places = ids?.map((id, index) => placeOf(id, `/filter/ids/${index}`));
  return {
    ...texts,
    ...(group !== undefined && { projection: group }),
    ...(places !== undefined && { places }),
  };
}

function projectionOf(name: string | undefined, pointer: string): GroupName | undefined {
  if (name === undefined || isGroupName(name)) return name;
  throw refused({ pointer, code: 'NOT_LISTED', expected: 'the name of a projection' });
}

function placeOf(id: string, pointer: string): LetterPlace {
  const place = letterNamed(id);
  if (place === undefined) throw refused({ pointer, code: 'FORM', expected: 'topic/partition/offset' });
  return place;
}

function refused(fault: Fault): MessageFault {
  return new MessageFault(422, [fault]);
}

const WAIT_MS = 10_000;
const LOOK_MS = 50;

/** A projector takes requests up four times a second; one that takes longer is asked for by its id. */
async function untilDone({ findRedrive }: DeadLetterParts, id: string): Promise<RedriveRequest> {
  const until = performance.now() + WAIT_MS;
  for (;;) {
    const request = await findRedrive(id);
    if (request === undefined) throw new Error('a redrive that was asked for is gone');
    if (request.outcome !== undefined || performance.now() >= until) return request;
    await delay(LOOK_MS);
  }
}

function viewRedrive({ id, askedAt, askedBy, dryRun, outcome }: RedriveRequest): unknown {
  return {
    redriveId: id,
    state: outcome === undefined ? 'PENDING' : outcome.failure === undefined ? 'DONE' : 'FAILED',
    askedAt: askedAt.toISOString(),
    ...(askedBy !== undefined && { askedBy }),
    dryRun,
    ...(outcome !== undefined && {
      ...(outcome.failure !== undefined && { failure: outcome.failure }),
      matched: outcome.matched,
      letters: outcome.letters.map(({ topic, partition, offset, ...letter }) => ({
        id: nameOfLetter({ topic, partition, offset }),
        ...letter,
      })),
    }),
  };
}
