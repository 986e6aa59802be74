/** What the records door says of itself in the OpenAPI document; the record itself is checked by its reader. */
import { RECEIPTS } from '#shared/publishing/receipts-schema.ts';

export const RECORDS_SCHEMA = {
  summary: 'One personnel record (circular 06/2023/TT-BNV, form 2C) as JSON',
  description:
    'A snapshot of one civil servant. Its sender is the root of `unit`: H44 for H44.60. A list that is left out ' +
    'states nothing, an empty one that there is none (of positions: nothing). Members beyond the format are refused.',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: { dryRun: { enum: ['true', 'false'] } },
  },
  response: {
    200: {
      description: 'equal to the newest record known; or a dry run: what would be published',
      type: 'object',
      properties: { receipts: RECEIPTS, events: { type: 'array' } },
    },
    202: {
      description: 'in the log, on all replicas',
      type: 'object',
      properties: { receipts: RECEIPTS },
    },
  },
};
