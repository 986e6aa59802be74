/** What the CloudEvents doors say of themselves in the OpenAPI document. The body is checked by its event's schema. */
import type { FastifySchema } from 'fastify';
import { type Stream, typesOf } from './event-type.ts';

const RECEIPT = {
  type: 'object',
  properties: {
    line: { type: 'integer', description: 'of NDJSON, counted from 1' },
    id: { type: 'string' },
    source: { type: 'string' },
    status: {
      enum: ['ACCEPTED', 'REJECTED', 'UNKNOWN', 'NOT_SENT'],
      description:
        'UNKNOWN may be in the log or not, NOT_SENT is not: send both again with the same id. Long NDJSON goes to the log in parts of 500 lines.',
    },
    code: { type: 'string', description: 'of UNKNOWN and NOT_SENT: the problem that stopped it' },
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
      'CloudEvents 1.0: one as application/cloudevents+json, or as application/json with ce-* headers (binary mode, ' +
      'values percent-encoded); at most 1,000 as application/cloudevents-batch+json; one a line as ' +
      'application/x-ndjson, as many as 8 MiB hold: lines end with LF (a CR before it is white space, the last end may ' +
      'be missing), blank lines only at the end, no byte order mark. Extension attributes are strings, booleans or ' +
      'integers; sequence and traceparent are kept, others are let pass and not kept. ' +
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
      207: { description: 'some accepted; the others rejected, unknown or not sent', ...RECEIPTS },
    },
  };
}
