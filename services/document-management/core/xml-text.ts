/**
 * From bytes to text, before any parser sees them. Refuses a document type declaration first of all: with it go
 * external files, entity bombs and default attributes. Only UTF-8 is taken, and only if the bytes are.
 */
import { type Fault, MessageFault } from '#shared/pure/fault.ts';

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The text of an XML message, without its byte order mark.
 * @throws MessageFault (400) EMPTY_BODY, XML_DTD_FORBIDDEN, XML_ENCODING_MISMATCH or XML_INVALID_UTF8.
 */
export function xmlTextOf(bytes: Buffer): string {
  const start = bytes.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0;
  if (skipBlanks(bytes, start) === bytes.length) {
    throw refused('EMPTY_BODY', 'one edXML message', 'the body has no content');
  }
  if (declaresDocumentType(bytes, start)) {
    throw refused('XML_DTD_FORBIDDEN', 'a message without <!DOCTYPE', 'remove the document type declaration');
  }
  const encoding = encodingOf(bytes.subarray(start));
  if (encoding !== 'utf-8') {
    throw refused('XML_ENCODING_MISMATCH', 'UTF-8, declared as such', `the message says or is ${encoding}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refused('XML_INVALID_UTF8', 'bytes that are UTF-8', 'the sender wrote another encoding');
  }
}

/** Walks over what may stand before the root: blanks, instructions and comments. */
function declaresDocumentType(bytes: Buffer, start: number): boolean {
  let at = skipBlanks(bytes, start);
  for (;;) {
    const opening = bytes.toString('latin1', at, at + 9);
    if (opening.toUpperCase() === '<!DOCTYPE') return true;
    const closing = closingOf(opening);
    const end = closing === undefined ? -1 : bytes.indexOf(closing, at + 2);
    if (closing === undefined || end === -1) return false;
    at = skipBlanks(bytes, end + closing.length);
  }
}

function closingOf(opening: string): string | undefined {
  if (opening.startsWith('<?')) return '?>';
  return opening.startsWith('<!--') ? '-->' : undefined;
}

function skipBlanks(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && [0x20, 0x09, 0x0a, 0x0d].includes(bytes[at] ?? 0)) at += 1;
  return at;
}

/** What the bytes or the XML declaration say the encoding is, in lower case; nothing said means UTF-8. */
function encodingOf(bytes: Buffer): string {
  const [first, second] = bytes;
  if (first === 0xfe || first === 0xff || first === 0 || second === 0) return 'utf-16 or utf-32';
  const declaration = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]{0,40})["']/.exec(
    bytes.toString('latin1', 0, 400),
  );
  const declared = declaration?.[1]?.toLowerCase() ?? 'utf-8';
  return declared === 'utf8' ? 'utf-8' : declared;
}

function refused(code: string, expected: string, hint: string): MessageFault {
  const fault: Fault = { pointer: '', code, expected, hint };
  return new MessageFault(400, [fault]);
}
