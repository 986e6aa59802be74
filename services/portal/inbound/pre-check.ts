/** `POST /v1/pre-check`: what must these persons still bring? */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { ProblemError } from '#shared/http/problems.ts';
import { rowsOn } from '#shared/once-only/catalogue.ts';
import { preCheck, QuestionFault } from '#shared/once-only/pre-check.ts';
import type { PreCheckAnswer, Question } from '#shared/once-only/question.ts';
import type { World } from '#shared/once-only/world.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import { dayOf, type Instant } from '#shared/pure/time.ts';
import type { WorldReader } from '#shared/reading/reading.ts';
import { type AskedPerson, readPreCheckRequest, refuseUnknownOrdinals } from '../core/pre-check-request.ts';
import { viewPreCheck } from '../core/pre-check-view.ts';
import { fillIn, identifiersOf, type Opened } from '../core/prefill.ts';
import { type PersonalValues, type PlacedValue, sealedValuesOf } from '../core/sealed-values.ts';
import { preCheckDocs } from './pre-check-docs.ts';
import { type Waiting, waitAsAsked } from './query.ts';
import { answerLanguage, readStatedRead, sayFreshness } from './reading-headers.ts';

export interface PreCheckParts {
  readonly worlds: WorldReader;
  readonly personal: PersonalValues;
  readonly waiting: Waiting;
  readonly hubKey: HubKey;
  readonly now: () => Instant;
}

export function addPreCheck(app: FastifyInstance, parts: PreCheckParts): void {
  const { worlds, personal, waiting, hubKey, now } = parts;
  const keyOf = ({ subject }: AskedPerson): string => hubKey.subjectKey(subject);

  app.post('/v1/pre-check', { schema: preCheckDocs }, async (request, reply) => {
    readStatedRead(request);
    const language = answerLanguage(request, reply);
    const asked = readPreCheckRequest(request.body, dayOf(now()));
    await waitAsAsked(request, waiting);

    const subjects = asked.subjects.map((person) => ({ role: person.role, subjectKey: keyOf(person) }));
    const { world, knownAt, freshness, truncated } = await worlds.forQuestion({ ...asked, subjects });
    const answer = decide({ ...asked, subjects, knownAt }, world);
    const sealed = sealedValuesOf(answer.prefill, world, knownAt);
    const opened = await openAll(personal, sealed);
    const prefill = fillIn(answer.prefill, opened, identifiersOf(asked.subjects, keyOf));

    sayFreshness(reply, freshness);
    return viewPreCheck(answer, {
      answerId: randomUUID(),
      on: asked.on,
      knownAt,
      prefill,
      freshness,
      truncated,
      language,
      agencies: world.agencies,
    });
  });
}

/** @throws ProblemError PROCEDURE_UNKNOWN, ROLE_MISSING, AGENCY_MISSING. MessageFault for `applies`. */
function decide(question: Question, world: World): PreCheckAnswer {
  const procedure = world.catalogue.procedureOn(question.procedureCode, question.on);
  if (procedure !== undefined)
    refuseUnknownOrdinals(
      question.applies,
      rowsOn(procedure, question.on).map(({ ordinal }) => ordinal),
    );
  try {
    return preCheck(question, world);
  } catch (error) {
    if (error instanceof QuestionFault) {
      throw new ProblemError(error.code, { errors: error.faults, cause: error });
    }
    throw error;
  }
}

/** What the first of the sealed values says that says anything, under the same names. */
async function openAll<K>(
  personal: PersonalValues,
  sealed: ReadonlyMap<K, readonly PlacedValue[]>,
): Promise<ReadonlyMap<K, Opened | undefined>> {
  const said = (await personal.openFirst([...sealed.values()])).values();
  return new Map(
    [...sealed.keys()].map((name) => {
      const { value: first } = said.next();
      return [name, first && { value: first.value, proof: first.of.proof }];
    }),
  );
}
