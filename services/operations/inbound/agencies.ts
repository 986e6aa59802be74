/** `GET /v1/agencies`: every agency that the hub knows, with its predecessors and successors, in pages. */
import type { FastifyInstance } from 'fastify';
import type { WorldReader } from '#shared/reading/reading.ts';
import { pageOf } from '../core/pages.ts';
import { DAY, PAGE_QUERY, TEXT } from './operator-docs.ts';
import { type PageQuery, pageAsked } from './page-query.ts';

const AGENCY = {
  type: 'object',
  properties: {
    code: TEXT,
    name: TEXT,
    level: TEXT,
    kind: TEXT,
    parent: TEXT,
    validFrom: DAY,
    validTo: { ...DAY, description: 'the last day of the code' },
    successors: { type: 'array', items: TEXT },
    predecessors: { type: 'array', items: TEXT },
  },
} as const;

const SCHEMA = {
  summary: 'Agencies, by code',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      parent: { type: 'string', minLength: 1, maxLength: 64, description: 'only those right below this one' },
      ...PAGE_QUERY,
    },
  },
  response: {
    200: {
      type: 'object',
      properties: {
        agencies: { type: 'array', items: AGENCY },
        cursor: { type: 'string', description: 'present where more follow' },
      },
    },
  },
} as const;

export function addAgencies(app: FastifyInstance, { worlds }: { readonly worlds: WorldReader }): void {
  app.get<{ Querystring: PageQuery & { readonly parent?: string } }>(
    '/v1/agencies',
    { schema: SCHEMA },
    async ({ query }) => {
      const { agencies } = await worlds.registry();
      const wanted = agencies
        .all()
        .filter(({ parent }) => query.parent === undefined || parent === query.parent)
        .toSorted((left, right) => (left.code < right.code ? -1 : 1));
      const { items, cursor } = pageOf(wanted, ({ code }) => code, pageAsked(query));
      return { agencies: items, ...(cursor !== undefined && { cursor }) };
    },
  );
}
