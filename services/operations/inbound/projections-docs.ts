/** OpenAPI of the projections' routes; the bodies are checked by these schemas. */
import type { FastifySchema } from 'fastify';

const TEXT = { type: 'string' } as const;
const COUNT = { type: 'integer' } as const;
const INSTANT = { type: 'string', format: 'date-time' } as const;
const STATE = { enum: ['LIVE', 'PAUSED', 'HALTED', 'REBUILDING', 'READY_TO_SWAP', 'GONE'] } as const;
const PARAMS = { type: 'object', properties: { name: TEXT } } as const;

const PARTITION = {
  type: 'object',
  properties: {
    partition: COUNT,
    position: { ...COUNT, description: 'the next offset to be kept' },
    target: { ...COUNT, description: 'of a rebuild: where it must come to' },
    end: { ...COUNT, description: 'where the log ends' },
  },
} as const;

const PROJECTION = {
  type: 'object',
  properties: {
    name: TEXT,
    topic: TEXT,
    state: STATE,
    generation: COUNT,
    earlierGeneration: { ...COUNT, description: 'kept for roll-back' },
    paused: { type: 'object', properties: { since: INSTANT, by: TEXT, reason: TEXT } },
    halted: { type: 'object', properties: { since: INSTANT, code: TEXT, reason: TEXT } },
    failuresMax: { ...COUNT, description: 'permanent failures a minute that are accepted at the moment' },
    openDeadLetters: COUNT,
    behind: { ...COUNT, description: 'records that wait' },
    secondsToCatchUp: { ...COUNT, description: 'at the pace of the last minute, as far as it is known' },
    partitions: { type: 'array', items: PARTITION },
    rebuild: {
      type: 'object',
      properties: {
        generation: COUNT,
        state: STATE,
        askedAt: INSTANT,
        askedBy: TEXT,
        automatic: { type: 'boolean' },
        note: { ...TEXT, description: 'what holds it up' },
        behind: { ...COUNT, description: 'records behind the live generation' },
        unevaluated: { ...COUNT, description: 'aggregates whose derived rows are yet to be made' },
        secondsToCatchUp: COUNT,
        partitions: { type: 'array', items: PARTITION },
      },
    },
  },
} as const;

export const LIST_SCHEMA = {
  summary: 'All projections',
  response: { 200: { type: 'object', properties: { projections: { type: 'array', items: PROJECTION } } } },
} as const;

export const ONE_SCHEMA = {
  summary: 'One projection, with the progress of its rebuild by partition',
  params: PARAMS,
  response: { 200: PROJECTION },
} as const;

export const DIFFERENCE_SCHEMA = {
  summary: 'The live generation and the one being built (or the one before), compared row by row',
  description:
    'Rows of records that only one of them has reached are left out. Reads every row: minutes for many.',
  params: PARAMS,
  response: {
    200: {
      type: 'object',
      properties: {
        projection: TEXT,
        live: COUNT,
        compared: COUNT,
        tables: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              table: TEXT,
              equal: COUNT,
              onlyLive: COUNT,
              onlyRebuilt: COUNT,
              different: COUNT,
              examples: { type: 'array', items: TEXT },
            },
          },
        },
      },
    },
  },
} as const;

const MEMBERS = {
  reason: { type: 'string', minLength: 1, maxLength: 500 },
  failuresMax: {
    type: 'integer',
    minimum: 21,
    maximum: 1_000_000,
    description:
      'so many permanent failures a minute are bad data: for an hour they become dead letters without a halt',
  },
  automatic: { type: 'boolean', description: 'swaps by itself as soon as it can' },
  acceptNewDeadLetters: {
    type: 'boolean',
    description: 'swap although the rebuild has set aside far more records than the live generation',
  },
} as const;

/** A wish takes these members, none of which is needed, and answers with the projection. */
export function wishSchema(
  summary: string,
  members: readonly (keyof typeof MEMBERS)[],
): FastifySchema & { readonly summary: string } {
  return {
    summary,
    params: PARAMS,
    body: {
      type: ['object', 'null'],
      additionalProperties: false,
      properties: Object.fromEntries(members.map((name) => [name, MEMBERS[name]])),
    },
    response: { 200: PROJECTION },
  };
}
