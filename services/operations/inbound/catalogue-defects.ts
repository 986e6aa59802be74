/** `GET /v1/catalogue-defects`: what is wrong with the catalogue of procedures, for whoever can have it mended. */
import type { FastifyInstance } from 'fastify';
import { catalogueDefects } from '#shared/once-only/catalogue-defects.ts';
import { dayOf, type Instant } from '#shared/pure/time.ts';
import type { WorldReader } from '#shared/reading/reading.ts';
import { pageOf } from '../core/pages.ts';
import { PAGE_QUERY, TEXT } from './operator-docs.ts';
import { type PageQuery, pageAsked } from './page-query.ts';

const DEFECT = {
  type: 'object',
  properties: {
    procedureCode: TEXT,
    procedureName: TEXT,
    origin: TEXT,
    code: TEXT,
    about: { type: 'string', description: 'the row, code or field; empty where it is the whole procedure' },
  },
} as const;

const SCHEMA = {
  summary: 'Defects of the catalogue, by procedure',
  description:
    'Papers that may not be asked for any more, result codes of agencies that are no more, and what was found in a ' +
    'record when it was imported.',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: { code: TEXT, procedure: TEXT, ...PAGE_QUERY },
  },
  response: {
    200: {
      type: 'object',
      properties: {
        defects: { type: 'array', items: DEFECT },
        cursor: { type: 'string', description: 'present where more follow' },
      },
    },
  },
} as const;

interface Query extends PageQuery {
  readonly code?: string;
  readonly procedure?: string;
}

export interface DefectParts {
  readonly worlds: WorldReader;
  readonly now: () => Instant;
}

export function addCatalogueDefects(app: FastifyInstance, { worlds, now }: DefectParts): void {
  app.get<{ Querystring: Query }>('/v1/catalogue-defects', { schema: SCHEMA }, async ({ query }) => {
    const { catalogue, agencies } = await worlds.registry();
    const wanted = catalogueDefects(catalogue, agencies, dayOf(now()))
      .filter(({ code }) => query.code === undefined || code === query.code)
      .filter(({ procedureCode }) => query.procedure === undefined || procedureCode === query.procedure)
      .map((defect, index) => ({ defect, key: `${defect.procedureCode} ${String(index).padStart(7, '0')}` }))
      .toSorted((left, right) => (left.key < right.key ? -1 : 1));
    const { items, cursor } = pageOf(wanted, ({ key }) => key, pageAsked(query));
    return { defects: items.map(({ defect }) => defect), ...(cursor !== undefined && { cursor }) };
  });
}
