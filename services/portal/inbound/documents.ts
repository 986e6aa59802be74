/** `GET /v1/documents/{key}` and `/trace`: one official document, and what was said of it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import { factsOfDocument } from '#shared/once-only/document.ts';
import { foldDocument, type OfficialDocument } from '#shared/once-only/document-record.ts';
import type { Placed } from '#shared/once-only/order.ts';
import { standingFacts } from '#shared/once-only/standing.ts';
import { documentKeyOfId } from '#shared/pure/document-key.ts';
import type { Reading, WorldReader } from '#shared/reading/reading.ts';
import { answerDocument, answerTrace, documentTexts } from '../core/document-answer.ts';
import type { PersonalValues } from '../core/sealed-values.ts';
import { documentDocs, traceDocs } from './documents-docs.ts';
import { type Waiting, waitAsAsked } from './query.ts';
import { answerLanguage, readStatedRead, sayFreshness } from './reading-headers.ts';

export interface DocumentParts {
  readonly worlds: WorldReader;
  readonly personal: PersonalValues;
  readonly waiting: Waiting;
}

type KeyedRequest = FastifyRequest<{ Params: { key: string } }>;

export function addDocuments(app: FastifyInstance, parts: DocumentParts): void {
  app.get<{ Params: { key: string } }>(
    '/v1/documents/:key',
    { schema: documentDocs },
    async (request, reply) => {
      const { document, reading } = await readDocument(request, reply, parts);
      const texts = await parts.personal.open(documentTexts(document));
      const { world, freshness } = reading;
      return answerDocument(document, texts, world.agencies, world.deadLetters.length > 0, freshness);
    },
  );
  app.get<{ Params: { key: string } }>(
    '/v1/documents/:key/trace',
    { schema: traceDocs },
    async (request, reply) => {
      const { document, standing, reading } = await readDocument(request, reply, parts);
      return answerTrace(document.key, standing, reading.freshness);
    },
  );
}

interface ReadDocument {
  readonly document: OfficialDocument;
  readonly standing: readonly Placed[];
  readonly reading: Reading;
}

/** @throws ProblemError NOT_FOUND for a document that nobody spoke of, and for one that looks secret. */
async function readDocument(
  request: KeyedRequest,
  reply: FastifyReply,
  { worlds, waiting }: DocumentParts,
): Promise<ReadDocument> {
  readStatedRead(request);
  answerLanguage(request, reply);
  await waitAsAsked(request, waiting);

  const asked = request.params.key.normalize('NFC').trim();
  const key = documentKeyOfId(asked) ?? asked;
  const reading = await worlds.forDocument(key);
  const { world, knownAt } = reading;
  const facts = factsOfDocument(key, world.documents, knownAt, world.agencies);
  const standing = standingFacts(facts, knownAt, world.agencies).facts;
  const document = foldDocument(key, standing, world.agencies);
  if (standing.length === 0 || document.secrecySuspected) throw new ProblemError('NOT_FOUND');
  sayFreshness(reply, reading.freshness);
  return { document, standing, reading };
}
