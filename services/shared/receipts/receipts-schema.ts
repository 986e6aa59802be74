/** What the door of receipts says of itself in the OpenAPI document. */
import { RECEIPT_STATUSES } from './copies.ts';

export const RECEIPTS_SCHEMA = {
  summary: 'What became of a fact that was sent here',
  description:
    'APPLIED: in the read models. DUPLICATE: the copy of that position changed nothing, an equal one stands. CONFLICT: ' +
    'the id was used for another body as well; what was recorded first stands. DEAD_LETTER: in the log, and could not ' +
    'be understood. PENDING: in the log, not in the read models yet. UNKNOWN: nothing says that it is in the log; with ' +
    'search WHOLE it is not (send it again), with BOUNDED it was not among what was looked at (give its subject). After ' +
    '503 DELIVERY_UNKNOWN a record may still arrive for some seconds.',
  querystring: {
    type: 'object',
    additionalProperties: false,
    required: ['source', 'id'],
    properties: {
      source: { type: 'string', minLength: 1, maxLength: 200 },
      id: { type: 'string', minLength: 1, maxLength: 200 },
      subject: {
        type: 'string',
        minLength: 1,
        maxLength: 200,
        description: "the event's subject, or the key of a shared paper: makes the search whole and fast",
      },
      position: { type: 'string', maxLength: 240, description: 'of a receipt: asks about that copy' },
    },
  },
  response: {
    200: {
      description: 'what became of it, as far as is known',
      type: 'object',
      properties: {
        source: { type: 'string' },
        id: { type: 'string' },
        status: { enum: RECEIPT_STATUSES },
        topic: { type: 'string' },
        partition: { type: 'integer' },
        offset: { type: 'integer' },
        position: { type: 'string', description: 'topic/partition/offset, for minPosition of the portal' },
        stands: { type: 'string', description: 'position of the copy that counts, where it is another one' },
        recordedAt: { type: 'string', format: 'date-time', description: 'of the copy that counts' },
        reason: {
          type: 'string',
          description:
            'ID_REUSE, KNOWN_BEFORE, NOT_PROJECTED_YET, NOT_IN_THE_LOG, NOT_FOUND, LOG_NOT_REACHED; of a dead letter ' +
            'OPEN or DISCARDED and why',
        },
        search: { enum: ['WHOLE', 'BOUNDED'] },
      },
    },
  },
};
