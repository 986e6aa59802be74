/** `GET /v1/agencies/{code}`: an agency with those it followed and those that follow it. */
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import type { WorldReader } from '#shared/reading/reading.ts';
import { agencyDocs } from './agencies-docs.ts';
import { type Waiting, waitAsAsked } from './query.ts';
import { sayFreshness } from './reading-headers.ts';

export interface AgencyParts {
  readonly worlds: WorldReader;
  readonly waiting: Waiting;
}

export function addAgencies(app: FastifyInstance, { worlds, waiting }: AgencyParts): void {
  app.get<{ Params: { code: string } }>(
    '/v1/agencies/:code',
    { schema: agencyDocs },
    async (request, reply) => {
      await waitAsAsked(request, waiting);
      const { agencies, freshness } = await worlds.registry();
      const code = normaliseAgencyCode(request.params.code);
      const agency = code === undefined ? undefined : agencies.find(code);
      if (agency === undefined) throw new ProblemError('NOT_FOUND');
      sayFreshness(reply, freshness);
      return { ...agency, current: agencies.current(agency.code) };
    },
  );
}
