/** Parts that the routes' OpenAPI entries share. They document; requests are read by core/, with better faults. */
import { PURPOSES } from '../core/purpose.ts';

export const DAY = { type: 'string', format: 'date' } as const;
export const INSTANT = { type: 'string', format: 'date-time' } as const;

/** Headers of every read of a person's data. */
export const READ_HEADERS = {
  type: 'object',
  required: ['Hub-Purpose'],
  properties: {
    'Hub-Purpose': { type: 'string', enum: PURPOSES, description: 'Why the data are read.' },
    'Hub-User': { type: 'string', maxLength: 200, description: 'The officer on whose behalf.' },
    'Hub-Case': { type: 'string', maxLength: 200, description: "The caller's case." },
    'Accept-Language': {
      type: 'string',
      description: 'vi (default) or en: the language of hints and faults.',
    },
  },
} as const;

/** Parameters of every reading route. */
export const WAITING = {
  minPosition: {
    type: 'string',
    description:
      'topic/partition/offset of receipts, several with commas: the answer knows them, or 503; 400 where no read model will ever know one.',
  },
  wait: { type: 'string', description: 'How long at most, such as 2s (default) or 500ms; up to 30s.' },
} as const;

export const ON = { ...DAY, description: 'The day of validity; default today in Vietnam.' } as const;
export const KNOWN_AT = {
  ...INSTANT,
  description: 'Only what the hub had recorded by then; default all.',
} as const;

export const PROOF = {
  type: 'object',
  properties: {
    eventId: { type: 'string' },
    source: { type: 'string' },
    type: { type: 'string' },
    topic: { type: 'string' },
    partition: { type: 'integer' },
    offset: { type: 'string' },
    position: { type: 'string', description: 'topic/partition/offset' },
  },
} as const;

export const PAPER = {
  type: 'object',
  properties: {
    paperId: { type: 'string' },
    paperKind: { type: 'string' },
    resultCode: { type: 'string' },
    number: { type: 'string' },
    issuer: { type: 'object', properties: { code: { type: 'string' }, name: { type: 'string' } } },
    issuedOn: DAY,
    validFrom: DAY,
    validTo: { ...DAY, description: 'The last day of validity.' },
    signer: {
      type: 'object',
      properties: {
        code: { type: 'string' },
        standing: { type: 'string', enum: ['IN_POST', 'NOT_IN_POST', 'UNKNOWN'] },
      },
    },
    object: { type: 'object', properties: { type: { type: 'string' }, key: { type: 'string' } } },
    dossierCode: { type: 'string' },
    documentKey: { type: 'string' },
    origin: { type: 'string', enum: ['RESULT', 'COMPONENT', 'CERTIFIED_COPY', 'SHARED', 'RECORD'] },
    provenance: { type: 'array', items: PROOF },
  },
} as const;

export const STATUS = {
  type: 'string',
  enum: [
    'HELD',
    'HELD_EXPIRING',
    'HELD_ORIGINAL_MUST_BE_SURRENDERED',
    'UNSETTLED',
    'STALE',
    'CONDITIONAL',
    'MISSING',
    'NOT_REUSABLE',
  ],
} as const;

export const JUDGED = {
  type: 'object',
  properties: {
    status: STATUS,
    reason: { type: 'string' },
    reasons: { type: 'array', items: { type: 'string' } },
    held: PAPER,
  },
} as const;

/** Members of every answer about a person. */
export const FRESHNESS = {
  positions: {
    type: 'array',
    items: { type: 'string' },
    description: 'The last record of each partition that was read: topic/partition/offset.',
  },
  observedAt: { ...INSTANT, description: 'Everything recorded by then is in the answer.' },
  ageMs: { type: 'integer', description: 'Milliseconds since observedAt.' },
} as const;

export const PROBLEM = {
  description: 'A problem document (RFC 9457): all faults at once, no value of the request in it.',
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          detail: { type: 'string' },
          code: { type: 'string' },
          requestId: { type: 'string' },
          errors: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                pointer: { type: 'string' },
                code: { type: 'string' },
                expected: { type: 'string' },
                hint: { type: 'string' },
              },
            },
          },
        },
      },
    },
  },
} as const;
