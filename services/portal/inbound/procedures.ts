/** `GET /v1/procedures?query=` and `GET /v1/procedures/{code}?on=`: what is asked for, and what answers it. */
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import { dayOf, type Instant } from '#shared/pure/time.ts';
import type { WorldReader } from '#shared/reading/reading.ts';
import { MemberReader } from '../core/member-reader.ts';
import { searchProcedures } from '../core/procedure-search.ts';
import { viewProcedure } from '../core/procedure-view.ts';
import { readTimes } from '../core/times.ts';
import { procedureDocs, proceduresDocs } from './procedures-docs.ts';
import { readQuery, refuseFaults, type Waiting } from './query.ts';
import { sayFreshness } from './reading-headers.ts';

export interface ProcedureParts {
  readonly worlds: WorldReader;
  readonly waiting: Waiting;
  readonly now: () => Instant;
}

const LIMIT_DEFAULT = 50;
const LIMIT_MAX = 200;

export function addProcedures(app: FastifyInstance, { worlds, waiting, now }: ProcedureParts): void {
  app.get('/v1/procedures', { schema: proceduresDocs }, async (request, reply) => {
    const reader = new MemberReader();
    const { members, awaited } = readQuery(reader, request, waiting, ['query', 'limit', 'cursor']);
    const query =
      members['query'] === '' ? undefined : reader.optionalText(members['query'], '/querystring/query', 200);
    const cursor = reader.optionalText(members['cursor'], '/querystring/cursor', 100);
    const limit = readLimit(reader, members['limit']);
    refuseFaults(reader);
    if (awaited !== undefined) await waiting.reached(awaited);

    const { catalogue, freshness } = await worlds.registry();
    sayFreshness(reply, freshness);
    return searchProcedures(catalogue.procedures(), {
      limit,
      ...(query !== undefined && { query }),
      ...(cursor !== undefined && { cursor }),
    });
  });

  app.get<{ Params: { code: string } }>(
    '/v1/procedures/:code',
    { schema: procedureDocs },
    async (request, reply) => {
      const reader = new MemberReader();
      const { members, awaited } = readQuery(reader, request, waiting, ['on']);
      const { on } = readTimes(reader, '/querystring', members['on'], undefined, dayOf(now()));
      refuseFaults(reader);
      if (awaited !== undefined) await waiting.reached(awaited);

      const { catalogue, freshness } = await worlds.registry();
      const procedure = catalogue.procedureOn(request.params.code.trim(), on);
      if (procedure === undefined) throw new ProblemError('PROCEDURE_UNKNOWN');
      sayFreshness(reply, freshness);
      return viewProcedure(procedure, on);
    },
  );
}

function readLimit(reader: MemberReader, value: unknown): number {
  const text = reader.optionalText(value, '/querystring/limit', 6);
  if (text === undefined) return LIMIT_DEFAULT;
  const limit = /^\d+$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= LIMIT_MAX) return limit;
  reader.fault('/querystring/limit', 'LIMIT', `a number from 1 to ${LIMIT_MAX}`);
  return LIMIT_DEFAULT;
}
