/** OpenAPI of official documents. */
import { FRESHNESS, INSTANT, PROBLEM, PROOF, READ_HEADERS, WAITING } from './docs-parts.ts';

const TEXT = { type: 'string' } as const;
const ISSUER = { type: 'object', properties: { code: TEXT, name: TEXT } } as const;

const COMMON = {
  description: 'Scope read:documents. A document that looks secret is answered as one that is not known.',
  tags: ['documents'],
  headers: READ_HEADERS,
  params: {
    type: 'object',
    properties: {
      key: { type: 'string', description: 'percent-encoded: H44,2026-09-01,1201/UBND-KSTT' },
    },
  },
  querystring: { type: 'object', properties: WAITING },
} as const;

export const documentDocs = {
  summary: 'One official document',
  ...COMMON,
  response: {
    200: {
      description: 'The document.',
      type: 'object',
      properties: {
        documentKey: TEXT,
        issuer: ISSUER,
        state: { type: 'string', enum: ['UNKNOWN', 'REGISTERED', 'SENT', 'REPLACED', 'RECALLED'] },
        deadLetterOpen: { type: 'boolean' },
        documentId: TEXT,
        abstract: TEXT,
        signatureStatus: TEXT,
        recipients: {
          type: 'array',
          items: {
            type: 'object',
            properties: { code: TEXT, name: TEXT, state: TEXT, since: INSTANT, recall: TEXT },
          },
        },
        recall: { type: 'object', properties: { by: TEXT, at: INSTANT, proof: PROOF } },
        replacedBy: { type: 'array', items: TEXT },
        dossiers: { type: 'array', items: TEXT },
        ...FRESHNESS,
      },
    },
    400: PROBLEM,
    404: PROBLEM,
    503: PROBLEM,
  },
} as const;

export const traceDocs = {
  summary: 'What was said of an official document, in order',
  ...COMMON,
  response: {
    200: {
      description: 'The chain.',
      type: 'object',
      properties: {
        documentKey: TEXT,
        entries: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              at: INSTANT,
              recordedAt: INSTANT,
              eventName: TEXT,
              agency: TEXT,
              recipient: TEXT,
              hops: { type: 'array', items: { type: 'object', properties: { agency: TEXT, at: INSTANT } } },
              proof: PROOF,
            },
          },
        },
        ...FRESHNESS,
      },
    },
    400: PROBLEM,
    404: PROBLEM,
    503: PROBLEM,
  },
} as const;
