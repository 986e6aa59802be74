/** A status message (QCVN 102:2016): what a recipient, or a sender who asks back, says about a document. */
import type { Instant } from '#shared/pure/time.ts';
import {
  type DocumentReference,
  documentKeyOf,
  type Organ,
  readOrgan,
  readReference,
  readStaff,
  type Staff,
} from './edxml-parts.ts';
import type { ElementReader } from './element-reader.ts';

export const STATUS_EVENTS = {
  '01': 'DocumentArrived',
  '02': 'DocumentRefused',
  '03': 'DocumentReceived',
  '04': 'DocumentAssigned',
  '05': 'DocumentInProcess',
  '06': 'DocumentDone',
  '13': 'RecallRequested',
  '15': 'RecallAccepted',
  '16': 'RecallRefused',
} as const;

export type StatusCode = keyof typeof STATUS_EVENTS;

export interface EdxmlStatus {
  readonly kind: 'STATUS';
  readonly from: Organ;
  readonly about: DocumentReference;
  readonly staff: Staff;
  readonly code: StatusCode;
  readonly codeAsSent: string;
  /** Exactly as sent. */
  readonly description: string | undefined;
  readonly at: Instant;
}

/** Reads a status message; what is wrong is among the faults of the readers. */
export function readStatus(header: ElementReader): EdxmlStatus {
  const message = header.child('MessageHeader');
  const responseFor = message.child('ResponseFor');
  const about = readReference(responseFor);
  if (documentKeyOf(about) === undefined) {
    responseFor.fault(
      'FIELD_REQUIRED',
      'the id of the document, or its agency, day and notation',
      'DocumentId',
    );
  }
  return {
    kind: 'STATUS',
    from: readOrgan(message.child('From')),
    about,
    staff: readStaff(message.child('StaffInfo')),
    ...readCode(message),
    description: message.verbatim('Description'),
    at: message.requiredInstant('Timestamp'),
  };
}

/** Some senders leave the leading zero out. */
function readCode(message: ElementReader): { code: StatusCode; codeAsSent: string } {
  const codeAsSent = message.requiredLine('StatusCode');
  const code = codeAsSent.padStart(2, '0');
  if (isStatusCode(code)) return { code, codeAsSent };
  if (codeAsSent !== '') {
    message.fault(
      'STATUS_CODE_UNKNOWN',
      `one of ${Object.keys(STATUS_EVENTS).sort().join(', ')}`,
      'StatusCode',
    );
  }
  return { code: '01', codeAsSent };
}

function isStatusCode(code: string): code is StatusCode {
  return Object.hasOwn(STATUS_EVENTS, code);
}
