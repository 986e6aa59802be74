/** `GET /v1/subjects/{type}/{id}/papers`: every paper that answers for a person, with its life cycle. */
import type { FastifyInstance } from 'fastify';
import { papersOfSubject } from '#shared/once-only/papers-of-subject.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import { dayOf, type Instant } from '#shared/pure/time.ts';
import type { WorldReader } from '#shared/reading/reading.ts';
import { readSubject } from '../core/asked-subject.ts';
import { MemberReader } from '../core/member-reader.ts';
import { viewPapersOf } from '../core/papers-view.ts';
import { readTimes } from '../core/times.ts';
import { papersDocs } from './papers-docs.ts';
import { readQuery, refuseFaults, type Waiting } from './query.ts';
import { answerLanguage, readStatedRead, sayFreshness } from './reading-headers.ts';

export interface PapersParts {
  readonly worlds: WorldReader;
  readonly waiting: Waiting;
  readonly hubKey: HubKey;
  readonly now: () => Instant;
}

export function addPapers(app: FastifyInstance, { worlds, waiting, hubKey, now }: PapersParts): void {
  app.get<{ Params: { type: string; id: string } }>(
    '/v1/subjects/:type/:id/papers',
    { schema: papersDocs },
    async (request, reply) => {
      readStatedRead(request);
      const language = answerLanguage(request, reply);
      const reader = new MemberReader();
      const subject = readSubject(reader, '/params', request.params.type, request.params.id);
      const { members, awaited } = readQuery(reader, request, waiting, ['on', 'knownAt']);
      const times = readTimes(reader, '/querystring', members['on'], members['knownAt'], dayOf(now()));
      refuseFaults(reader);
      if (awaited !== undefined) await waiting.reached(awaited);
      if (subject === undefined) throw new RangeError('a subject without faults is there');

      const subjectKey = hubKey.subjectKey(subject);
      const { world, knownAt, freshness, truncated } = await worlds.forPapersOf(subjectKey, times.knownAt);
      const papers = papersOfSubject(subjectKey, times.on, knownAt, world);
      sayFreshness(reply, freshness);
      const { agencies } = world;
      const found = { subjectKey, on: times.on, knownAt, papers, freshness, truncated };
      return viewPapersOf({ ...found, agencies, language });
    },
  );
}
