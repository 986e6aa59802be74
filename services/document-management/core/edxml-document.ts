/** A document message (QCVN 102:2016, message types 0 to 3) as a typed value. */
import type { Attachment, SignatureStatus } from '#schemas/generated/events.ts';
import type { Day } from '#shared/pure/time.ts';
import { type AttachedFile, readAttachments } from './attachments.ts';
import { type Business, type Hop, readBusiness, readTrace } from './edxml-business.ts';
import { type DocumentReference, type Organ, readOrgan, readReference } from './edxml-parts.ts';
import type { ElementReader } from './element-reader.ts';
import { readSignatureStatus } from './signature.ts';

const DOCUMENT_ID_LENGTH_MAX = 200;

export interface EdxmlDocument {
  readonly kind: 'DOCUMENT';
  readonly from: Organ;
  readonly to: readonly Organ[];
  /** As sent. */
  readonly documentId: string;
  readonly codeNumber: string | undefined;
  readonly codeNotation: string | undefined;
  readonly place: string | undefined;
  readonly promulgatedOn: Day;
  readonly documentType: Record<'code' | 'detail' | 'name', string | undefined>;
  /** The subject line and the content, exactly as sent. */
  readonly subject: string;
  readonly content: string | undefined;
  readonly signer: Record<'competence' | 'position' | 'name', string | undefined>;
  readonly dueOn: Day | undefined;
  readonly toPlaces: readonly string[];
  readonly priority: string | undefined;
  readonly sphere: string | undefined;
  readonly copyCount: number | undefined;
  readonly pageCount: number | undefined;
  readonly appendixes: readonly string[];
  readonly respondsTo: readonly DocumentReference[];
  readonly steeringType: string | undefined;
  readonly taskCodes: readonly string[];
  readonly trace: readonly Hop[];
  readonly business: Business;
  readonly attachments: readonly Attachment[];
  /** The bytes of the attachments. */
  readonly files: readonly AttachedFile[];
  readonly signatureStatus: SignatureStatus;
}

/** The levels of an edXML message; missing ones have their fault already. */
export interface EdxmlLevels {
  readonly root: ElementReader;
  readonly envelope: ElementReader;
  readonly header: ElementReader;
}

/** Reads a document message; what is wrong is among the faults of the readers. */
export function readDocument({ root, envelope, header }: EdxmlLevels): EdxmlDocument {
  const message = header.child('MessageHeader');
  const traceList = header.child('TraceHeaderList');
  const manifest = envelope.child('edXMLBody').child('edXMLManifest');
  return {
    kind: 'DOCUMENT',
    ...readParties(message),
    ...readIdentity(message),
    ...readDescription(message),
    ...readHandling(message),
    trace: readTrace(traceList),
    business: readBusiness(traceList.child('Bussiness')),
    ...readAttachments(manifest, root.child('AttachmentEncoded')),
    signatureStatus: readSignatureStatus(header.child('Signature')),
  };
}

function readParties(message: ElementReader) {
  const to = message.children('To');
  if (to.length === 0) message.fault('FIELD_REQUIRED', 'at least one recipient', 'To');
  return { from: readOrgan(message.child('From')), to: to.map(readOrgan) };
}

function readIdentity(message: ElementReader) {
  const documentId = message.requiredLine('DocumentId');
  if (documentId.length > DOCUMENT_ID_LENGTH_MAX) {
    message.fault('FIELD_TOO_LONG', `at most ${DOCUMENT_ID_LENGTH_MAX} characters`, 'DocumentId');
  }
  const code = message.child('Code');
  const promulgation = message.child('PromulgationInfo');
  return {
    documentId,
    codeNumber: code.line('CodeNumber'),
    codeNotation: code.line('CodeNotation'),
    place: promulgation.line('Place'),
    promulgatedOn: promulgation.requiredDay('PromulgationDate'),
  };
}

function readDescription(message: ElementReader) {
  const type = message.child('DocumentType');
  const signer = message.child('SignerInfo');
  return {
    documentType: { code: type.line('Type'), detail: type.line('TypeDetail'), name: type.line('TypeName') },
    subject: message.requiredVerbatim('Subject'),
    content: message.verbatim('Content'),
    signer: {
      competence: signer.line('Competence'),
      position: signer.line('Position'),
      name: signer.line('FullName'),
    },
  };
}

function readHandling(message: ElementReader) {
  const other = message.child('OtherInfo');
  return {
    dueOn: message.day('DueDate'),
    toPlaces: message.child('ToPlaces').lines('Place'),
    priority: other.line('Priority'),
    sphere: other.line('SphereOfPromulgation'),
    copyCount: other.count('PromulgationAmount'),
    pageCount: other.count('PageAmount'),
    appendixes: other.child('Appendixes').lines('Appendix'),
    respondsTo: message.children('ResponseFor').map(readReference),
    steeringType: message.line('SteeringType'),
    taskCodes: message.child('ResponseForTask').lines('TaskCode'),
  };
}
