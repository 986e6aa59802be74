/**
 * The files of a document: strict base64 in; name, type, size and SHA-256 out, and the bytes that are to be kept.
 * What the exchange library wrapped into a ZIP is looked at one level deep, never deeper, never without a limit.
 */
import { createHash } from 'node:crypto';
import type { Attachment } from '#schemas/generated/events.ts';
import type { ElementReader } from './element-reader.ts';
import { isZip, readSingleEntry, type ZipEntry } from './zip.ts';

/** Bytes that all wrapped files of one message may unpack to. */
const UNPACKED_SIZE_MAX = 32 * 1024 * 1024;
const ENCODED_LENGTH_MAX = 64 * 1024 * 1024;
/** Readers of PDF look for the header within this many bytes. */
const PDF_HEADER_WITHIN = 1024;

/** The element whose text is a file: the XML reader must not count it as text. */
export const ENCODED_FILE_ELEMENT = 'ContentTransferEncoded';

/** A file by its content. */
export interface AttachedFile {
  /** Of the bytes, in lower-case hex. */
  readonly sha256: string;
  readonly bytes: Buffer;
}

export interface ReadAttachments {
  readonly attachments: readonly Attachment[];
  /** What is to be kept: of a file that the exchange library wrapped, the file and not its wrapping. */
  readonly files: readonly AttachedFile[];
}

/** Attachments of a document, each in the manifest and the manifest's all there; faults are recorded. */
export function readAttachments(manifest: ElementReader, encoded: ElementReader): ReadAttachments {
  const references = new Map<string, ElementReader>();
  for (const reference of manifest.children('Reference')) {
    remember(references, reference);
  }
  const budget = { bytes: UNPACKED_SIZE_MAX };
  const seen = new Map<string, ElementReader>();
  const files: AttachedFile[] = [];
  const attachments = encoded.children('Attachment').map((element) => {
    const contentId = remember(seen, element);
    const reference = references.get(contentId);
    if (reference === undefined && contentId !== '') {
      element.fault('ATTACHMENT_NOT_IN_MANIFEST', 'a Reference with the same ContentId', 'ContentId');
    }
    return readAttachment(element, reference, budget, files);
  });
  for (const [contentId, reference] of references) {
    if (seen.has(contentId)) continue;
    reference.fault('ATTACHMENT_MISSING', 'an Attachment with the same ContentId', 'ContentId');
  }
  return { attachments, files };
}

/** Senders write the same id with and without «cid:»; it is compared without. */
function remember(known: Map<string, ElementReader>, element: ElementReader): string {
  const contentId = element.requiredLine('ContentId').replace(/^cid:/i, '');
  if (contentId === '') return '';
  if (known.has(contentId)) element.fault('CONTENT_ID_REPEATED', 'a ContentId of its own', 'ContentId');
  known.set(contentId, element);
  return contentId;
}

function readAttachment(
  element: ElementReader,
  reference: ElementReader | undefined,
  budget: { bytes: number },
  files: AttachedFile[],
): Attachment {
  const name = element.line('AttachmentName') ?? reference?.line('AttachmentName') ?? null;
  const contentType = element.line('ContentType') ?? null;
  const bytes = decodeFile(element.child(ENCODED_FILE_ELEMENT));
  const unwrapped = unwrap(element, name, bytes, budget);
  const entry = unwrapped === 'REFUSED' ? undefined : unwrapped;
  if (unwrapped !== 'REFUSED' && isCalledPdf(name, contentType) && !isPdf(entry?.bytes ?? bytes)) {
    element.fault('ATTACHMENT_TYPE_MISMATCH', 'a PDF, or a ZIP with only a PDF in it', ENCODED_FILE_ELEMENT);
  }
  const sent = sha256(bytes);
  const inside = entry === undefined ? undefined : sha256(entry.bytes);
  const content = entry?.bytes ?? bytes;
  if (content.length > 0) files.push({ sha256: inside ?? sent, bytes: content });
  return {
    name,
    contentId: element.line('ContentId') ?? null,
    contentType,
    manifestContentType: reference?.line('ContentType') ?? null,
    sizeBytes: bytes.length,
    sha256: sent,
    archiveEntry:
      entry === undefined || inside === undefined
        ? null
        : { extension: dotExtension(entry.name), sizeBytes: entry.bytes.length, sha256: inside },
  };
}

/** RFC 4648 §4, line breaks allowed. `Buffer.from` alone would make nine bytes of any rubbish. */
function decodeFile(element: ElementReader): Buffer {
  const text = element.ownText(ENCODED_LENGTH_MAX)?.replace(/[ \t\r\n]+/g, '') ?? '';
  const bytes = Buffer.from(text, 'base64');
  // Encoded again it must be what was sent: far cheaper than a look at every character.
  if (bytes.toString('base64') === text) return bytes;
  element.fault('ATTACHMENT_NOT_BASE64', 'base64 (RFC 4648 section 4)');
  return Buffer.alloc(0);
}

/** The file inside a wrapping archive: one that holds a single file and is not itself called a ZIP. */
function unwrap(
  element: ElementReader,
  name: string | null,
  bytes: Buffer,
  budget: { bytes: number },
): ZipEntry | 'REFUSED' | undefined {
  if (!isZip(bytes) || extensionOf(name ?? '') === 'zip') return undefined;
  const reading = readSingleEntry(bytes, budget.bytes);
  if (reading.kind === 'OTHER') return undefined;
  if (reading.kind === 'SINGLE') {
    budget.bytes -= reading.entry.bytes.length;
    return reading.entry;
  }
  const file = element.child(ENCODED_FILE_ELEMENT);
  if (reading.kind === 'BROKEN') {
    file.fault('ATTACHMENT_ARCHIVE_BROKEN', 'a ZIP that can be unpacked', undefined, reading.reason);
  } else {
    file.fault('ATTACHMENT_TOO_LARGE', `wrapped files of at most ${UNPACKED_SIZE_MAX} bytes in all`);
  }
  return 'REFUSED';
}

function isCalledPdf(name: string | null, contentType: string | null): boolean {
  return contentType?.toLowerCase() === 'application/pdf' || extensionOf(name ?? '') === 'pdf';
}

/** An attachment without content is passed on as it is: the exchange library writes such. */
function isPdf(bytes: Buffer): boolean {
  return bytes.length === 0 || bytes.subarray(0, PDF_HEADER_WITHIN).includes('%PDF-');
}

function extensionOf(name: string): string {
  return dotExtension(name).slice(1).toLowerCase();
}

function dotExtension(name: string): string {
  return /\.[^./\\]{1,16}$/u.exec(name)?.[0] ?? '';
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
