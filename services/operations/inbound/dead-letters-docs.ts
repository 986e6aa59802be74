/** OpenAPI of the dead letters' routes; queries and bodies are checked by these schemas. */
import { PAGE_QUERY, TEXT } from './operator-docs.ts';

const COUNT = { type: 'integer' } as const;
const INSTANT = { type: 'string', format: 'date-time' } as const;
const ID = { type: 'string', description: 'topic/partition/offset; percent-encoded in a path' } as const;
const PARAMS = { type: 'object', properties: { id: ID } } as const;
const FILTER = {
  projection: { type: 'string', minLength: 1, maxLength: 64 },
  fingerprint: { type: 'string', minLength: 1, maxLength: 1_000 },
  aggregateKey: { type: 'string', minLength: 1, maxLength: 500 },
} as const;

const LINE = {
  id: ID,
  projection: TEXT,
  topic: TEXT,
  partition: COUNT,
  offset: TEXT,
  fingerprint: { type: 'string', description: 'equal for failures of one cause' },
  aggregateKey: TEXT,
  eventType: TEXT,
  reason: TEXT,
  recordedAt: INSTANT,
  failedAt: INSTANT,
} as const;

const BYTES = {
  type: 'object',
  properties: { bytes: COUNT, headHex: TEXT, base64: TEXT },
  description: 'as in the log: personal parts of sound events are sealed',
} as const;

const LETTER = {
  type: 'object',
  properties: {
    ...LINE,
    headers: { type: 'object', additionalProperties: TEXT },
    key: BYTES,
    value: BYTES,
    decoded: {
      type: 'object',
      additionalProperties: true,
      description:
        'what a decoder makes of the value: an event with personal parts masked, or why there is none',
    },
    discarded: { type: 'object', properties: { at: INSTANT, by: TEXT, reason: TEXT } },
  },
} as const;

export const LETTERS_SCHEMA = {
  summary: 'Open dead letters by cause; with a fingerprint or an aggregate key also one by one',
  querystring: { type: 'object', additionalProperties: false, properties: { ...FILTER, ...PAGE_QUERY } },
  response: {
    200: {
      type: 'object',
      properties: {
        groups: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              projection: TEXT,
              fingerprint: TEXT,
              count: COUNT,
              aggregates: COUNT,
              firstFailedAt: INSTANT,
              lastFailedAt: INSTANT,
              example: ID,
              reason: TEXT,
            },
          },
        },
        letters: { type: 'array', items: { type: 'object', properties: LINE } },
        cursor: TEXT,
      },
    },
  },
} as const;

export const LETTER_SCHEMA = {
  summary: 'One dead letter, whole',
  params: PARAMS,
  response: { 200: LETTER },
} as const;

export const DISCARD_SCHEMA = {
  summary: 'Sets a dead letter aside for good',
  description: 'Its dossier is no longer unsettled by it. The decision holds for every rebuild.',
  params: PARAMS,
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['reason'],
    properties: { reason: { type: 'string', minLength: 1, maxLength: 500 } },
  },
  response: { 200: LETTER },
} as const;

const REDRIVE = {
  type: 'object',
  properties: {
    redriveId: { type: 'string', format: 'uuid' },
    state: { enum: ['PENDING', 'DONE', 'FAILED'] },
    askedAt: INSTANT,
    askedBy: TEXT,
    dryRun: { type: 'boolean' },
    failure: TEXT,
    matched: { ...COUNT, description: 'letters that fit; at most 500 are done at once' },
    letters: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          id: ID,
          projection: TEXT,
          fingerprint: TEXT,
          result: { enum: ['KEPT', 'KNOWN', 'PASSED', 'STILL_FAILS'] },
          reason: TEXT,
          rows: { type: 'object', additionalProperties: { type: 'array' }, description: 'by table' },
        },
      },
    },
  },
} as const;

export const REDRIVE_SCHEMA = {
  summary: 'Projects dead letters again; a dry run shows the rows that would be written',
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['filter'],
    properties: {
      filter: {
        type: 'object',
        additionalProperties: false,
        minProperties: 1,
        properties: { ...FILTER, ids: { type: 'array', items: ID, minItems: 1, maxItems: 500 } },
      },
      dryRun: { type: 'boolean' },
    },
  },
  response: {
    200: REDRIVE,
    202: { ...REDRIVE, description: 'no projector has done it yet: ask for it by its id' },
  },
} as const;

export const OUTCOME_SCHEMA = {
  summary: 'What became of a redrive',
  params: { type: 'object', properties: { id: { type: 'string', format: 'uuid' } } },
  response: { 200: REDRIVE },
} as const;
