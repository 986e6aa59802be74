/** The aggregate that an event is about, which is its Kafka key: made of `subject`, for shared papers of a person. */
import type { TopicName } from '#schemas/topics.ts';
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import { documentKeyOfId } from '#shared/pure/document-key.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import type { HubKey } from '#shared/pure/hub-key.ts';
import {
  aggregateForm,
  type IdentifierFault,
  isDossierCode,
  isPlaceholder,
} from '#shared/pure/identifiers.ts';

/** A key, or why the subject gives none. */
export type KeyOfSubject = { readonly key: string } | { readonly fault: IdentifierFault };

/** The key that a CloudEvents `subject` names on a topic. */
export function keyOfSubject(topic: string, subject: string): KeyOfSubject {
  switch (topic) {
    case 'gov.one-stop-shop.dossier.v1' satisfies TopicName:
      return isDossierCode(subject)
        ? { key: aggregateForm(subject) }
        : { fault: { expected: 'a dossier code, e.g. H44.150-260914-0012' } };
    case 'gov.document-management.document.v1' satisfies TopicName:
      return documentKey(subject);
    case 'gov.civil-servants.record.v1' satisfies TopicName:
      return clearCode(subject.trim(), 'a civil servant code');
    case 'gov.one-stop-shop.petition.v1' satisfies TopicName:
      return clearCode(aggregateForm(subject), 'a petition code');
    case 'gov.document-management.work-file.v1' satisfies TopicName:
      return clearCode(aggregateForm(subject), 'a work file code');
    case 'gov.civil-servants.establishment.v1' satisfies TopicName:
      return agencyCode(subject);
    default:
      return { fault: { expected: 'nothing: the hub makes this key itself' } };
  }
}

function documentKey(subject: string): KeyOfSubject {
  const key = documentKeyOfId(subject);
  if (key !== undefined) return { key };
  return { fault: { expected: 'agency, day and notation, e.g. H44,2026-09-01,1201/UBND-KSTT' } };
}

function agencyCode(subject: string): KeyOfSubject {
  const key = normaliseAgencyCode(subject);
  return key === undefined
    ? { fault: { expected: 'the code of the agency whose posts they are, e.g. H44.150' } }
    : { key };
}

/** The code stays in the clear for ever, so a personal number must not slip in as one. */
function clearCode(code: string, what: string): KeyOfSubject {
  if (/^(?:\d{9}|\d{12})$/.test(code)) {
    const hint = 'this looks like a personal number, which must not stand in the clear';
    return { fault: { expected: what, hint } };
  }
  if (/^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,63}$/u.test(code)) return { key: code };
  return { fault: { expected: `${what} of letters, digits and . _ / -` } };
}

/**
 * The Kafka key of a draft: its own, or the subjectKey of the first person it concerns.
 * @throws RangeError if it has neither: whoever translates must refuse such a message before.
 */
export function aggregateKeyOf(draft: FactDraft, hubKey: HubKey): string {
  if (draft.key !== undefined) return draft.key;
  const first = draft.concerns.find(({ person }) => !isPlaceholder(person));
  if (first === undefined)
    throw new RangeError(`${draft.type}: a draft without a key must concern somebody known`);
  return hubKey.subjectKey(first.person);
}
