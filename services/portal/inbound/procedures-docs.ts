/** OpenAPI of procedures. */
import { DAY, ON, PROBLEM, WAITING } from './docs-parts.ts';

const NAMED = {
  code: { type: 'string' },
  name: { type: 'string' },
  nameEn: { type: 'string' },
  validFrom: DAY,
} as const;

export const proceduresDocs = {
  summary: 'Procedures by words of their names or by code',
  tags: ['catalogue'],
  querystring: {
    type: 'object',
    properties: {
      query: { type: 'string', description: 'Words, with or without Vietnamese marks.' },
      limit: { type: 'string', description: '1 to 200, default 50.' },
      cursor: { type: 'string' },
      ...WAITING,
    },
  },
  response: {
    200: {
      description: 'A page.',
      type: 'object',
      properties: {
        procedures: { type: 'array', items: { type: 'object', properties: NAMED } },
        cursor: { type: 'string', description: 'Present where more follow.' },
      },
    },
    400: PROBLEM,
    503: PROBLEM,
  },
} as const;

export const procedureDocs = {
  summary: 'Required papers of a procedure, with reuse rules',
  tags: ['catalogue'],
  params: { type: 'object', properties: { code: { type: 'string' } } },
  querystring: { type: 'object', properties: { on: ON, ...WAITING } },
  response: {
    200: {
      description: 'The version in force on the day.',
      type: 'object',
      properties: {
        ...NAMED,
        on: DAY,
        validTo: DAY,
        levels: { type: 'array', items: { type: 'string' } },
        processingDays: { type: 'integer' },
        applicantRole: { type: 'string' },
        legalBasis: { type: 'string' },
        avoidable: { type: 'boolean' },
        avoidableBy: { type: 'array', items: { type: 'string' } },
        roles: {
          type: 'array',
          items: { type: 'object', properties: { role: { type: 'string' }, required: { type: 'boolean' } } },
        },
        papers: { type: 'array', items: { type: 'object' } },
        yields: { type: 'array', items: { type: 'object' } },
        prefill: { type: 'array', items: { type: 'object' } },
      },
    },
    400: PROBLEM,
    404: PROBLEM,
    503: PROBLEM,
  },
} as const;
