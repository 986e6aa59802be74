/** Confluent's wire format: byte 0, the schema's id as four bytes big-endian, the Avro value. */

import type { ValueWriter } from './value-writer.ts';

/** The value of a record does not begin as the wire format says. */
export class WireFormatError extends Error {
  readonly code = 'WIRE_FORMAT';

  constructor(message: string) {
    super(message);
    this.name = 'WireFormatError';
  }
}

const MAGIC = 0;
const HEADER_BYTES = 5;

/** Writes what comes before an Avro value. */
export function writeFrame(out: ValueWriter, schemaId: number): void {
  out.ensure(HEADER_BYTES);
  out.bytes.writeUInt8(MAGIC, out.at);
  out.bytes.writeUInt32BE(schemaId, out.at + 1);
  out.at += HEADER_BYTES;
}

/** An Avro value with the id of its schema before it. */
export function frame(schemaId: number, avro: Buffer): Buffer {
  const framed = Buffer.allocUnsafe(HEADER_BYTES + avro.length);
  framed.writeUInt8(MAGIC, 0);
  framed.writeUInt32BE(schemaId, 1);
  avro.copy(framed, HEADER_BYTES);
  return framed;
}

/**
 * The schema's id and the Avro value, which shares the memory of `value`.
 * @throws WireFormatError
 */
export function unframe(value: Buffer): { readonly schemaId: number; readonly avro: Buffer } {
  if (value.length < HEADER_BYTES)
    throw new WireFormatError(`${value.length} bytes are too few for a schema id`);
  if (value[0] !== MAGIC) throw new WireFormatError(`begins with byte ${value[0]} instead of 0`);
  return { schemaId: value.readUInt32BE(1), avro: value.subarray(HEADER_BYTES) };
}
