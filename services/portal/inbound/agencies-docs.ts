/** OpenAPI of agencies. */
import { DAY, PROBLEM, WAITING } from './docs-parts.ts';

const CODES = { type: 'array', items: { type: 'string' } } as const;

export const agencyDocs = {
  summary: 'An agency, those it followed and those that follow it',
  description: 'Codes of both forms: H44.150 and 000.00.150.H44.',
  tags: ['catalogue'],
  params: { type: 'object', properties: { code: { type: 'string' } } },
  querystring: { type: 'object', properties: WAITING },
  response: {
    200: {
      description: 'The agency.',
      type: 'object',
      properties: {
        code: { type: 'string' },
        name: { type: 'string' },
        level: { type: 'string' },
        kind: { type: 'string' },
        parent: { type: 'string' },
        validFrom: DAY,
        validTo: DAY,
        successors: CODES,
        predecessors: CODES,
        current: { type: 'string', description: 'The agency that answers for the code today.' },
      },
    },
    404: PROBLEM,
    503: PROBLEM,
  },
} as const;
