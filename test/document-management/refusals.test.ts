// Every bad example and a table of further ones: refused with the code agreed, whole, fast, and without an echo.

import { hostname } from 'node:os';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { MessageFault } from '#shared/pure/fault.ts';
import { readEdxml } from '../../services/document-management/core/edxml-message.ts';
import { BAD_FILES, EDXML_MISSING, edxmlExample, edxmlFile } from './edxml-files.ts';

/** What a message is refused with. */
function refusalOf(bytes: Buffer): MessageFault {
  try {
    readEdxml(bytes);
  } catch (error) {
    if (error instanceof MessageFault) return error;
    throw error;
  }
  throw new Error('the message was accepted');
}

function codes(bytes: Buffer | string): string[] {
  return refusalOf(Buffer.from(bytes)).faults.map(({ pointer, code }) => `${pointer} ${code}`);
}

const refused = BAD_FILES.filter(({ suggestedErrorCode }) => suggestedErrorCode !== 'DOCUMENT_ID_CONFLICT');

describe.skipIf(EDXML_MISSING)('a bad example is refused', () => {
  test.each(refused)('$file: $what', ({ file, suggestedErrorCode }) => {
    const { faults, status } = refusalOf(edxmlFile(file));
    expect(new Set(faults.map(({ code }) => code))).toEqual(new Set([suggestedErrorCode]));
    expect(status).toBe(/^(XML|EMPTY)_/.test(suggestedErrorCode) ? 400 : 422);
    expect(JSON.stringify(faults)).not.toContain(hostname());
  });

  test('with all its faults at once, each with its path', () => {
    expect(codes(edxmlExample('bad/B05'))).toEqual([
      '/MessageHeader/PromulgationInfo/PromulgationDate FIELD_DATE_INVALID',
      '/MessageHeader/DueDate FIELD_DATE_INVALID',
    ]);
    expect(codes(edxmlExample('bad/B10'))).toEqual(['/MessageHeader/To[1]/OrganId FIELD_REQUIRED']);
    expect(codes(edxmlExample('bad/B11'))).toEqual(['/MessageHeader/DocumentId FIELD_REQUIRED']);
  });

  test('with line and column where it is no XML', () => {
    expect(refusalOf(edxmlExample('bad/B03')).faults[0]?.hint).toMatch(/^line 84, column \d+: unclosed tag$/);
  });

  test('before an entity bomb costs anything', () => {
    const bytes = edxmlExample('bad/B02');
    const before = process.memoryUsage().rss;
    refusalOf(bytes);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });
});

const GOOD = EDXML_MISSING ? '' : edxmlExample('doc/003').toString();
const STATUS = EDXML_MISSING ? '' : edxmlExample('status/S02').toString();

function changed(from: string | RegExp, to: string, text = GOOD): string {
  const result = text.replace(from, to);
  if (result === text) throw new Error(`nothing to change: ${String(from)}`);
  return result;
}

function nested(levels: number): string {
  return `<a>${'<b>'.repeat(levels)}${'</b>'.repeat(levels)}</a>`;
}

const SUBJECT = /<edXML:Subject>[^<]*/;
const FILE = /(ContentTransferEncoded xmlns:edXML="[^"]*">)[^<]*/;

