/** What the procedures door says of itself in the OpenAPI document; the records themselves are checked by their reader. */

const REJECTED = {
  type: 'object',
  properties: {
    line: { type: 'integer', description: 'counted from 1' },
    status: { enum: ['REJECTED'] },
    errors: { type: 'array', description: 'all faults of the line, with pointers into it' },
  },
} as const;

const ACCEPTED = {
  type: 'object',
  properties: {
    line: { type: 'integer', description: 'counted from 1' },
    procedureCode: { type: 'string' },
    isNew: { type: 'boolean', description: 'false: the record stood in the log already' },
    id: { type: 'string' },
    source: { type: 'string' },
    status: { enum: ['ACCEPTED'] },
    topic: { type: 'string' },
    partition: { type: 'integer' },
    offset: { type: 'integer' },
    position: { type: 'string', description: 'topic/partition/offset' },
    recordedAt: { type: 'string', format: 'date-time', description: 'of what is new' },
    defects: { type: 'array', description: 'what is wrong with the record: published all the same' },
  },
} as const;

const RECEIPTS = { type: 'array', items: { anyOf: [ACCEPTED, REJECTED] } } as const;

export const PROCEDURES_SCHEMA = {
  summary: 'Records of the national catalogue of procedures, NDJSON',
  description:
    'One record a line as published (`ma_thu_tuc`, `ten_thu_tuc`, `thanh_phan_ho_so` … `raw_text`), at most 1,000 lines ' +
    'and 8 MiB. The same record again adds nothing, a changed one adds a version in force from today. Refused: what the ' +
    'hub has built in, and a record that carries the page of another procedure.',
  consumes: ['application/x-ndjson'],
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: { dryRun: { enum: ['true', 'false'] } },
  },
  response: {
    200: {
      description: 'every record is known; or a dry run: what would be published',
      type: 'object',
      properties: { receipts: RECEIPTS, events: { type: 'array' } },
    },
    202: {
      description: 'every record is in the log, on all replicas',
      type: 'object',
      properties: { receipts: RECEIPTS },
    },
    207: {
      description: 'some lines were refused, the others are in the log',
      type: 'object',
      properties: { receipts: RECEIPTS },
    },
  },
};
