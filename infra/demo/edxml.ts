/** Messages of document management systems: edXML as QCVN 102:2016 has it. */
import type { Message } from './row.ts';

export interface Organ {
  readonly agencyCode: string;
  readonly agencyName: string;
}

export interface SaidDocument {
  readonly from: Organ;
  readonly to: readonly Organ[];
  readonly number: string;
  readonly notation: string;
  /** `yyyy/MM/dd` */
  readonly promulgatedOn: string;
  readonly typeName: string;
  readonly subject: string;
  readonly signer: { readonly competence: string; readonly position: string; readonly name: string };
}

const NAMESPACE = 'http://www.mic.gov.vn/TBT/QCVN_102_2016';

/** `H44,2026/09/01,1201/UBND-KSTT`. */
export function documentIdOf({ from, promulgatedOn, number, notation }: SaidDocument): string {
  return `${from.agencyCode},${promulgatedOn},${number}/${notation}`;
}

/** The key under which the hub knows a document: its day in ISO form. */
export function documentKeyOf(document: SaidDocument): string {
  return documentIdOf(document)
    .replaceAll('/', '-')
    .replace(/-(?=[^,]*$)/, '/');
}

/** A new document to its recipients. */
export function documentMessage(document: SaidDocument): Message {
  const { from, to, number, notation, promulgatedOn, typeName, subject, signer } = document;
  return edxml(`
      <edXML:MessageHeader>
        <edXML:From>${organ(from)}</edXML:From>
        ${to.map((recipient) => `<edXML:To>${organ(recipient)}</edXML:To>`).join('\n        ')}
        <edXML:DocumentId>${documentIdOf(document)}</edXML:DocumentId>
        <edXML:Code>
          <edXML:CodeNumber>${number}</edXML:CodeNumber>
          <edXML:CodeNotation>${notation}</edXML:CodeNotation>
        </edXML:Code>
        <edXML:PromulgationInfo>
          <edXML:Place>Phú Thọ</edXML:Place>
          <edXML:PromulgationDate>${promulgatedOn}</edXML:PromulgationDate>
        </edXML:PromulgationInfo>
        <edXML:DocumentType>
          <edXML:Type>2</edXML:Type>
          <edXML:TypeDetail>0</edXML:TypeDetail>
          <edXML:TypeName>${typeName}</edXML:TypeName>
        </edXML:DocumentType>
        <edXML:Subject>${subject}</edXML:Subject>
        <edXML:SignerInfo>
          <edXML:Competence>${signer.competence}</edXML:Competence>
          <edXML:Position>${signer.position}</edXML:Position>
          <edXML:FullName>${signer.name}</edXML:FullName>
        </edXML:SignerInfo>
        <edXML:SteeringType>0</edXML:SteeringType>
      </edXML:MessageHeader>
      <edXML:TraceHeaderList>
        <edXML:Bussiness>
          <edXML:BussinessDocType>0</edXML:BussinessDocType>
          <edXML:Paper>0</edXML:Paper>
        </edXML:Bussiness>
      </edXML:TraceHeaderList>`);
}

export interface SaidStatus {
  readonly from: Organ;
  /** 13: the sender asks the document back; 15: a receiver agrees. */
  readonly code: '13' | '15';
  readonly description: string;
  /** `yyyy/MM/dd HH:mm:ss`, local time. */
  readonly at: string;
}

/** What an agency says about a document. */
export function statusMessage(about: SaidDocument, { from, code, description, at }: SaidStatus): Message {
  return edxml(`
      <edXML:MessageHeader>
        <edXML:From>${organ(from)}</edXML:From>
        <edXML:ResponseFor>
          <edXML:OrganId>${about.from.agencyCode}</edXML:OrganId>
          <edXML:Code>${about.number}/${about.notation}</edXML:Code>
          <edXML:DocumentId>${documentIdOf(about)}</edXML:DocumentId>
          <edXML:PromulgationDate>${about.promulgatedOn}</edXML:PromulgationDate>
        </edXML:ResponseFor>
        <edXML:StaffInfo>
          <edXML:Department>Văn thư</edXML:Department>
          <edXML:Staff>Bùi Quang Vinh</edXML:Staff>
          <edXML:Email>vinh@example.vn</edXML:Email>
          <edXML:Mobile>0900000789</edXML:Mobile>
        </edXML:StaffInfo>
        <edXML:StatusCode>${code}</edXML:StatusCode>
        <edXML:Description>${description}</edXML:Description>
        <edXML:Timestamp>${at}</edXML:Timestamp>
      </edXML:MessageHeader>`);
}

function organ({ agencyCode, agencyName }: Organ): string {
  return `
          <edXML:OrganId>${agencyCode}</edXML:OrganId>
          <edXML:OrganName>${agencyName}</edXML:OrganName>
        `;
}

function edxml(header: string): Message {
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="${NAMESPACE}">
  <edXML:edXMLEnvelope xmlns:edXML="${NAMESPACE}">
    <edXML:edXMLHeader>${header}
    </edXML:edXMLHeader>
    <edXML:edXMLBody>
      <edXML:edXMLManifest version="1.0" />
    </edXML:edXMLBody>
  </edXML:edXMLEnvelope>
  <AttachmentEncoded />
</edXML>
`;
  return { door: 'EDXML', body };
}
