/** `GET /v1/events?id=|subject=|dossier=`: what the log says, decoded; personal parts stay sealed. */
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import type { Fact } from '#shared/pure/fact.ts';
import { MessageFault } from '#shared/pure/fault.ts';
import { type HubKey, SUBJECT_TYPES } from '#shared/pure/hub-key.ts';
import { aggregateForm, identifierFault, isPlaceholder } from '#shared/pure/identifiers.ts';
import { formatInstant } from '#shared/pure/time.ts';
import { pageOf } from '../core/pages.ts';
import { PAGE_QUERY, TEXT } from './operator-docs.ts';
import { type PageQuery, pageAsked } from './page-query.ts';
import { showEvent } from './shown-event.ts';

const EVENT = {
  type: 'object',
  additionalProperties: true,
  properties: {
    factId: { type: 'string', format: 'uuid' },
    bodyHash: {
      type: 'string',
      format: 'uuid',
      description: 'another one under the same factId: the id was used twice',
    },
    position: { type: 'string', description: 'topic/partition/offset' },
    key: TEXT,
    id: TEXT,
    source: TEXT,
    type: TEXT,
    occurredAt: { type: 'string', format: 'date-time' },
    recordedAt: { type: 'string', format: 'date-time' },
    agency: TEXT,
    publisher: TEXT,
    door: TEXT,
    concerns: { type: 'array', items: { type: 'object', properties: { subjectKey: TEXT, role: TEXT } } },
    data: { type: 'object', additionalProperties: true },
    masked: {
      type: 'array',
      description: 'sealed parts: whose, and what they may hold',
      items: {
        type: 'object',
        properties: { keyOwner: TEXT, mayHold: { type: 'array', items: TEXT } },
      },
    },
    replacement: {
      type: 'object',
      additionalProperties: true,
      description: 'what a correction puts in place',
    },
  },
} as const;

const SCHEMA = {
  summary: 'Events by id, person or dossier, the earliest recorded first',
  description: 'Exactly one of id, subject and dossier.',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      id: { type: 'string', minLength: 1, maxLength: 400, description: 'CloudEvents id, or factId' },
      aggregate: {
        type: 'string',
        minLength: 1,
        maxLength: 500,
        description: 'with id: the key under which the fact stands. Without it everything is looked through',
      },
      subject: {
        type: 'string',
        minLength: 1,
        maxLength: 64,
        description:
          'PERSON:001190000011, or a subjectKey; events of dossiers with papers, papers, records, links',
      },
      dossier: { type: 'string', minLength: 1, maxLength: 100 },
      ...PAGE_QUERY,
    },
  },
  response: {
    200: {
      type: 'object',
      properties: {
        events: { type: 'array', items: EVENT },
        cursor: TEXT,
        truncated: {
          type: 'boolean',
          description: 'there are more than are looked at: the newest are shown',
        },
      },
    },
  },
} as const;

/** A fact with the key under which it stands. */
export interface KeptFact {
  readonly aggregateKey: string;
  readonly fact: Fact;
}

export interface KeptFacts {
  readonly facts: readonly KeptFact[];
  /** There are more. */
  readonly truncated: boolean;
}

export interface EventParts {
  readonly hubKey: HubKey;
  readonly named: (name: string, aggregateKey: string | undefined) => Promise<KeptFacts>;
  readonly ofDossier: (dossierCode: string) => Promise<KeptFacts>;
  readonly ofSubject: (subjectKey: string) => Promise<KeptFacts>;
}

interface Query extends PageQuery {
  readonly id?: string;
  readonly aggregate?: string;
  readonly subject?: string;
  readonly dossier?: string;
}

export function addEvents(app: FastifyInstance, parts: EventParts): void {
  app.get<{ Querystring: Query }>('/v1/events', { schema: SCHEMA }, async ({ query }) => {
    const found = await find(query, parts);
    const byPlace = new Map(found.facts.map((kept) => [placeOf(kept), kept]));
    const sorted = [...byPlace].toSorted(([left], [right]) => (left < right ? -1 : 1));
    const { items, cursor } = pageOf(sorted, ([place]) => place, pageAsked(query));
    return {
      events: items.map(([, { fact, aggregateKey }]) => showEvent(fact, aggregateKey)),
      ...(cursor !== undefined && { cursor }),
      truncated: found.truncated,
    };
  });
}

/** Unique, and in the order in which the hub heard it. */
function placeOf({ aggregateKey, fact }: KeptFact): string {
  const { topic, partition, offset } = fact.position;
  const at = formatInstant(fact.event.recordedAt);
  return [at, topic, partition, offset.padStart(20, '0'), aggregateKey].join(' ');
}

/** @throws ProblemError MALFORMED_REQUEST unless exactly one thing is asked for. */
async function find(
  { id, aggregate, subject, dossier }: Query,
  { named, ofSubject, ofDossier, hubKey }: EventParts,
): Promise<KeptFacts> {
  const asked = [id, subject, dossier].filter((one) => one !== undefined);
  if (asked.length !== 1) {
    const errors = [
      { pointer: '/querystring', code: 'ONE_OF', expected: 'exactly one of id, subject, dossier' },
    ];
    throw new ProblemError('MALFORMED_REQUEST', { errors });
  }
  if (id !== undefined) return named(id, aggregate);
  if (subject !== undefined) return ofSubject(subjectKeyIn(subject, hubKey));
  return ofDossier(aggregateForm(dossier ?? ''));
}

/** @throws MessageFault; never with the identifier in it. */
function subjectKeyIn(text: string, hubKey: HubKey): string {
  if (/^[A-Za-z0-9_-]{22}$/.test(text)) return text;
  const colon = text.indexOf(':');
  const type = SUBJECT_TYPES.find((one) => one === text.slice(0, Math.max(colon, 0)));
  const fault = (expected: string): MessageFault =>
    new MessageFault(422, [{ pointer: '/querystring/subject', code: 'FORM', expected }]);
  if (type === undefined) throw fault(`<type>:<id> with one of ${SUBJECT_TYPES.join(', ')}, or a subjectKey`);
  const person = { type, id: text.slice(colon + 1) };
  if (isPlaceholder(person)) throw fault('the identifier of somebody: a placeholder is nobody');
  const wrong = identifierFault(person);
  if (wrong !== undefined) throw fault(wrong.expected);
  return hubKey.subjectKey(person);
}
