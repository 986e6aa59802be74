/**
 * One edXML message out of its bytes: a document or a status message. Both ways of writing prefixes are read;
 * any other namespace than the standard's is refused, so that nothing is read out of an extension.
 */
import { type Fault, MessageFault } from '#shared/pure/fault.ts';
import { ENCODED_FILE_ELEMENT } from './attachments.ts';
import { type EdxmlDocument, readDocument } from './edxml-document.ts';
import { type EdxmlStatus, readStatus } from './edxml-status.ts';
import { ElementReader } from './element-reader.ts';
import { readXml, type XmlElement } from './xml.ts';

export type EdxmlMessage = EdxmlDocument | EdxmlStatus;

const NAMESPACE = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';
const BULK = new Set([ENCODED_FILE_ELEMENT]);
/** Levels that the paths of faults leave out: everybody knows them, and they never repeat. */
const UNSAID_LEVELS = new Set(['edXML', 'edXMLEnvelope', 'edXMLHeader']);
const FAULTS_MAX = 100;

/**
 * Reads a message.
 * @throws MessageFault: 400 if it is no XML that may be read (see `readXml`), 422 with all its faults if it is no
 * edXML message.
 */
export function readEdxml(bytes: Buffer): EdxmlMessage {
  const root = readXml(bytes, BULK);
  const faults = foreignElements(root, '');
  if (root.name !== 'edXML' || root.namespace !== NAMESPACE) {
    faults.unshift({ pointer: '', code: 'EDXML_ROOT_UNKNOWN', expected: `the root edXML in ${NAMESPACE}` });
  }
  refuseIfAny(faults);
  const message = readMessage(root, faults);
  refuseIfAny(faults);
  return message;
}

function readMessage(element: XmlElement, faults: Fault[]): EdxmlMessage {
  const root = new ElementReader(element, '', faults);
  const envelope = root.level('edXMLEnvelope');
  const header = envelope.level('edXMLHeader');
  const isStatus = header.child('MessageHeader').child('StatusCode').isPresent;
  return isStatus ? readStatus(header) : readDocument({ root, envelope, header });
}

/** The standard's elements stand in its namespace or, as some senders write, in none; a signature in its own. */
function foreignElements(element: XmlElement, path: string): Fault[] {
  if (element.name === 'Signature') return [];
  const own = element.namespace === NAMESPACE || element.namespace === '';
  const pointer = UNSAID_LEVELS.has(element.name) ? path : `${path}/${element.name}`;
  const fault = { pointer, code: 'XML_NAMESPACE_UNKNOWN', expected: `elements of ${NAMESPACE}` };
  return [...(own ? [] : [fault]), ...element.children.flatMap((child) => foreignElements(child, pointer))];
}

function refuseIfAny(faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  const distinct = new Map(faults.map((fault) => [`${fault.pointer} ${fault.code}`, fault]));
  throw new MessageFault(422, [...distinct.values()].slice(0, FAULTS_MAX));
}
