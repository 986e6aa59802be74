/** What the national-sync door says of itself in the OpenAPI document; the message itself is checked by its reader. */
import { RECEIPTS } from '#shared/publishing/receipts-schema.ts';

const SENDERS_WORDS = {
  error_code: { type: 'string', description: '"0": taken; "-1": refused; "-2": send again' },
  message: { type: 'string' },
} as const;

export const NATIONAL_SYNC_SCHEMA = {
  summary: 'National synchronisation of one-stop dossiers, envelope A',
  description:
    '`{session, madonvi, isUpdating, service, data}` with service DongBoHoSoMC (whole dossiers) or ' +
    'CapNhatTienDoHoSoMC (steps), at most 1,000 items. Taken as a whole or refused as a whole, with all faults. ' +
    'Members that the hub does not know are let pass and counted.',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: { dryRun: { enum: ['true', 'false'] } },
  },
  response: {
    200: {
      description: 'in the log, on all replicas; or a dry run: what would be published',
      type: 'object',
      properties: {
        ...SENDERS_WORDS,
        unknownMembers: { type: 'integer' },
        receipts: RECEIPTS,
        events: { type: 'array' },
      },
    },
  },
};
