/**
 * Walks Avro bytes before avsc sees them: five bytes that claim 10^8 items would make avsc fill the memory, invalid
 * UTF-8 would silently become U+FFFD, a map key `__proto__` would vanish. Allocates nothing; costs less than
 * the decoding that follows. Avro 1.12, "Binary Encoding".
 */
import { isUtf8 } from 'node:buffer';
import type { SchemaNode } from './schema-tree.ts';

/** The bytes are not what the schema says; `offset` is where that was noticed. */
export class MalformedAvroError extends Error {
  readonly code = 'MALFORMED_AVRO';
  readonly offset: number;

  constructor(offset: number, what: string) {
    super(`at byte ${offset}: ${what}`);
    this.name = 'MalformedAvroError';
    this.offset = offset;
  }
}

/** @throws MalformedAvroError unless the bytes are exactly one value of the schema. */
export type Prescan = (bytes: Buffer) => void;

/** Values within values, in a recursive schema. */
const DEPTH_MAX = 64;

/** Makes the scan for one schema. */
export function compilePrescan(schema: SchemaNode): Prescan {
  const scan = compile(schema, new Map());
  return (bytes) => {
    const end = scan(bytes, 0, 0);
    if (end !== bytes.length) throw new MalformedAvroError(end, `${bytes.length - end} bytes too many`);
  };
}

/** Gives the offset after the value. */
type Scan = (bytes: Buffer, at: number, depth: number) => number;

function compile(node: SchemaNode, made: Map<SchemaNode, Scan>): Scan {
  const known = made.get(node);
  if (known !== undefined) return known;
  // A recursive schema meets itself while it is being compiled: by then it has this stand-in.
  let scan: Scan = () => 0;
  made.set(node, (bytes, at, depth) => scan(bytes, at, depth));
  scan = compileKind(node, made);
  made.set(node, scan);
  return scan;
}

function compileKind(node: SchemaNode, made: Map<SchemaNode, Scan>): Scan {
  switch (node.kind) {
    case 'null':
      return (_bytes, at) => at;
    case 'boolean':
      return scanBoolean;
    case 'int':
      return (bytes, at) => endOfVarint(bytes, at, 5);
    case 'long':
      return (bytes, at) => endOfVarint(bytes, at, 10);
    case 'float':
      return (bytes, at) => endOfSpan(bytes, at, 4);
    case 'double':
      return (bytes, at) => endOfSpan(bytes, at, 8);
    case 'fixed':
      return (bytes, at) => endOfSpan(bytes, at, node.size);
    case 'bytes':
      return scanBytes;
    case 'string':
      return scanString;
    case 'enum':
      return indexScan(node.symbols.map(() => nothing));
    case 'union':
      return indexScan(node.branches.map((branch) => compile(branch, made)));
    case 'record':
      return recordScan(node.fields.map((field) => compile(field.node, made)));
    case 'array':
      return blockScan(compile(node.items, made));
    case 'map':
      return blockScan(mapEntryScan(compile(node.items, made)));
    default:
      return node satisfies never;
  }
}

const nothing: Scan = (_bytes, at) => at;

const scanBoolean: Scan = (bytes, at) => {
  const value = bytes[at];
  if (value !== 0 && value !== 1) throw new MalformedAvroError(at, 'no boolean');
  return at + 1;
};

const scanBytes: Scan = (bytes, at) => {
  const start = endOfVarint(bytes, at, 10);
  return endOfSpan(bytes, start, readCount(bytes, at));
};

const scanString: Scan = (bytes, at) => {
  const start = endOfVarint(bytes, at, 10);
  const end = endOfSpan(bytes, start, readCount(bytes, at));
  if (isUtf8Span(bytes, start, end)) return end;
  throw new MalformedAvroError(start, 'invalid UTF-8');
};

/** Most texts are short and ASCII: looking at them here costs less than the call. */
const SHORT = 64;

function isUtf8Span(bytes: Buffer, start: number, end: number): boolean {
  const at = end - start > SHORT ? start : firstBeyondAscii(bytes, start, end);
  return at === end || isUtf8(bytes.subarray(at, end));
}

function firstBeyondAscii(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] ?? 0) < 0x80) at += 1;
  return at;
}

function indexScan(branches: readonly Scan[]): Scan {
  return (bytes, at, depth) => {
    const index = readCount(bytes, at);
    const scan = branches[index];
    if (scan === undefined) throw new MalformedAvroError(at, `no branch or symbol ${index}`);
    return scan(bytes, endOfVarint(bytes, at, 10), depth);
  };
}

function recordScan(fields: readonly Scan[]): Scan {
  return (bytes, start, depth) => {
    if (depth >= DEPTH_MAX) throw new MalformedAvroError(start, `deeper than ${DEPTH_MAX} levels`);
    let at = start;
    for (const scan of fields) at = scan(bytes, at, depth + 1);
    return at;
  };
}

/** Every item counts as one byte at least, also where its type has none: otherwise 10^8 nulls fit into five. */
function blockScan(item: Scan): Scan {
  return (bytes, start, depth) => {
    if (depth >= DEPTH_MAX) throw new MalformedAvroError(start, `deeper than ${DEPTH_MAX} levels`);
    let at = start;
    let promised = 0;
    for (;;) {
      const stated = readCount(bytes, at);
      at = endOfVarint(bytes, at, 10);
      if (stated === 0) return at;
      const count = Math.abs(stated);
      promised += count;
      if (promised > bytes.length - start)
        throw new MalformedAvroError(at, `${count} items in too few bytes`);
      if (stated < 0) {
        endOfSpan(bytes, endOfVarint(bytes, at, 10), readCount(bytes, at));
        at = endOfVarint(bytes, at, 10);
      }
      for (let n = 0; n < count; n += 1) at = item(bytes, at, depth + 1);
    }
  };
}

const PROTO = Buffer.from('__proto__');

function mapEntryScan(value: Scan): Scan {
  return (bytes, at, depth) => {
    const end = scanString(bytes, at, depth);
    if (bytes.subarray(endOfVarint(bytes, at, 10), end).equals(PROTO)) {
      throw new MalformedAvroError(at, 'a map key that JavaScript cannot hold');
    }
    return value(bytes, end, depth);
  };
}

function endOfVarint(bytes: Buffer, at: number, bytesMax: number): number {
  for (let end = at; end < at + bytesMax; end += 1) {
    const byte = bytes[end];
    if (byte === undefined) throw new MalformedAvroError(at, 'the bytes end in a number');
    if (byte < 0x80) return end + 1;
  }
  throw new MalformedAvroError(at, `a number longer than ${bytesMax} bytes`);
}

/** Zigzag varint; exact wherever it can pass as a length, beyond that merely huge. */
function readCount(bytes: Buffer, at: number): number {
  let value = 0;
  let factor = 1;
  for (let index = at; index < at + 10; index += 1) {
    const byte = bytes[index];
    if (byte === undefined) throw new MalformedAvroError(at, 'the bytes end in a number');
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) break;
    factor *= 128;
  }
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function endOfSpan(bytes: Buffer, start: number, length: number): number {
  if (length < 0 || length > bytes.length - start) {
    throw new MalformedAvroError(start, `${length} bytes promised, ${bytes.length - start} left`);
  }
  return start + length;
}
