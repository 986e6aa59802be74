/** `GET /v1/indicators` and `/v1/indicators/{id}/dossiers`: how well the promise is kept, and the dossiers behind it. */
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import { officeCodes } from '#shared/once-only/office-codes.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { RegistryReading, WorldReader } from '#shared/reading/reading.ts';
import {
  type IndicatorQuery,
  type IndicatorQuestion,
  indicatorQuestion,
} from '../core/indicator-question.ts';
import type { IndicatorReads } from '../core/indicator-reads.ts';
import { agencyTallies, answerIndicators } from '../core/indicator-tallies.ts';
import { type CountedCase, openedIndicators } from '../core/opened-indicator.ts';
import { indicatorsDocs, openedIndicatorDocs } from './indicators-docs.ts';
import { type PageQuery, pageAsked } from './page-query.ts';

export interface IndicatorParts {
  readonly worlds: WorldReader;
  readonly reads: IndicatorReads;
  readonly now: () => Instant;
}

export function addIndicators(app: FastifyInstance, { worlds, reads, now }: IndicatorParts): void {
  app.get<{ Querystring: IndicatorQuery }>(
    '/v1/indicators',
    { schema: indicatorsDocs },
    async ({ query }) => {
      const registry = await worlds.registry();
      const question = asked(query, registry, now());
      const rows = await reads.rows(question);
      return {
        ...query,
        to: question.to,
        indicators: answerIndicators(rows, registry, question),
        evaluation: { waiting: rows.waiting },
      };
    },
  );

  const opened = openedIndicators(reads, async (question) =>
    agencyTallies((await worlds.registry()).agencies, await reads.rows(question), question),
  );
  app.get<{ Params: { id: string }; Querystring: IndicatorQuery & PageQuery }>(
    '/v1/indicators/:id/dossiers',
    { schema: openedIndicatorDocs },
    async ({ params, query }) => {
      const open = opened.get(params.id);
      if (open === undefined) throw new ProblemError('NOT_FOUND');
      const question = asked(query, await worlds.registry(), now());
      const { limit, cursor } = pageAsked(query);
      const { cases, next } = await open(question, afterOf(cursor), limit);
      return {
        id: params.id,
        dossiers: cases.map(shown),
        ...(next !== undefined && { cursor: Buffer.from(next, 'utf8').toString('base64url') }),
      };
    },
  );
}

/** @throws ProblemError MALFORMED_REQUEST when the period ends before it begins. */
function asked(query: IndicatorQuery, { agencies }: RegistryReading, now: Instant): IndicatorQuestion {
  const question = indicatorQuestion(query, (agency) => officeCodes(agency, agencies), now);
  if (question.from === undefined || question.from <= question.to) return question;
  throw new ProblemError('MALFORMED_REQUEST', {
    errors: [{ pointer: '/querystring/from', code: 'PERIOD', expected: 'a day that is not after "to"' }],
  });
}

function afterOf(cursor: string | undefined): string {
  return cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString('utf8');
}

function shown(counted: CountedCase): CountedCase & { readonly dossierCode?: string } {
  return counted.kind === 'dossier' ? { ...counted, dossierCode: counted.code } : counted;
}
