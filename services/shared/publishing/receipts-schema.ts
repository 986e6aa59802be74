/** Receipts as the OpenAPI documents of the snapshot doors describe them. */
export const RECEIPTS = {
  type: 'array',
  description: 'one for every fact: the first one for what was known before',
  items: {
    type: 'object',
    properties: {
      id: { type: 'string' },
      source: { type: 'string' },
      status: { enum: ['ACCEPTED'] },
      topic: { type: 'string' },
      partition: { type: 'integer' },
      offset: { type: 'integer' },
      position: { type: 'string', description: 'topic/partition/offset, for minPosition of the portal' },
      recordedAt: { type: 'string', format: 'date-time' },
    },
  },
} as const;
