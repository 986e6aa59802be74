/** What the CloudEvents doors say of themselves in the OpenAPI document. The body is checked by its event's schema. */
import type { FastifySchema } from 'fastify';
import { type Stream, typesOf } from './event-type.ts';

const RECEIPT = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    source: { type: 'string' },
    status: { enum: ['ACCEPTED', 'REJECTED'] },
    topic: { type: 'string' },
    partition: { type: 'integer' },
    offset: { type: 'integer' },
    position: { type: 'string', description: 'topic/partition/offset, for minPosition of the portal' },
    recordedAt: { type: 'string', format: 'date-time' },
    errors: { type: 'array', items: { type: 'object' } },
  },
} as const;

const RECEIPTS = { type: 'object', properties: { receipts: { type: 'array', items: RECEIPT } } } as const;

export function eventsDoorSchema(
  streams: readonly Stream[],
): FastifySchema & { summary: string; description: string } {
  return {
    summary: `CloudEvents of ${streams.join(', ')}`,
    description:
      'One CloudEvent 1.0 as application/cloudevents+json, or at most 1,000 as application/cloudevents-batch+json. ' +
      `Types: ${typesOf(streams).join(', ')}. 202 means that the events are in the log, on all replicas.`,
    querystring: {
      type: 'object',
      additionalProperties: false,
      properties: { dryRun: { enum: ['true', 'false'] } },
    },
    response: {
      200: {
        type: 'object',
        description: 'dry run: what would be published',
        properties: { events: { type: 'array' } },
      },
      202: { description: 'all accepted', ...RECEIPTS },
      207: { description: 'some accepted, some rejected', ...RECEIPTS },
    },
  };
}
