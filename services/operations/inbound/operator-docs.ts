/** OpenAPI of the operators' doors: what they have in common. The bodies are read with better faults than a schema gives. */
import type { FastifySchema } from 'fastify';
import { RECEIPTS } from '#shared/publishing/receipts-schema.ts';
import { SUBJECT_TYPES } from '#shared/pure/hub-key.ts';

export const DAY = { type: 'string', format: 'date' } as const;
export const TEXT = { type: 'string' } as const;
export const REASON = { type: 'string', description: 'why; kept sealed' } as const;
export const PERSON = {
  type: 'object',
  required: ['type', 'id'],
  additionalProperties: false,
  properties: { type: { enum: SUBJECT_TYPES }, id: { type: 'string' } },
} as const;

/** Parameters of every list. */
export const PAGE_QUERY = {
  limit: { type: 'string', pattern: '^[1-9][0-9]{0,2}$', description: 'default 50, at most 500' },
  cursor: { type: 'string', minLength: 1, maxLength: 400, description: 'of the page before' },
} as const;

const PROBLEM = {
  type: 'object',
  description: 'a problem document: all faults at once, no value of the request in it',
  properties: {
    type: TEXT,
    title: TEXT,
    status: { type: 'integer' },
    detail: TEXT,
    code: TEXT,
    requestId: TEXT,
    errors: {
      type: 'array',
      items: { type: 'object', properties: { pointer: TEXT, code: TEXT, expected: TEXT, hint: TEXT } },
    },
  },
} as const;

export interface DoorDocs {
  readonly summary: string;
  readonly description?: string;
  readonly params?: Readonly<Record<string, object>>;
  readonly body: {
    readonly required: readonly string[];
    readonly properties: Readonly<Record<string, object>>;
  };
  /** Members of the answer beside the receipts. */
  readonly answer?: Readonly<Record<string, object>>;
}

type DocumentedSchema = FastifySchema & { readonly summary: string; readonly description: string };

/** The OpenAPI entry of a door. */
export function operatorDocs({
  summary,
  description = '',
  params,
  body,
  answer = {},
}: DoorDocs): DocumentedSchema {
  const accepted = { type: 'object', properties: { receipts: RECEIPTS, ...answer } };
  return {
    summary,
    description: `${description} ${COMMON}`.trim(),
    ...(params !== undefined && { params: { type: 'object', properties: params } }),
    headers: {
      type: 'object',
      properties: {
        'Idempotency-Key': {
          type: 'string',
          pattern: '^[A-Za-z0-9._~-]{1,100}$',
          description:
            'names the statement: sent again with the same key it is the same fact. Without one, every request is a statement of its own.',
        },
      },
    },
    querystring: {
      type: 'object',
      additionalProperties: false,
      properties: { dryRun: { enum: ['true', 'false'] } },
    },
    body: { type: 'object', additionalProperties: false, ...body },
    response: {
      200: {
        description: 'stated before under this key: its first receipt; or a dry run: what would be published',
        type: 'object',
        properties: { ...accepted.properties, events: { type: 'array' } },
      },
      202: { description: 'in the log, on all replicas', ...accepted },
      400: PROBLEM,
      404: PROBLEM,
      409: PROBLEM,
      422: PROBLEM,
      503: PROBLEM,
    },
  };
}

const COMMON =
  'The statement is an event of the log by the agency that runs the hub, and counts once it is projected.';
