/** `GET /v1/findings` and `/v1/findings/counts`: what the hub found for operators to look at. */
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import { officeCodes } from '#shared/once-only/office-codes.ts';
import type { WorldReader } from '#shared/reading/reading.ts';
import {
  type FindingCount,
  type FindingCursor,
  type FindingFilter,
  type FindingPage,
  type FindingType,
  showFinding,
} from '../core/findings.ts';

export interface FindingParts {
  readonly worlds: WorldReader;
  readonly read: (
    filter: FindingFilter,
    limit: number,
    after: FindingCursor | undefined,
  ) => Promise<FindingPage>;
  readonly count: (filter: FindingFilter) => Promise<readonly FindingCount[]>;
}

const LIMIT_DEFAULT = 50;
const LIMIT_MAX = 500;

const FILTER = {
  type: { enum: ['RE_ASK', 'TAINT', 'CONFLICT'] },
  agency: {
    type: 'string',
    minLength: 1,
    maxLength: 64,
    description: 'the agency, the units below it, and the agencies that it succeeded',
  },
  procedure: { type: 'string', minLength: 1, maxLength: 64 },
} as const;

const FINDING = {
  type: 'object',
  additionalProperties: true,
  properties: {
    id: { type: 'string', description: 'CloudEvents id of the event that says it' },
    type: { enum: ['RE_ASK', 'TAINT', 'CONFLICT'] },
    dossierCode: { type: 'string' },
    procedureCode: { type: 'string' },
    paperKind: { type: 'string' },
    agency: { type: 'string' },
    at: { type: 'string', format: 'date-time' },
    proof: { type: 'array', items: { type: 'object', additionalProperties: true } },
  },
} as const;

const LIST_SCHEMA = {
  summary: 'Findings, the newest first',
  description:
    'RE_ASK: an agency asked for a paper that the applicant held. TAINT: a dossier relied on a paper that was revoked, ' +
    'recalled or signed by somebody out of post. CONFLICT: statements contradict each other.',
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      ...FILTER,
      limit: { type: 'string', pattern: '^[1-9][0-9]{0,2}$', description: `at most ${LIMIT_MAX}` },
      cursor: { type: 'string', maxLength: 200 },
    },
  },
  response: {
    200: {
      type: 'object',
      properties: { findings: { type: 'array', items: FINDING }, cursor: { type: 'string' } },
    },
  },
} as const;

const COUNT = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    agency: { type: 'string' },
    procedureCode: { type: 'string', description: 'empty where it is not known' },
    count: { type: 'integer' },
  },
} as const;

const COUNTS_SCHEMA = {
  summary: 'How many findings, by agency and procedure',
  querystring: { type: 'object', additionalProperties: false, properties: FILTER },
  response: { 200: { type: 'object', properties: { counts: { type: 'array', items: COUNT } } } },
} as const;

interface Filter {
  readonly type?: FindingType;
  readonly agency?: string;
  readonly procedure?: string;
}

export function addFindings(app: FastifyInstance, parts: FindingParts): void {
  app.get<{ Querystring: Filter & { readonly limit?: string; readonly cursor?: string } }>(
    '/v1/findings',
    { schema: LIST_SCHEMA },
    async ({ query }) => {
      const limit = Math.min(Number(query.limit ?? LIMIT_DEFAULT), LIMIT_MAX);
      const page = await parts.read(
        await filterOf(query, parts),
        limit,
        query.cursor === undefined ? undefined : readCursor(query.cursor),
      );
      return {
        findings: page.facts.flatMap((fact) => showFinding(fact) ?? []),
        ...(page.next !== undefined && { cursor: writeCursor(page.next) }),
      };
    },
  );
  app.get<{ Querystring: Filter }>('/v1/findings/counts', { schema: COUNTS_SCHEMA }, async ({ query }) => ({
    counts: await parts.count(await filterOf(query, parts)),
  }));
}

async function filterOf(
  { type, agency, procedure }: Filter,
  { worlds }: FindingParts,
): Promise<FindingFilter> {
  const agencies = agency === undefined ? undefined : officeCodes(agency, (await worlds.registry()).agencies);
  return {
    ...(type !== undefined && { type }),
    ...(agencies !== undefined && { agencies }),
    ...(procedure !== undefined && { procedureCode: procedure }),
  };
}

/** Where a page of findings ended, for callers. */
export function writeCursor({ recordedAt, factId }: FindingCursor): string {
  return Buffer.from(`${recordedAt}|${factId}`).toString('base64url');
}

/** @throws ProblemError MESSAGE_REFUSED for what no answer ever gave. */
export function readCursor(text: string): FindingCursor {
  const [recordedAt = '', factId = ''] = Buffer.from(text, 'base64url').toString('utf8').split('|');
  if (/^\d{4}-\d{2}-\d{2} [\d:.]+\+00$/.test(recordedAt) && /^[0-9a-f-]{36}$/.test(factId))
    return { recordedAt, factId };
  throw new ProblemError('MESSAGE_REFUSED', {
    errors: [
      {
        pointer: '/querystring/cursor',
        code: 'CURSOR',
        expected: 'the cursor of the page before, unchanged',
      },
    ],
  });
}