const CASES: readonly (readonly [string, () => string | Buffer, string])[] = [
  [
    'an external document type',
    () => changed('<edXML ', '<!DOCTYPE edXML SYSTEM "http://127.0.0.1:1/x.dtd"><edXML '),
    ' XML_DTD_FORBIDDEN',
  ],
  [
    'a document type behind a comment',
    () => changed('<edXML ', '<!-- a --><?b c?><!DOCTYPE x><edXML '),
    ' XML_DTD_FORBIDDEN',
  ],
  ['a document type cut off', () => '<!DOCTYPE edXML [<!ENTITY', ' XML_DTD_FORBIDDEN'],
  ['an entity of nobody', () => changed(SUBJECT, '<edXML:Subject>&x;'), 'XML_NOT_WELL_FORMED'],
  [
    'an entity named like a method of objects',
    () => changed(SUBJECT, '<edXML:Subject>&constructor;'),
    'XML_NOT_WELL_FORMED',
  ],
  ['a character that XML forbids', () => changed(SUBJECT, '<edXML:Subject>&#0;'), 'XML_NOT_WELL_FORMED'],
  ['a lone surrogate', () => changed(SUBJECT, '<edXML:Subject>&#xD800;'), 'XML_NOT_WELL_FORMED'],
  ['a NUL', () => changed(SUBJECT, '<edXML:Subject>\u0000'), 'XML_NOT_WELL_FORMED'],
  ['a blank before the declaration', () => ` ${GOOD}`, 'XML_NOT_WELL_FORMED'],
  ['JSON', () => '{"edXML": 1}', 'XML_NOT_WELL_FORMED'],
  ['only blanks', () => ' \n\t', ' EMPTY_BODY'],
  ['UTF-16', () => Buffer.from(`\uFEFF${GOOD}`, 'utf16le'), ' XML_ENCODING_MISMATCH'],
  [
    'bytes that are no UTF-8',
    () => Buffer.from(changed(SUBJECT, '<edXML:Subject>é'), 'latin1'),
    ' XML_INVALID_UTF8',
  ],
  ['another declared encoding', () => changed('UTF-8', 'windows-1258'), ' XML_ENCODING_MISMATCH'],
  ['50 levels', () => nested(50), 'XML_TOO_DEEP'],
  ['20,000 levels', () => nested(20_000), 'XML_TOO_DEEP'],
  ['20,000 elements', () => `<a>${'<b/>'.repeat(20_000)}</a>`, '/a XML_TOO_MANY_ELEMENTS'],
  [
    'a thousand attributes',
    () => `<a ${Array.from({ length: 1000 }, (_, n) => `b${n}=""`).join(' ')}/>`,
    ' XML_TOO_MANY_ATTRIBUTES',
  ],
  [
    'a text of a million characters',
    () => changed(SUBJECT, `<edXML:Subject>${'a'.repeat(1_000_000)}`),
    'XML_TEXT_TOO_LONG',
  ],
  [
    'a million blanks',
    () => changed(SUBJECT, `<edXML:Subject>a${' '.repeat(1_000_000)}b`),
    'XML_TEXT_TOO_LONG',
  ],
  ['another namespace', () => GOOD.replaceAll('QCVN_102_2016', 'QCVN_102_2014'), ' EDXML_ROOT_UNKNOWN'],
  [
    'an inclusion',
    () =>
      changed(
        SUBJECT,
        '<edXML:Subject><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname"/>',
      ),
    '/MessageHeader/Subject/include XML_NAMESPACE_UNKNOWN',
  ],
  [
    'elements in a text',
    () => changed(SUBJECT, '<edXML:Subject><edXML:b/>'),
    '/MessageHeader/Subject FIELD_NOT_TEXT',
  ],
  ['another root', () => '<a/>', ' EDXML_ROOT_UNKNOWN'],
  [
    'no envelope',
    () => '<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"/>',
    '/edXMLEnvelope FIELD_REQUIRED',
  ],
  [
    'two headers',
    () => changed(/<edXML:MessageHeader>.*<\/edXML:MessageHeader>/s, '$&$&'),
    '/MessageHeader[2] FIELD_REPEATED',
  ],
  ['no recipient', () => changed(/<edXML:To>.*<\/edXML:To>/s, ''), '/MessageHeader/To FIELD_REQUIRED'],
  [
    'a recipient that is no code',
    () => changed('<edXML:OrganId>H44.10<', '<edXML:OrganId>Sở Nội vụ<'),
    '/MessageHeader/To[2]/OrganId AGENCY_CODE_INVALID',
  ],
  [
    'a sender that is no code',
    () => changed('<edXML:OrganId>H44<', '<edXML:OrganId>H4<'),
    '/MessageHeader/From/OrganId AGENCY_CODE_INVALID',
  ],
  ['no subject', () => changed(SUBJECT, '<edXML:Subject>N/A'), '/MessageHeader/Subject FIELD_REQUIRED'],
  [
    'a bidirectional control',
    () => changed(SUBJECT, '<edXML:Subject>a\u202Eb'),
    '/MessageHeader/Subject TEXT_BIDI_CONTROL',
  ],
  [
    'pages that are no number',
    () => changed('PageAmount>3<', 'PageAmount>ba<'),
    '/MessageHeader/OtherInfo/PageAmount FIELD_NUMBER_INVALID',
  ],
  [
    'an unknown message type',
    () => changed('DocType>0<', 'DocType>7<'),
    '/TraceHeaderList/Bussiness/BussinessDocType BUSINESS_TYPE_UNKNOWN',
  ],
  [
    'a recall of nothing',
    () => changed('DocType>0<', 'DocType>1<'),
    '/TraceHeaderList/Bussiness/DocumentId FIELD_REQUIRED',
  ],
  [
    'a replacement of nothing',
    () => changed('DocType>0<', 'DocType>3<'),
    '/TraceHeaderList/Bussiness/ReplacementInfoList/ReplacementInfo FIELD_REQUIRED',
  ],
  [
    'a time that does not exist',
    () => changed('09:30:00', '24:00:00', STATUS),
    '/MessageHeader/Timestamp FIELD_TIME_INVALID',
  ],
  [
    'an unknown status',
    () => changed('>03<', '>99<', STATUS),
    '/MessageHeader/StatusCode STATUS_CODE_UNKNOWN',
  ],
  [
    'a status about nothing',
    () => changed(/<edXML:ResponseFor>.*<\/edXML:ResponseFor>/s, '', STATUS),
    '/MessageHeader/ResponseFor/DocumentId FIELD_REQUIRED',
  ],
  [
    'a program called PDF',
    () => changed(FILE, `$1${Buffer.from('MZ\u0090 a program').toString('base64')}`),
    '/AttachmentEncoded/Attachment[1]/ContentTransferEncoded ATTACHMENT_TYPE_MISMATCH',
  ],
  [
    'base64 with bits left over',
    () => changed(FILE, '$1JVBERi0xLjR='),
    '/AttachmentEncoded/Attachment[1]/ContentTransferEncoded ATTACHMENT_NOT_BASE64',
  ],
  [
    'a file that the manifest does not have',
    () => changed('<ContentId>cid:a-1203-1', '<ContentId>cid:b'),
    '/AttachmentEncoded/Attachment[1]/ContentId ATTACHMENT_NOT_IN_MANIFEST',
  ],
  [
    'a manifest without the file',
    () => changed(/<Attachment>.*<\/Attachment>/s, ''),
    '/Reference[1]/ContentId ATTACHMENT_MISSING',
  ],
  [
    'a wrapped file that lies about its size',
    () => withZip(fakeZip(Buffer.alloc(50_000_000), 100)),
    '/AttachmentEncoded/Attachment[1]/ContentTransferEncoded ATTACHMENT_ARCHIVE_BROKEN',
  ],
  [
    'a wrapped file of 50 MB',
    () => withZip(fakeZip(Buffer.alloc(50_000_000), 50_000_000)),
    '/AttachmentEncoded/Attachment[1]/ContentTransferEncoded ATTACHMENT_TOO_LARGE',
  ],
  [
    'a wrapped file cut off',
    () => withZip(fakeZip(Buffer.alloc(5000), 5000).subarray(0, 40)),
    '/AttachmentEncoded/Attachment[1]/ContentTransferEncoded ATTACHMENT_ARCHIVE_BROKEN',
  ],
];

describe.skipIf(EDXML_MISSING)('refused with code and place', () => {
  test.each(CASES)('%s', (_what, message, expected) => {
    expect(codes(message()).join('\n')).toContain(expected);
  });
});

function withZip(zip: Buffer): string {
  return changed(FILE, `$1${zip.toString('base64')}`);
}

/** A ZIP with one deflated file that claims to be of a size. */
function fakeZip(content: Buffer, claimedSize: number): Buffer {
  const packed = deflateRawSync(content);
  const name = Buffer.from('a.pdf');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(claimedSize, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, central, name, end]);
}
