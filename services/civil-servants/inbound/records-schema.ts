/** What the records door says of itself in the OpenAPI document; the record itself is checked by its reader. */
import { RECEIPTS } from '#shared/publishing/receipts-schema.ts';

const LINES = {
  type: 'array',
  description: 'of a file: one for every line, in its order',
  items: {
    type: 'object',
    properties: {
      line: { type: 'integer', description: 'counted from 1; of a row that spans several the first' },
      status: {
        enum: ['ACCEPTED', 'PLANNED', 'REJECTED', 'UNKNOWN', 'NOT_SENT'],
        description: 'UNKNOWN may be in the log or not, NOT_SENT is not: send both again',
      },
      position: {
        type: 'string',
        description: 'topic/partition/offset of what comes last of the record, for minPosition',
      },
      facts: { type: 'integer', description: 'what the record states' },
      newFacts: { type: 'integer', description: 'those that were not known before' },
      errors: {
        type: 'array',
        description: 'the pointer leads into the record; of CSV its first part is the name of the column',
        items: { type: 'object' },
      },
      code: { type: 'string', description: 'of UNKNOWN and NOT_SENT: the problem that stopped it' },
    },
  },
} as const;

export const RECORDS_SCHEMA = {
  summary: 'Personnel records (circular 06/2023/TT-BNV, form 2C) as JSON, NDJSON or CSV',
  description:
    'A record is a snapshot of one civil servant. Its sender is the root of `unit`: H44 for H44.60. A list that is ' +
    'left out states nothing, an empty one that there is none (of positions: nothing). Members beyond the format are ' +
    'refused. One record as application/json; a file of at most 8 MiB and 50,000 lines as application/x-ndjson (one a ' +
    'line, blank lines only at the end) or text/csv (RFC 4180, UTF-8, commas; the first row has the names; lists as ' +
    'JSON in their cells; an empty cell is left out). Faulty lines do not stop the others.',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: { dryRun: { enum: ['true', 'false'] } },
  },
  response: {
    200: {
      description: 'nothing in it was new; or a dry run: what would be published, of a file the first 1,000',
      type: 'object',
      properties: { receipts: LINES, events: { type: 'array' }, eventsNotShown: { type: 'integer' } },
    },
    202: {
      description: 'in the log, on all replicas; of a single record a receipt for every fact',
      type: 'object',
      properties: { receipts: { anyOf: [RECEIPTS, LINES] } },
    },
    207: {
      description: 'some lines accepted; the others rejected, unknown or not sent',
      type: 'object',
      properties: { receipts: LINES },
    },
  },
};
