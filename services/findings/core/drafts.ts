/**
 * Findings as facts to publish. The id follows from what was found, not from when: the same finding made twice is
 * one fact.
 */
import { createHash } from 'node:crypto';
import type { Concern, FactReference } from '#schemas/generated/events.ts';
import type { Proof } from '#shared/once-only/question.ts';
import type { ReAsk } from '#shared/once-only/re-ask.ts';
import type { StatedConflict } from '#shared/once-only/stated-conflict.ts';
import type { Taint } from '#shared/once-only/taint.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import type { Instant } from '#shared/pure/time.ts';

const SOURCE = '/hub/findings';
const DOOR = 'findings';

/** An agency asked `applicant` for what they held. */
export function reAskDraft(
  dossierCode: string,
  applicant: string,
  found: ReAsk,
  recordedAt: Instant,
): FactDraft {
  const { paperKind, askedBy, requestKey, request, procedureCode, held } = found;
  const { source, id, occurredAt, agency } = request.event;
  return {
    ...named('re-ask', [dossierCode, requestKey, paperKind, applicant]),
    eventName: 'ReAskDetected',
    type: 'vn.gov.hub.re-ask-detected.v1',
    key: dossierCode,
    occurredAt,
    recordedAt,
    agency,
    concerns: [],
    concernsByKey: [{ subjectKey: applicant, role: 'APPLICANT' }],
    data: {
      dossierCode,
      procedureCode: procedureCode ?? null,
      paperKind,
      askedBy,
      request: { source, id },
      askedAt: occurredAt,
      heldPaperId: held.paperId,
      proof: references(held.provenance),
    },
  };
}

/** A dossier relied on a paper that is no longer good. */
export function taintDraft(found: Taint, recordedAt: Instant): FactDraft {
  const { paperId, paperKind, reason, dossierCode, reusedIn, agency, procedureCode, results, proof } = found;
  return {
    ...named('taint', [paperId, reason, reusedIn]),
    eventName: 'TaintDetected',
    type: 'vn.gov.hub.taint-detected.v1',
    key: reusedIn,
    occurredAt: recordedAt,
    recordedAt,
    agency,
    concerns: [],
    concernsByKey: [...found.holders],
    data: {
      paperId,
      paperKind,
      reason,
      dossierCode: dossierCode ?? null,
      reusedIn,
      procedureCode: procedureCode ?? null,
      results,
      proof: references(proof),
    },
  };
}

/** The statements about one dossier contradict each other. */
export function conflictDraft(dossierCode: string, found: StatedConflict, recordedAt: Instant): FactDraft {
  const { conflictKind, applicants, procedureCodes, agency, facts } = found;
  const identity = named('conflict', [dossierCode, ...applicants, ...procedureCodes]);
  return {
    ...identity,
    eventName: 'SubjectConflictDetected',
    type: 'vn.gov.hub.subject-conflict-detected.v1',
    key: dossierCode,
    occurredAt: recordedAt,
    recordedAt,
    agency,
    concerns: [],
    concernsByKey: applicants.map((subjectKey): Concern => ({ subjectKey, role: 'APPLICANT' })),
    data: {
      conflictId: identity.id,
      conflictKind,
      dossierCode,
      procedureCodes,
      proof: facts.map(({ event: { source, id } }) => ({ source, id })),
    },
  };
}

type Named = Pick<FactDraft, 'id' | 'source' | 'door' | 'hashed'>;

/** Identity and body hash follow from the same parts: whoever finds it again says the same. */
function named(kind: string, parts: readonly string[]): Named {
  const hash = createHash('sha256').update(parts.join('\0')).digest('base64url').slice(0, 22);
  return { id: `${kind}/${hash}`, source: SOURCE, door: DOOR, hashed: [kind, ...parts] };
}

function references(proof: readonly Proof[]): FactReference[] {
  return proof.map(({ source, eventId }) => ({ source, id: eventId }));
}
