/** A status message becomes one fact about the document of which it speaks. */
import { documentKeyOf } from './edxml-parts.ts';
import { type EdxmlStatus, STATUS_EVENTS } from './edxml-status.ts';
import { DOOR, type EdxmlDraft, envelopeOf, type TranslationContext } from './translation-context.ts';

const EVENT_TYPES = {
  DocumentArrived: 'vn.gov.document-management.document-arrived.v1',
  DocumentRefused: 'vn.gov.document-management.document-refused.v1',
  DocumentReceived: 'vn.gov.document-management.document-received.v1',
  DocumentAssigned: 'vn.gov.document-management.document-assigned.v1',
  DocumentInProcess: 'vn.gov.document-management.document-in-process.v1',
  DocumentDone: 'vn.gov.document-management.document-done.v1',
  RecallRequested: 'vn.gov.document-management.recall-requested.v1',
  RecallAccepted: 'vn.gov.document-management.recall-accepted.v1',
  RecallRefused: 'vn.gov.document-management.recall-refused.v1',
} as const;

/**
 * Status messages carry no id: the fact's id follows from all that they say. So an exact repeat is the same fact,
 * and two that differ in anything (a second arrival notice with another remark) are two facts, never a conflict.
 */
export function translateStatus(status: EdxmlStatus, context: TranslationContext): EdxmlDraft {
  const { from, staff, description = null, at } = status;
  const key = documentKeyOf(status.about) ?? '';
  const eventName = STATUS_EVENTS[status.code];
  const text = {
    staffName: staff.name ?? null,
    staffEmail: staff.email ?? null,
    staffPhone: staff.phone ?? null,
    description,
  };
  const common = {
    ...envelopeOf(from.agencyCode, context),
    type: EVENT_TYPES[eventName],
    key,
    id: context.hubKey.contentId([from.agencyCode, DOOR, key, `status:${status.code}`, { at, text }]),
    occurredAt: at,
    hashed: { at, text },
  };
  const statusCode = status.codeAsSent;
  if (eventName === 'RecallRequested') {
    return { ...common, eventName, text, data: { statusCode, recallDocumentId: null } };
  }
  return { ...common, eventName, text, data: { statusCode } };
}
