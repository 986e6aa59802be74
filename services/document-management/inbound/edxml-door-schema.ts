/** What the edXML door says of itself in the OpenAPI document; the message itself is checked by its reader. */

import { RECEIPTS } from '#shared/publishing/receipts-schema.ts';

export const EDXML_DOOR_SCHEMA = {
  summary: 'One edXML message (QCVN 102:2016): a document or a status message',
  description:
    'XML in UTF-8 as application/xml, text/xml or application/edxml+xml, without a document type declaration. ' +
    'A document gives one fact for itself and one for every recipient; a recall, update or replacement one more.',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: { dryRun: { enum: ['true', 'false'] } },
  },
  response: {
    200: {
      description: 'known already: the first receipts; or a dry run: what would be published',
      type: 'object',
      properties: { receipts: RECEIPTS, events: { type: 'array' } },
    },
    202: { description: 'in the log, on all replicas', type: 'object', properties: { receipts: RECEIPTS } },
  },
};
