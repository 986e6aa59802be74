/** OpenAPI of the papers of a subject. */
import { SUBJECT_TYPES } from '#shared/pure/hub-key.ts';
import {
  DAY,
  FRESHNESS,
  INSTANT,
  JUDGED,
  KNOWN_AT,
  ON,
  PROBLEM,
  READ_HEADERS,
  WAITING,
} from './docs-parts.ts';

export const papersDocs = {
  summary: 'Every paper that answers for a person, in any role',
  description: 'Scope read:papers. The newest first, with status, reasons and the events that prove it.',
  tags: ['papers'],
  headers: READ_HEADERS,
  params: {
    type: 'object',
    properties: { type: { type: 'string', enum: SUBJECT_TYPES }, id: { type: 'string' } },
  },
  querystring: { type: 'object', properties: { on: ON, knownAt: KNOWN_AT, ...WAITING } },
  response: {
    200: {
      description: 'The papers.',
      type: 'object',
      properties: {
        on: DAY,
        knownAt: INSTANT,
        papers: {
          type: 'array',
          items: {
            ...JUDGED,
            properties: {
              ...JUDGED.properties,
              hintCode: { type: 'string' },
              hint: { type: 'string', description: 'In the language asked for.' },
              roles: { type: 'array', items: { type: 'string' } },
            },
          },
        },
        truncated: { type: 'boolean' },
        ...FRESHNESS,
      },
    },
    400: PROBLEM,
    503: PROBLEM,
  },
} as const;
