/** `GET /v1/unmapped-papers`: what senders call papers that the hub cannot tell, the most frequent first. */
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import { officeCodes } from '#shared/once-only/office-codes.ts';
import type { WorldReader } from '#shared/reading/reading.ts';
import {
  type ReadUnmapped,
  readUnmappedCursor,
  showUnmapped,
  type UnmappedCursor,
  writeUnmappedCursor,
} from '../core/unmapped-papers.ts';
import { PAGE_QUERY, TEXT } from './operator-docs.ts';
import { type PageQuery, pageAsked } from './page-query.ts';

const TEXTS = { type: 'array', items: TEXT } as const;

const SCHEMA = {
  summary: 'Papers whose kind nothing says, by what senders call them',
  description:
    'Such papers are never held. `evidence` and `value` can be sent to `POST /v1/paper-aliases` with the kind that ' +
    'they mean; what was stated earlier is then read by it, too. Codes of results must be listed by a procedure.',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      agency: {
        type: 'string',
        minLength: 1,
        maxLength: 64,
        description: 'who sent them: the agency, the units below it, and the agencies that it succeeded',
      },
      ...PAGE_QUERY,
      cursor: { ...PAGE_QUERY.cursor, maxLength: 1_200 },
    },
  },
  response: {
    200: {
      type: 'object',
      properties: {
        papers: {
          type: 'array',
          items: {
            type: 'object',
            properties: {
              evidence: { enum: ['RESULT', 'CODE', 'NAME'] },
              value: { type: 'string', description: 'as sent' },
              papers: { type: 'integer' },
              aggregates: { type: 'integer', description: 'dossiers, and persons of shared papers' },
              origins: { type: 'array', items: { enum: ['COMPONENT', 'RESULT', 'SHARED'] } },
              remedy: { enum: ['ALIAS', 'CATALOGUE'] },
              agencies: TEXTS,
              firstSeenAt: { type: 'string', format: 'date-time' },
              lastSeenAt: { type: 'string', format: 'date-time' },
              dossiers: { ...TEXTS, description: 'some of them' },
            },
          },
        },
        cursor: TEXT,
      },
    },
  },
} as const;

export interface UnmappedParts {
  readonly worlds: WorldReader;
  readonly read: ReadUnmapped;
}

export function addUnmappedPapers(app: FastifyInstance, { worlds, read }: UnmappedParts): void {
  app.get<{ Querystring: PageQuery & { readonly agency?: string } }>(
    '/v1/unmapped-papers',
    { schema: SCHEMA },
    async ({ query }) => {
      const { limit, cursor } = pageAsked(query);
      const offices =
        query.agency === undefined
          ? undefined
          : officeCodes(query.agency, (await worlds.registry()).agencies);
      const rows = await read({ ...(offices !== undefined && { offices }) }, afterOf(cursor), limit + 1);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        papers: page.map(showUnmapped),
        ...(rows.length > limit && last !== undefined && { cursor: writeUnmappedCursor(last) }),
      };
    },
  );
}

/** @throws ProblemError MALFORMED_REQUEST for a cursor that no answer ever gave. */
function afterOf(cursor: string | undefined): UnmappedCursor | undefined {
  if (cursor === undefined) return undefined;
  const after = readUnmappedCursor(cursor);
  if (after !== undefined) return after;
  throw new ProblemError('MALFORMED_REQUEST', {
    errors: [
      {
        pointer: '/querystring/cursor',
        code: 'CURSOR',
        expected: 'the cursor of the page before, unchanged',
      },
    ],
  });
}
