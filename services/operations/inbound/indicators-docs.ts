/** OpenAPI of the indicators. */
import { DAY, PAGE_QUERY, TEXT } from './operator-docs.ts';

const NAME = { type: 'string', minLength: 1, maxLength: 200 } as const;

const FILTER = {
  agency: {
    ...NAME,
    maxLength: 64,
    description: 'the agency, the units below it, and the agencies that it succeeded',
  },
  level: { ...NAME, maxLength: 64, description: 'PROVINCE, DISTRICT, COMMUNE …' },
  field: { ...NAME, description: 'field of administration, by its code or its name' },
  from: { ...DAY, description: 'the first day of the period' },
  to: { ...DAY, description: 'the last day; without it, today' },
} as const;

const NUMBER_OR_NULL = { type: ['number', 'null'] } as const;

const COUNT = {
  value: { ...NUMBER_OR_NULL, description: 'from 0 to 1, of nationalScore in points; null: no data' },
  numerator: { type: 'number' },
  denominator: { type: 'number' },
  target: NUMBER_OR_NULL,
  reason: { type: 'string', description: 'why there is no value, or how far it goes' },
} as const;

const INDICATOR = {
  type: 'object',
  properties: {
    id: TEXT,
    ...COUNT,
    source: { type: 'string', description: 'the programmes or decisions behind it' },
    targets: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          value: { type: 'number' },
          source: TEXT,
          by: { type: 'integer', description: 'year; absent: now' },
          of: { type: 'string', description: 'the part that it is for' },
        },
      },
    },
    parts: { type: 'array', items: { type: 'object', properties: { name: TEXT, ...COUNT } } },
  },
} as const;

export const indicatorsDocs = {
  summary: 'Indicators of an agency, level, field and period',
  description:
    'Dossiers count in the period of their acceptance and are judged at its end. Secret documents and work files ' +
    'never count. `evaluation.waiting` says how many aggregates have facts that are not counted yet (10,000: more).',
  querystring: { type: 'object', additionalProperties: false, properties: FILTER },
  response: {
    200: {
      type: 'object',
      properties: {
        ...FILTER,
        indicators: { type: 'array', items: INDICATOR },
        evaluation: { type: 'object', properties: { waiting: { type: 'integer' } } },
      },
    },
  },
} as const;

export const openedIndicatorDocs = {
  summary: 'What is counted in an indicator, one by one',
  description:
    'In the order of the codes. A page may be short although a cursor says that more follow. The events behind a ' +
    'dossier: `GET /v1/events?dossier=`. Indicators that are made of other figures (headcountCut, nationalScore) ' +
    'cannot be opened: 404.',
  params: { type: 'object', properties: { id: { type: 'string', maxLength: 64 } } },
  querystring: { type: 'object', additionalProperties: false, properties: { ...FILTER, ...PAGE_QUERY } },
  response: {
    200: {
      type: 'object',
      properties: {
        id: TEXT,
        dossiers: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              kind: { enum: ['dossier', 'document', 'work-file', 'petition', 'agency', 'civil-servant'] },
              code: TEXT,
              dossierCode: { type: 'string', description: 'the code of a dossier' },
              agency: TEXT,
              numerator: { type: 'number', description: 'what it adds' },
              denominator: { type: 'number' },
            },
          },
        },
        cursor: TEXT,
      },
    },
  },
} as const;
