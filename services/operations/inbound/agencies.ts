/** `GET /v1/agencies`: every agency that the hub knows, with its predecessors and successors. */
import type { FastifyInstance } from 'fastify';
import type { WorldReader } from '#shared/reading/reading.ts';

const AGENCY = {
  type: 'object',
  properties: {
    code: { type: 'string' },
    name: { type: 'string' },
    level: { type: 'string' },
    kind: { type: 'string' },
    parent: { type: 'string' },
    validFrom: { type: 'string', format: 'date' },
    validTo: { type: 'string', format: 'date', description: 'the last day of the code' },
    successors: { type: 'array', items: { type: 'string' } },
    predecessors: { type: 'array', items: { type: 'string' } },
  },
} as const;

const SCHEMA = {
  summary: 'Agencies',
  response: {
    200: { type: 'object', properties: { agencies: { type: 'array', items: AGENCY } } },
  },
} as const;

export function addAgencies(app: FastifyInstance, { worlds }: { readonly worlds: WorldReader }): void {
  app.get('/v1/agencies', { schema: SCHEMA }, async () => {
    const { agencies } = await worlds.registry();
    return { agencies: agencies.all().toSorted((left, right) => (left.code < right.code ? -1 : 1)) };
  });
}
