/**
 * Looks into a ZIP that holds one single file, which is what the exchange library makes of every type that it
 * does not know. Nothing is trusted: the size said is checked before inflating, the inflating is bounded, and the
 * CRC must fit.
 */
import { constants, crc32, inflateRawSync } from 'node:zlib';

/** The only file of an archive, inflated. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
}

export type ZipReading =
  | { readonly kind: 'SINGLE'; readonly entry: ZipEntry }
  /** Several files or none: an archive in its own right, such as a .docx. */
  | { readonly kind: 'OTHER' }
  | { readonly kind: 'TOO_LARGE' }
  | { readonly kind: 'BROKEN'; readonly reason: string };

const LOCAL_SIGNATURE = 0x04034b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const END_SIGNATURE = 0x06054b50;
const END_SIZE = 22;
const COMMENT_MAX = 65_535;
const ZIP64_MARK = 0xffffffff;
const STORED = 0;
const DEFLATED = 8;

/** Whether bytes begin as a ZIP file does. */
export function isZip(bytes: Buffer): boolean {
  return bytes.length >= END_SIZE && [LOCAL_SIGNATURE, END_SIGNATURE].includes(bytes.readUInt32LE(0));
}

/** Reads the only file of an archive, if it has only one; never more than `sizeMax` bytes of it. */
export function readSingleEntry(zip: Buffer, sizeMax: number): ZipReading {
  try {
    return readArchive(zip, sizeMax);
  } catch (error) {
    if (error instanceof RangeError)
      return { kind: 'BROKEN', reason: 'its directory points outside the file' };
    throw error;
  }
}

function readArchive(zip: Buffer, sizeMax: number): ZipReading {
  const end = findEnd(zip);
  if (end === undefined) return { kind: 'BROKEN', reason: 'it has no directory' };
  if (zip.readUInt16LE(end + 10) !== 1) return { kind: 'OTHER' };
  const entry = readDirectoryEntry(zip, zip.readUInt32LE(end + 16));
  if (entry === undefined) return { kind: 'BROKEN', reason: 'its directory cannot be read' };
  if (entry.name.endsWith('/')) return { kind: 'OTHER' };
  if (entry.encrypted) return { kind: 'BROKEN', reason: 'it is encrypted' };
  if (entry.size > sizeMax || entry.size === ZIP64_MARK || entry.packedSize === ZIP64_MARK)
    return { kind: 'TOO_LARGE' };
  return inflate(zip, entry);
}

interface DirectoryEntry {
  readonly name: string;
  readonly encrypted: boolean;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly localAt: number;
}

function findEnd(zip: Buffer): number | undefined {
  for (let at = zip.length - END_SIZE; at >= Math.max(0, zip.length - END_SIZE - COMMENT_MAX); at -= 1) {
    if (zip.readUInt32LE(at) === END_SIGNATURE) return at;
  }
  return undefined;
}

/** APPNOTE 4.3.12: the directory tells sizes even where the local header leaves them to a descriptor. */
function readDirectoryEntry(zip: Buffer, at: number): DirectoryEntry | undefined {
  if (zip.readUInt32LE(at) !== CENTRAL_SIGNATURE) return undefined;
  const nameEnd = at + 46 + zip.readUInt16LE(at + 28);
  if (nameEnd > zip.length) return undefined;
  return {
    encrypted: (zip.readUInt16LE(at + 8) & 1) === 1,
    method: zip.readUInt16LE(at + 10),
    crc: zip.readUInt32LE(at + 16),
    packedSize: zip.readUInt32LE(at + 20),
    size: zip.readUInt32LE(at + 24),
    localAt: zip.readUInt32LE(at + 42),
    name: zip.toString('utf8', at + 46, nameEnd),
  };
}

function inflate(zip: Buffer, entry: DirectoryEntry): ZipReading {
  const { localAt, packedSize, method, size } = entry;
  if (zip.readUInt32LE(localAt) !== LOCAL_SIGNATURE)
    return { kind: 'BROKEN', reason: 'its file is not where it says' };
  const start = localAt + 30 + zip.readUInt16LE(localAt + 26) + zip.readUInt16LE(localAt + 28);
  const packed = zip.subarray(start, start + packedSize);
  const bytes = unpack(packed, method, size);
  if (bytes === undefined || bytes.length !== size || crc32(bytes) !== entry.crc) {
    return { kind: 'BROKEN', reason: 'its file does not unpack to what it says' };
  }
  return { kind: 'SINGLE', entry: { name: entry.name, bytes } };
}

function unpack(packed: Buffer, method: number, size: number): Buffer | undefined {
  if (method === STORED) return packed;
  if (method !== DEFLATED) return undefined;
  try {
    return inflateRawSync(packed, {
      maxOutputLength: Math.max(1, size),
      finishFlush: constants.Z_SYNC_FLUSH,
    });
  } catch {
    return undefined;
  }
}
