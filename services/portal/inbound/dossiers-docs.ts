/** OpenAPI of a dossier. */
import { DAY, FRESHNESS, INSTANT, PROBLEM, PROOF, READ_HEADERS, WAITING } from './docs-parts.ts';

const STATED = {
  type: 'array',
  items: { type: 'object', properties: { at: INSTANT, proof: PROOF } },
} as const;

export const dossierDocs = {
  summary: 'One dossier with its timeline',
  description: 'Scope read:dossiers.',
  tags: ['dossiers'],
  headers: READ_HEADERS,
  params: { type: 'object', properties: { code: { type: 'string' } } },
  querystring: { type: 'object', properties: WAITING },
  response: {
    200: {
      description: 'The dossier.',
      type: 'object',
      properties: {
        dossierCode: { type: 'string' },
        procedureCode: { type: 'string' },
        procedureName: { type: 'string' },
        filedOn: DAY,
        dueAt: INSTANT,
        state: { type: 'string' },
        outcome: { type: 'string', enum: ['OPEN', 'SUCCESS', 'UNPROVEN', 'ENDED'] },
        conflict: { type: 'boolean' },
        deadLetterOpen: {
          type: 'boolean',
          description: 'Something came for this dossier that nobody could read yet: it may be out of date.',
        },
        parties: {
          type: 'array',
          items: { type: 'object', properties: { role: { type: 'string' }, name: { type: 'string' } } },
        },
        components: STATED,
        results: STATED,
        fees: STATED,
        supplements: STATED,
        supplementsReceived: STATED,
        transfers: { ...STATED, description: 'From one office to another, electronically or on paper.' },
        rests: { ...STATED, description: 'SUSPENDED and RESUMED, in order.' },
        suspended: { ...STATED.items, description: 'The rest that lasts, where one does.' },
        apologies: STATED,
        ratings: STATED,
        remarks: { ...STATED, description: 'Papers VERIFIED or DISPUTED, results REVOKED.' },
        steps: STATED,
        timeline: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              at: INSTANT,
              eventName: { type: 'string' },
              status: { type: 'string' },
              eventId: { type: 'string' },
              source: { type: 'string' },
              type: { type: 'string' },
              position: { type: 'string' },
            },
          },
        },
        documents: { type: 'array', items: { type: 'string' }, description: 'Keys of linked documents.' },
        ...FRESHNESS,
      },
    },
    400: PROBLEM,
    404: PROBLEM,
    503: PROBLEM,
  },
} as const;
