/** OpenAPI of civil servants. */
import { DAY, FRESHNESS, ON, PROBLEM, PROOF, READ_HEADERS, WAITING } from './docs-parts.ts';

const TEXT = { type: 'string' } as const;

const LIST = {
  type: 'array',
  items: { type: 'object', properties: { kind: TEXT, from: DAY, to: DAY, proof: PROOF } },
} as const;

export const civilServantDocs = {
  summary: 'A civil servant’s record and posts on a day',
  description: 'Scope read:civil-servants.',
  tags: ['civil servants'],
  headers: READ_HEADERS,
  params: { type: 'object', properties: { code: TEXT } },
  querystring: { type: 'object', properties: { on: ON, ...WAITING } },
  response: {
    200: {
      description: 'The record.',
      type: 'object',
      properties: {
        code: TEXT,
        on: DAY,
        name: TEXT,
        kind: { type: 'string', enum: ['UNKNOWN', 'OFFICIAL', 'CIVIL_SERVANT', 'PUBLIC_EMPLOYEE'] },
        status: TEXT,
        statusFrom: DAY,
        unit: TEXT,
        position: TEXT,
        recruitedOn: DAY,
        posts: {
          type: 'array',
          items: {
            type: 'object',
            properties: { agencyCode: TEXT, title: TEXT, from: DAY, to: DAY, proof: PROOF },
          },
        },
        leaves: LIST,
        salary: { type: 'object', properties: { rank: TEXT, from: DAY, proof: PROOF } },
        contracts: LIST,
        qualifications: {
          type: 'array',
          items: { type: 'object', properties: { level: TEXT, proof: PROOF } },
        },
        certificates: LIST,
        ...FRESHNESS,
      },
    },
    400: PROBLEM,
    404: PROBLEM,
    503: PROBLEM,
  },
} as const;
