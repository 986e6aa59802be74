/** OpenAPI of the pre-check. */
import { SUBJECT_TYPES } from '#shared/pure/hub-key.ts';
import { ASKED_ROLES } from '../core/pre-check-request.ts';
import {
  DAY,
  FRESHNESS,
  INSTANT,
  JUDGED,
  KNOWN_AT,
  ON,
  PAPER,
  PROBLEM,
  PROOF,
  READ_HEADERS,
  STATUS,
  WAITING,
} from './docs-parts.ts';

const REQUEST = {
  type: 'object',
  required: ['procedureCode', 'subjects'],
  additionalProperties: false,
  properties: {
    procedureCode: { type: 'string', examples: ['1.004222'] },
    subjects: {
      type: 'array',
      description: 'One applicant, and the others in their own roles.',
      minItems: 1,
      maxItems: 10,
      items: {
        type: 'object',
        required: ['role', 'type', 'id'],
        additionalProperties: false,
        properties: {
          role: { type: 'string', enum: ASKED_ROLES },
          type: { type: 'string', enum: SUBJECT_TYPES },
          id: { type: 'string' },
        },
      },
    },
    object: {
      type: 'object',
      required: ['type', 'key'],
      additionalProperties: false,
      properties: { type: { type: 'string', examples: ['PARCEL'] }, key: { type: 'string' } },
    },
    agency: {
      type: 'string',
      examples: ['H44.150'],
      description: 'Which agency handles the dossier; needed where papers count by their issuer.',
    },
    on: ON,
    knownAt: KNOWN_AT,
    legalBasis: { type: 'string', description: 'Why papers of another person may be read.' },
    applies: {
      type: 'array',
      items: { type: 'integer' },
      description: 'Ordinals of rows whose case applies.',
    },
  },
} as const;

const ANSWERED = {
  type: 'object',
  properties: {
    ordinal: { type: 'integer' },
    name: { type: 'string' },
    nameEn: { type: 'string' },
    paperKind: { type: 'string', description: 'The kind that is required.' },
    aboutRole: { type: 'string' },
    status: STATUS,
    reason: { type: 'string' },
    reasons: { type: 'array', items: { type: 'string' } },
    held: PAPER,
    legalBasis: { type: 'string' },
    hintCode: { type: 'string' },
    hint: { type: 'string', description: 'In the language asked for.' },
    others: { type: 'array', items: JUDGED },
  },
} as const;

const ANSWER = {
  type: 'object',
  properties: {
    answerId: { type: 'string', format: 'uuid' },
    procedure: {
      type: 'object',
      properties: {
        code: { type: 'string' },
        name: { type: 'string' },
        nameEn: { type: 'string' },
        validFrom: DAY,
      },
    },
    on: DAY,
    knownAt: INSTANT,
    papers: { type: 'array', items: ANSWERED },
    toBring: { type: 'array', items: { type: 'integer' }, description: 'Ordinals.' },
    avoidable: { type: 'object', properties: { held: { type: 'array', items: PAPER } } },
    prefill: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          field: { type: 'string' },
          value: { type: 'string' },
          from: { type: 'string' },
          provenance: { type: 'array', items: PROOF },
        },
      },
    },
    counts: {
      type: 'object',
      properties: {
        required: { type: 'integer' },
        held: { type: 'integer' },
        toBring: { type: 'integer' },
      },
    },
    truncated: { type: 'boolean', description: 'More was found than one question may look at.' },
    ...FRESHNESS,
  },
} as const;

export const preCheckDocs = {
  summary: 'What must these persons still bring?',
  description: 'Scope read:pre-check.',
  tags: ['papers'],
  headers: READ_HEADERS,
  querystring: { type: 'object', properties: WAITING },
  body: REQUEST,
  response: {
    200: { description: 'Every required paper, answered.', ...ANSWER },
    400: PROBLEM,
    404: PROBLEM,
    422: PROBLEM,
    503: PROBLEM,
  },
} as const;
