/** What the national-sync doors say of themselves in the OpenAPI document; messages are checked by their reader. */
import { RECEIPTS } from '#shared/publishing/receipts-schema.ts';

const SENDERS_WORDS = {
  error_code: {
    type: 'string',
    description:
      '"0": taken; "-3": taken, and a dossier that was to be created exists already; "-1": refused, to be mended; "-2": send again as it is',
  },
  message: { type: 'string', description: 'holds «thành công» with "0", «đã tồn tại» with "-3"' },
} as const;

const DRY_RUN = {
  dryRun: { enum: ['true', 'false'], description: 'true: the same answer, nothing is published' },
};
const PUBLISHER = {
  MaDinhDanhDV: {
    type: 'string',
    minLength: 1,
    maxLength: 30,
    description:
      'who sends: H22 or 000.00.01.H22. With it, MaDoiTuong is read as the owner’s identity number.',
  },
};
const UPDATING = {
  isUpdating: {
    enum: ['True', 'False', 'true', 'false'],
    description:
      'False: the sender creates; a dossier that exists is answered with "-3", and taken. Missing: both are "0".',
  },
};

const ANSWER = {
  200: {
    description: 'in the log, on all replicas; or a dry run: what would be published',
    type: 'object',
    required: ['error_code', 'message'],
    properties: {
      ...SENDERS_WORDS,
      unknownMembers: { type: 'integer', description: 'how many members nobody knows' },
      unread: {
        type: 'array',
        description: 'where the hub reads nothing, at most 50 fields: unknown ones, then known ones',
        items: {
          type: 'object',
          properties: {
            field: { type: 'string', description: 'for example data[].TaiLieuNop[].SoTrang' },
            count: { type: 'integer' },
            known: { type: 'boolean', description: 'true: the hub knows the field and makes no fact of it' },
          },
        },
      },
      defects: {
        type: 'array',
        description: 'what is wrong with the message although it was taken',
        items: {
          type: 'object',
          properties: {
            code: { type: 'string' },
            count: { type: 'integer' },
            certain: { type: 'boolean', description: 'false: it may be true all the same' },
            hint: { type: 'string', description: 'Vietnamese, or English by Accept-Language' },
          },
        },
      },
      receipts: RECEIPTS,
      events: { type: 'array', description: 'of a dry run' },
      result: { type: 'array', description: 'of TraCuuHoSo: an entry where the dossier is known' },
    },
  },
};

const AS_A_WHOLE =
  'A message is taken as a whole or refused as a whole, with all faults of all items at once, because the answer that ' +
  'senders parse has one error_code: an array of 1,000 dossiers with one wrong field is refused, and nothing of it is ' +
  'published. Send fewer at once where that is too coarse. Members that the hub does not know are let pass, named and ' +
  'counted.';

export const ENVELOPE_SCHEMA = {
  summary: 'National synchronisation: envelope A, and bare arrays with query parameters',
  description:
    '`{session, madonvi, isUpdating, service, data}` with service DongBoHoSoMC (whole dossiers) or ' +
    'CapNhatTienDoHoSoMC (steps), at most 1,000 items; or `{session, madonvi, service: "TraCuuHoSo", mahoso}`. A bare ' +
    'array is read as the query parameters say: `?MaDinhDanhDV=000.00.01.H22&isUpdating=True`, steps with ' +
    `\`service=CapNhatTienDoHoSoMC\`; MaDoiTuong is the owner’s identity number there. ${AS_A_WHOLE}`,
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...DRY_RUN,
      ...PUBLISHER,
      ...UPDATING,
      service: {
        enum: ['DongBoHoSoMC', 'CapNhatTienDoHoSoMC'],
        description: 'of a bare array; default DongBoHoSoMC',
      },
    },
  },
  response: ANSWER,
};

export const DOSSIERS_SCHEMA = {
  summary: 'National synchronisation: a bare array of whole dossiers',
  description: `For senders with one address for new dossiers and one for changed ones: both may be this one, and both are answered with "0". ${AS_A_WHOLE}`,
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: { ...DRY_RUN, ...PUBLISHER, ...UPDATING },
  },
  response: ANSWER,
};

export const PROGRESS_SCHEMA = {
  summary: 'National synchronisation: a bare array of steps',
  description: `Rows of CapNhatTienDoHoSoMC. ${AS_A_WHOLE}`,
  querystring: { type: 'object', additionalProperties: false, properties: { ...DRY_RUN, ...PUBLISHER } },
  response: ANSWER,
};

export const SESSION_SCHEMA = {
  summary: 'A session for envelope A',
  description:
    'Good for eight hours, or until the sender’s password is changed. After some wrong passwords 429 with Retry-After. ' +
    '404 where the hub names no senders.',
  body: {
    type: 'object',
    additionalProperties: false,
    required: ['username', 'password'],
    properties: {
      username: { type: 'string', minLength: 1, maxLength: 100 },
      password: { type: 'string', minLength: 1, maxLength: 1000 },
    },
  },
  response: {
    200: {
      description: 'the session',
      type: 'object',
      required: ['session', 'error_code', 'message'],
      properties: { session: { type: 'string' }, ...SENDERS_WORDS },
    },
  },
};
