/** What a document message does: says a new document, asks one back, changes one or takes the place of others. */
import type { ReceiverChange } from '#schemas/generated/events.ts';
import type { Instant } from '#shared/pure/time.ts';
import { readStaff, type Staff } from './edxml-parts.ts';
import type { ElementReader } from './element-reader.ts';

export type Business = BusinessCommon &
  (
    | { readonly type: 'NEW' }
    | { readonly type: 'RECALL'; readonly documentId: string }
    | {
        readonly type: 'UPDATE';
        /** The document that changes; absent where it is the message's own. */
        readonly documentId: string | undefined;
        readonly contentChanged: boolean;
        readonly receivers: readonly ReceiverChange[];
      }
    | { readonly type: 'REPLACE'; readonly replaced: readonly ReplacedDocument[] }
  );

interface BusinessCommon {
  readonly reason: string | undefined;
  readonly staff: Staff;
}

export interface ReplacedDocument {
  readonly documentId: string;
  /** Agency codes of those whom it concerns. */
  readonly receivers: readonly string[];
}

/** One stop on the exchange axis. */
export interface Hop {
  readonly agencyCode: string;
  readonly at: Instant;
}

/** Reads `TraceHeaderList/Bussiness` (spelt so in the standard); without one the document is new. */
export function readBusiness(element: ElementReader): Business {
  const common = {
    reason: element.verbatim('BussinessDocReason'),
    staff: readStaff(element.child('StaffInfo')),
  };
  const type = element.line('BussinessDocType') ?? '0';
  switch (type) {
    case '0':
      return { ...common, type: 'NEW' };
    case '1':
      return { ...common, type: 'RECALL', documentId: element.requiredLine('DocumentId') };
    case '2':
      return { ...common, type: 'UPDATE', documentId: element.line('DocumentId'), ...readChanges(element) };
    case '3':
      return { ...common, type: 'REPLACE', replaced: readReplaced(element) };
    default:
      element.fault('BUSINESS_TYPE_UNKNOWN', '0 new, 1 recall, 2 update, 3 replace', 'BussinessDocType');
      return { ...common, type: 'NEW' };
  }
}

function readChanges(element: ElementReader) {
  const changes = element.child('BussinessDocumentInfo');
  return {
    contentChanged: changes.line('DocumentInfo') === '1',
    receivers: changes.child('ReceiverList').children('Receiver').map(readReceiver),
  };
}

function readReceiver(element: ElementReader): ReceiverChange {
  const type = element.requiredLine('ReceiverType');
  if (type !== '' && type !== '0' && type !== '1') {
    element.fault('RECEIVER_TYPE_UNKNOWN', '0 removed, 1 added', 'ReceiverType');
  }
  return { agencyCode: element.requiredAgency('OrganId'), change: type === '1' ? 'ADDED' : 'REMOVED' };
}

function readReplaced(element: ElementReader): ReplacedDocument[] {
  const list = element.child('ReplacementInfoList');
  const replaced = list.children('ReplacementInfo').map((info) => ({
    documentId: info.requiredLine('DocumentId'),
    receivers: info.child('OrganIdList').agencies('OrganId'),
  }));
  if (replaced.length === 0) list.fault('FIELD_REQUIRED', 'a document that is replaced', 'ReplacementInfo');
  return replaced;
}

/** The stops that a message made, in the order sent; their times may go back, and are kept as they are. */
export function readTrace(list: ElementReader): Hop[] {
  return list.children('TraceHeader').map((hop) => ({
    agencyCode: hop.requiredAgency('OrganId'),
    at: hop.requiredInstant('Timestamp'),
  }));
}
