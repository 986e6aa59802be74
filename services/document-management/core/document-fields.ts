/** A document as its facts hold it: open fields, sealed fields, and the body by which two statements are compared. */
import type { Attachment, EventData, EventPersonal, RespondedDocument } from '#schemas/generated/events.ts';
import type { EdxmlDocument } from './edxml-document.ts';
import { type DocumentReference, documentKeyOf } from './edxml-parts.ts';
import { looksSecret } from './secrecy.ts';

/** The fields that travel open. */
export function dataOf(document: EdxmlDocument): EventData['DocumentRegistered'] {
  const { documentType } = document;
  return {
    documentId: document.documentId,
    codeNumber: document.codeNumber ?? null,
    codeNotation: document.codeNotation ?? null,
    promulgatedOn: document.promulgatedOn,
    place: document.place ?? null,
    documentType: {
      code: documentType.code ?? null,
      detail: documentType.detail ?? null,
      name: documentType.name ?? null,
    },
    priority: document.priority ?? null,
    dueOn: document.dueOn ?? null,
    steeringType: document.steeringType ?? null,
    taskCodes: document.taskCodes,
    sphere: document.sphere ?? null,
    secrecySuspected: looksSecret(document.sphere),
    senderName: document.from.name ?? null,
    senderInCharge: document.from.inCharge ?? null,
    respondsTo: document.respondsTo.map(respondedDocument),
    attachments: document.attachments,
    appendixes: document.appendixes,
    toPlaces: document.toPlaces,
    pageCount: document.pageCount ?? null,
    copyCount: document.copyCount ?? null,
    signatureStatus: document.signatureStatus,
  };
}

/** The fields that travel sealed: what the document says and about whom nothing is known. */
export function textOf(document: EdxmlDocument): EventPersonal['DocumentRegistered'] {
  const { staff } = document.business;
  return {
    ...ownText(document),
    department: staff.department ?? null,
    staffName: staff.name ?? null,
    staffEmail: staff.email ?? null,
    staffPhone: staff.phone ?? null,
  };
}

function ownText({ subject, content, signer, from }: EdxmlDocument) {
  return {
    abstract: subject,
    content: content ?? null,
    signerName: signer.name ?? null,
    signerPosition: signer.position ?? null,
    signerCompetence: signer.competence ?? null,
    senderAddress: from.address ?? null,
    senderEmail: from.email ?? null,
    senderPhone: from.phone ?? null,
  };
}

/**
 * What makes two documents of one id the same. Left out is what changes when one and the same document is sent
 * again: the clerk who sent it, and how its files were packed (the exchange library gives a wrapping archive a
 * random entry name each time, and new content ids).
 */
export function bodyOf(document: EdxmlDocument): object {
  const attachments = document.attachments.map(contentOf);
  return { data: { ...dataOf(document), attachments }, text: ownText(document) };
}

function contentOf({ name, archiveEntry, sizeBytes, sha256 }: Attachment) {
  return archiveEntry === null
    ? { name, sizeBytes, sha256 }
    : { name, sizeBytes: archiveEntry.sizeBytes, sha256: archiveEntry.sha256 };
}

function respondedDocument(reference: DocumentReference): RespondedDocument {
  return {
    agencyCode: reference.agencyCode ?? null,
    notation: reference.notation ?? null,
    documentId: reference.documentId ?? null,
    documentKey: documentKeyOf(reference) ?? null,
    promulgatedOn: reference.promulgatedOn ?? null,
  };
}
