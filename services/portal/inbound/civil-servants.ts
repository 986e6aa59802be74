/** `GET /v1/civil-servants/{code}?on=`: a civil servant's record and posts on a day. */
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import { aggregateForm } from '#shared/pure/identifiers.ts';
import { dayOf, type Instant } from '#shared/pure/time.ts';
import type { WorldReader } from '#shared/reading/reading.ts';
import { answerCivilServant, civilServantRecord, nameOf } from '../core/civil-servant-answer.ts';
import { MemberReader } from '../core/member-reader.ts';
import type { PersonalValues } from '../core/sealed-values.ts';
import { readTimes } from '../core/times.ts';
import { civilServantDocs } from './civil-servants-docs.ts';
import { readQuery, refuseFaults, type Waiting } from './query.ts';
import { answerLanguage, readStatedRead, sayFreshness } from './reading-headers.ts';

export interface CivilServantParts {
  readonly worlds: WorldReader;
  readonly personal: PersonalValues;
  readonly waiting: Waiting;
  readonly now: () => Instant;
}

export function addCivilServants(app: FastifyInstance, parts: CivilServantParts): void {
  const { worlds, personal, waiting, now } = parts;
  app.get<{ Params: { code: string } }>(
    '/v1/civil-servants/:code',
    { schema: civilServantDocs },
    async (request, reply) => {
      readStatedRead(request);
      answerLanguage(request, reply);
      const reader = new MemberReader();
      const { members, awaited } = readQuery(reader, request, waiting, ['on']);
      const { on } = readTimes(reader, '/querystring', members['on'], undefined, dayOf(now()));
      refuseFaults(reader);
      if (awaited !== undefined) await waiting.reached(awaited);

      const code = aggregateForm(request.params.code);
      const { world, knownAt, freshness } = await worlds.forCivilServant(code);
      const record = civilServantRecord(code, world, knownAt);
      if (record === undefined) throw new ProblemError('NOT_FOUND');
      const [name] = await personal.open(nameOf(record));
      sayFreshness(reply, freshness);
      return answerCivilServant(record, on, name, freshness);
    },
  );
}
