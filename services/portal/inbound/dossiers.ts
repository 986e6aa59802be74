/** `GET /v1/dossiers/{code}`: one dossier with its timeline, each entry with its event. */
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import { foldDossier } from '#shared/once-only/dossier.ts';
import { type DossierView, viewDossier } from '#shared/once-only/dossier-view.ts';
import { OpenLetters } from '#shared/once-only/open-letters.ts';
import { aggregateForm } from '#shared/pure/identifiers.ts';
import type { WorldReader } from '#shared/reading/reading.ts';
import { answerDossier, type Party, submissionsOf } from '../core/dossier-answer.ts';
import type { PersonalValues } from '../core/sealed-values.ts';
import { dossierDocs } from './dossiers-docs.ts';
import { type Waiting, waitAsAsked } from './query.ts';
import { answerLanguage, readStatedRead, sayFreshness } from './reading-headers.ts';

export interface DossierParts {
  readonly worlds: WorldReader;
  readonly personal: PersonalValues;
  readonly waiting: Waiting;
}

export function addDossiers(app: FastifyInstance, { worlds, personal, waiting }: DossierParts): void {
  app.get<{ Params: { code: string } }>(
    '/v1/dossiers/:code',
    { schema: dossierDocs },
    async (request, reply) => {
      readStatedRead(request);
      answerLanguage(request, reply);
      await waitAsAsked(request, waiting);

      const code = aggregateForm(request.params.code);
      const { world, knownAt, freshness } = await worlds.forDossier(code);
      const facts = world.dossiers.get(code);
      if (facts === undefined) throw new ProblemError('NOT_FOUND');
      const dossier = viewDossier(foldDossier(code, facts, { ...world, knownAt }));
      const parties = await namesOf(dossier, personal);

      sayFreshness(reply, freshness);
      const deadLetterOpen = new OpenLetters(world, knownAt).isOpen('dossiers', code);
      return answerDossier(dossier, parties, deadLetterOpen, freshness);
    },
  );
}

/** The applicants' names as their submissions say them; undefined where none does. */
async function namesOf(dossier: DossierView, personal: PersonalValues): Promise<readonly Party[]> {
  const submissions = submissionsOf(dossier);
  const names = await personal.open(submissions);
  return dossier.applicants.map((subjectKey) => ({
    role: 'APPLICANT',
    name: names[submissions.findIndex(({ keyOwner }) => keyOwner === subjectKey)],
  }));
}
