/** `GET /v1/grants`, `POST /v1/grants` and `POST /v1/grants/{id}/revocation`: who may publish or read what. */
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import { STREAMS } from '#shared/publishing/event-type.ts';
import { dayOf, type Instant } from '#shared/pure/time.ts';
import { periodFaults } from '../core/agency-changes.ts';
import type { Grant } from '../core/grants.ts';
import { pageOf } from '../core/pages.ts';
import { DAY, type DoorDocs, PAGE_QUERY, REASON, TEXT } from './operator-docs.ts';
import { addOperatorDoor, type OperatorDoors, type OperatorRequest } from './operator-door.ts';
import { readMembers, textOf, withDefault } from './own-members.ts';
import { type PageQuery, pageAsked } from './page-query.ts';

const GRANT_DOCS: DoorDocs = {
  summary: 'A client may publish or read a stream for an agency',
  description: 'The agency, those below it at a dot, and those that they succeeded.',
  body: {
    required: ['clientId', 'stream', 'agencyRoot', 'reason'],
    properties: {
      clientId: TEXT,
      stream: { enum: STREAMS },
      agencyRoot: { type: 'string', examples: ['H44'] },
      validFrom: { ...DAY, description: 'default today' },
      validTo: { ...DAY, description: 'the last day; default none' },
      reason: REASON,
    },
  },
  answer: { grantId: TEXT },
};

const REVOCATION_DOCS: DoorDocs = {
  summary: 'A grant ends',
  description: 'Of several revocations the earliest day counts.',
  params: { id: { type: 'string', description: 'of the grant' } },
  body: {
    required: ['reason'],
    properties: {
      effectiveOn: { ...DAY, description: 'the first day without it; default today' },
      reason: REASON,
    },
  },
};

const LIST_SCHEMA = {
  summary: 'Grants, by id',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      client: { type: 'string', minLength: 1, maxLength: 100 },
      state: { enum: ['FUTURE', 'ACTIVE', 'ENDED', 'REVOKED'] },
      ...PAGE_QUERY,
    },
  },
  response: {
    200: {
      type: 'object',
      properties: {
        grants: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              id: TEXT,
              clientId: TEXT,
              stream: { enum: STREAMS },
              agencyRoot: TEXT,
              validFrom: DAY,
              validTo: DAY,
              revokedOn: DAY,
              state: { enum: ['FUTURE', 'ACTIVE', 'ENDED', 'REVOKED'] },
              grantedAt: { type: 'string', format: 'date-time' },
            },
          },
        },
        cursor: TEXT,
      },
    },
  },
} as const;

const GRANTED = 'vn.gov.hub.access-granted.v1';
const REVOKED = 'vn.gov.hub.access-revoked.v1';

export interface GrantDoors {
  /** The grants as projected, by id, with their state on that day. */
  readonly grants: (today: string) => Promise<readonly Grant[]>;
  readonly now: () => Instant;
}

export function addGrants(app: FastifyInstance, doors: OperatorDoors, parts: GrantDoors): void {
  const today = (): string => dayOf(parts.now());
  addList(app, parts, today);
  addOperatorDoor(app, doors, {
    method: 'POST',
    path: '/v1/grants',
    name: 'grant',
    docs: GRANT_DOCS,
    state: (request) => {
      const grantId = doors.hubKey.contentId(['grant', request.eventId]);
      const read = readMembers(withDefault(request, 'validFrom', today()), GRANTED, { filled: { grantId } });
      request.faults.push(...periodFaults(read.data['validFrom'], read.data['validTo']));
      if (textOf(read, 'stream') !== '' && !STREAMS.some((stream) => stream === textOf(read, 'stream'))) {
        request.faults.push({
          pointer: '/stream',
          code: 'NOT_LISTED',
          expected: `one of ${STREAMS.join(', ')}`,
        });
      }
      const body = { ...read, hashed: asStated(GRANTED, grantId, request) };
      return { type: GRANTED, key: `grant/${grantId}`, body, answer: { grantId } };
    },
  });
  addOperatorDoor(app, doors, {
    method: 'POST',
    path: '/v1/grants/:id/revocation',
    name: 'grant-revocation',
    docs: REVOCATION_DOCS,
    state: async (request) => {
      const { id: grantId = '' } = request.params;
      const read = readMembers(withDefault(request, 'effectiveOn', today()), REVOKED, {
        filled: { grantId },
      });
      const known = await parts.grants(today());
      if (!known.some(({ id }) => id === grantId)) throw new ProblemError('NOT_FOUND', { detail: NO_GRANT });
      const body = { ...read, hashed: asStated(REVOKED, grantId, request) };
      return { type: REVOKED, key: `grant/${grantId}`, body };
    },
  });
}

/** A repeat on another day is the same statement: the day that stands in for none is not part of it. */
function asStated(type: string, grantId: string, { members }: OperatorRequest): unknown {
  return { type, grantId, members };
}

const NO_GRANT = {
  vi: 'Không có quyền nào mang mã này. Xem GET /v1/grants; quyền vừa cấp hiện ra khi đã được chiếu.',
  en: 'There is no grant of this id. See GET /v1/grants; one just given shows once it is projected.',
};

function addList(app: FastifyInstance, { grants }: GrantDoors, today: () => string): void {
  app.get<{ Querystring: PageQuery & { readonly client?: string; readonly state?: string } }>(
    '/v1/grants',
    { schema: LIST_SCHEMA },
    async ({ query }) => {
      const { client, state } = query;
      const wanted = (await grants(today())).filter(
        (grant) =>
          (client === undefined || grant.clientId === client) &&
          (state === undefined || grant.state === state),
      );
      const { items, cursor } = pageOf(wanted, ({ id }) => id, pageAsked(query));
      return { grants: items, ...(cursor !== undefined && { cursor }) };
    },
  );
}
