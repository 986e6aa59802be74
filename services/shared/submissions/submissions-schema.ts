/** What the list of submissions says of itself in the OpenAPI document. */
import { OUTCOMES } from './submission.ts';

const FAULTS = {
  type: 'array',
  description: 'the first 100, without values',
  items: {
    type: 'object',
    properties: { pointer: { type: 'string' }, code: { type: 'string' }, expected: { type: 'string' } },
  },
} as const;

const COUNTS = {
  type: 'object',
  properties: { taken: { type: 'integer' }, refused: { type: 'integer' } },
} as const;

const SUBMISSION = {
  id: { type: 'string', description: 'the requestId; absent where a row sums up several' },
  at: { type: 'string', format: 'date-time' },
  lastAt: { type: 'string', format: 'date-time', description: 'of a sum: when the last one came' },
  submissions: { type: 'integer', description: '1, or how many a sum stands for' },
  path: { type: 'string' },
  contentType: { type: 'string' },
  sender: { type: ['string', 'null'], description: 'agency; of a batch of several the first' },
  client: { enum: ['LOOPBACK', 'PRIVATE', 'PUBLIC'] },
  bytes: { type: 'integer' },
  dryRun: { type: 'boolean' },
  status: { type: 'integer' },
  outcome: { enum: OUTCOMES },
  problem: { type: ['string', 'null'] },
  counts: COUNTS,
  faults: FAULTS,
  faultCount: { type: 'integer' },
  defects: { type: 'array', description: 'what was odd, though taken' },
  body: { enum: ['KEPT', 'NOT_KEPT', 'NOT_READ', 'TOO_LARGE', 'SENDER_FULL', 'QUEUE_FULL'] },
} as const;

const ID = { type: 'object', properties: { id: { type: 'string', maxLength: 64 } } } as const;

export const LIST_SCHEMA = {
  summary: 'What was sent to the doors of this service in the last 30 days, newest first',
  description:
    'Accepted CloudEvents and dry runs are listed one by one up to one a second, beyond that as sums of ten seconds. ' +
    'A submission shows within a second or two.',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      sender: { type: 'string', maxLength: 40, description: 'agency code' },
      outcome: { enum: OUTCOMES },
      from: { type: 'string', maxLength: 40, description: 'RFC 3339' },
      to: { type: 'string', maxLength: 40, description: 'RFC 3339, not included' },
      limit: { type: 'string', pattern: '^[1-9][0-9]{0,2}$', description: 'at most 500; default 50' },
      cursor: { type: 'string', maxLength: 100 },
    },
  },
  response: {
    200: {
      description: 'the submissions, newest first',
      type: 'object',
      properties: {
        items: { type: 'array', items: { type: 'object', properties: SUBMISSION } },
        cursor: { type: 'string', description: 'present where more follow' },
      },
    },
  },
};

export const ONE_SCHEMA = {
  summary: 'One submission, with what was sent in marks',
  description:
    'Letters stand as x or X, digits as 9; names of members and elements, words of closed lists and codes of agencies ' +
    'and procedures stay readable. Where callers chose the same id twice: the newest.',
  params: ID,
  response: {
    200: {
      description: 'the submission',
      type: 'object',
      properties: { ...SUBMISSION, request: { type: 'object' } },
    },
  },
};

export const VALIDATE_SCHEMA = {
  summary: 'What the same submission would be answered today; publishes nothing',
  params: ID,
  response: {
    200: {
      description: 'what was answered then, and what would be today',
      type: 'object',
      properties: {
        id: { type: 'string' },
        answered: { type: 'object' },
        today: {
          type: 'object',
          properties: {
            status: { type: 'integer' },
            outcome: { enum: OUTCOMES },
            problem: { type: ['string', 'null'] },
            counts: COUNTS,
            faults: FAULTS,
            faultCount: { type: 'integer' },
          },
        },
      },
    },
  },
};
