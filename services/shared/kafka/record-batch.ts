/**
 * Records into one batch of Kafka's format 2 (KIP-98), in one pass over one buffer. Promises: without compression the
 * very bytes that kafkajs 2.2.4 would send; no object and no copy for a record; a header that stands in the same place
 * with the same value as in the record before is copied from there, so callers put what stays the same first.
 */
import { zstdCompressSync } from 'node:zlib';
import { type ByteWriter, varintLength } from './byte-writer.ts';
import { crc32c } from './crc32c.ts';

/** A record as the format knows it; the order of the headers is kept. */
export type BatchRecord = {
  readonly key: string;
  readonly value: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
};

/** What a batch says about its producer. */
export type BatchProducer = {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly firstSequence: number;
};

/** How the records of a batch travel. */
export type BatchCompression = 'none' | 'zstd';

const MAGIC = 2;
const ZSTD = 4;
/** Below it a frame saves less than it costs; in bytes. */
const COMPRESSED_FROM = 1_024;
/** From the base offset to the number of records. */
const HEADER_BYTES = 61;
const LENGTH_AT = 8;
const CRC_AT = 17;
const ATTRIBUTES_AT = 21;

/** Writes the batch; every record has the time `now`, in milliseconds since 1970. */
export function writeRecordBatch(
  out: ByteWriter,
  records: readonly BatchRecord[],
  producer: BatchProducer,
  now: number,
  compression: BatchCompression,
): void {
  const start = out.at;
  writeHeader(out, records.length, producer, now);
  writeRecords(out, records);
  if (compression === 'zstd' && out.at - start - HEADER_BYTES >= COMPRESSED_FROM) compress(out, start);
  const { bytes, at } = out;
  bytes.writeInt32BE(at - start - LENGTH_AT - 4, start + LENGTH_AT);
  bytes.writeUInt32BE(crc32c(bytes, start + ATTRIBUTES_AT, at), start + CRC_AT);
}

/** Length and checksum are written when they are known, attributes when they are not zero. */
function writeHeader(out: ByteWriter, records: number, producer: BatchProducer, now: number): void {
  const time = BigInt(now);
  out.int64(0n);
  out.int32(0);
  out.int32(0);
  out.int8(MAGIC);
  out.int32(0);
  out.int16(0);
  out.int32(records - 1);
  out.int64(time);
  out.int64(time);
  out.int64(producer.producerId);
  out.int16(producer.producerEpoch);
  out.int32(producer.firstSequence);
  out.int32(records);
}

/** Replaces the records by their zstd frame, if that is smaller. */
function compress(out: ByteWriter, start: number): void {
  const from = start + HEADER_BYTES;
  const frame = zstdCompressSync(out.bytes.subarray(from, out.at));
  if (frame.length >= out.at - from) return;
  out.bytes.set(frame, from);
  out.at = from + frame.length;
  out.bytes.writeInt16BE(ZSTD, start + ATTRIBUTES_AT);
}

/** Where the headers of the record before stand, and what they are. */
type Before = {
  headers: Readonly<Record<string, string>>;
  names: readonly string[];
  readonly ends: number[];
};

function writeRecords(out: ByteWriter, records: readonly BatchRecord[]): void {
  const before: Before = { headers: {}, names: [], ends: [] };
  let guess = 2;
  for (const [delta, record] of records.entries()) {
    const start = out.at;
    out.ensure(guess);
    out.at += guess;
    // Neither attributes nor a difference in time.
    out.int16(0);
    out.varint(delta);
    out.varintText(record.key);
    out.varintBytes(record.value);
    writeHeaders(out, record.headers, before);
    guess = closeRecord(out, start, guess, before);
  }
}

/** Writes the record's length before it; moves the record where the guess left another room. Gives the next guess. */
function closeRecord(out: ByteWriter, start: number, guess: number, before: Before): number {
  const end = out.at;
  const length = end - start - guess;
  const room = varintLength(length);
  if (room !== guess) {
    const shift = room - guess;
    out.ensure(shift);
    out.bytes.copyWithin(start + room, start + guess, end);
    for (let index = 0; index < before.ends.length; index += 1) {
      before.ends[index] = (before.ends[index] ?? 0) + shift;
    }
  }
  out.at = start;
  out.varint(length);
  out.at = start + room + length;
  return room;
}

function writeHeaders(out: ByteWriter, headers: BatchRecord['headers'], before: Before): void {
  const names = Object.keys(headers);
  out.varint(names.length);
  const same = sameAsBefore(headers, names, before);
  const { ends } = before;
  const first = out.at;
  if (same > 0) {
    const from = ends[0] ?? 0;
    const shift = first - from;
    out.again(from, ends[same] ?? from);
    for (let index = 0; index <= same; index += 1) ends[index] = (ends[index] ?? 0) + shift;
  }
  ends[0] = first;
  for (let index = same; index < names.length; index += 1) {
    const name = names[index] ?? '';
    out.varintText(name);
    out.varintText(headers[name] ?? '');
    ends[index + 1] = out.at;
  }
  ends.length = names.length + 1;
  before.headers = headers;
  before.names = names;
}

/** How many headers from the first one are those of the record before, in the same order. */
function sameAsBefore(headers: BatchRecord['headers'], names: readonly string[], before: Before): number {
  const most = Math.min(names.length, before.names.length);
  let same = 0;
  for (; same < most; same += 1) {
    const name = names[same] ?? '';
    if (name !== before.names[same] || headers[name] !== before.headers[name]) break;
  }
  return same;
}
