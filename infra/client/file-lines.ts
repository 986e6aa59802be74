/**
 * The lines of a file or of standard input, packed or not, as bytes: they go to the door as they are. Promises: memory
 * for one line.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

/** A line that is not blank. */
export interface FileLine {
  /** From 1. */
  readonly number: number;
  readonly bytes: Buffer;
  /** Where the next line begins, in bytes of the unpacked file. */
  readonly end: number;
}

const LINE_FEED = 0x0a;
/** The doors take no longer line; one that never ends must not fill the memory. */
const LINE_BYTES_MAX = 8 * 1024 * 1024;

/**
 * The bytes of a file; what is packed with gzip is told by its first bytes, not by its name.
 * @throws Error if the file cannot be read.
 */
export async function* fileBytes(file: string): AsyncGenerator<Buffer> {
  const isPacked = await beginsPacked(file);
  const plain = createReadStream(file);
  const stream = isPacked ? plain.pipe(createGunzip()) : plain;
  plain.on('error', (error) => stream.destroy(error));
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) throw new TypeError('a file is read as bytes');
    yield chunk;
  }
}

/**
 * Reads line by line.
 * @throws Error if the bytes cannot be read, or hold a line without end.
 */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<FileLine> {
  const parts: Buffer[] = [];
  let held = 0;
  let number = 0;
  let end = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
      number += 1;
      const bytes = Buffer.concat([...parts.splice(0), chunk.subarray(from, at)]);
      end += bytes.length + 1;
      held = 0;
      from = at + 1;
      if (!isBlank(bytes)) yield { number, bytes, end };
    }
    parts.push(chunk.subarray(from));
    held += chunk.length - from;
    if (held > LINE_BYTES_MAX) throw new Error(`line ${number + 1} has no end within 8 MiB`);
  }
  const last = Buffer.concat(parts);
  if (!isBlank(last)) yield { number: number + 1, bytes: last, end: end + last.length };
}

async function beginsPacked(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b;
  } finally {
    await handle.close();
  }
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte <= 0x20);
}
