/** One growing buffer that Kafka's primitive types are written into, each once. Big-endian, as the protocol is. */

import { GrowingBuffer, SHORT_TEXT_MAX } from '#shared/pure/growing-buffer.ts';

const LONGEST_VARINT = 5;

export class ByteWriter extends GrowingBuffer {
  int8(value: number): void {
    this.ensure(1);
    this.at = this.bytes.writeInt8(value, this.at);
  }

  int16(value: number): void {
    this.ensure(2);
    this.at = this.bytes.writeInt16BE(value, this.at);
  }

  int32(value: number): void {
    this.ensure(4);
    this.at = this.bytes.writeInt32BE(value, this.at);
  }

  int64(value: bigint): void {
    this.ensure(8);
    this.at = this.bytes.writeBigInt64BE(value, this.at);
  }

  /** STRING: a two-byte length and UTF-8. */
  string(text: string): void {
    const length = Buffer.byteLength(text);
    this.int16(length);
    this.ensure(length);
    this.at += this.bytes.write(text, this.at);
  }

  /** Zigzag VARINT of a number that is not negative and below 2³⁰. */
  varint(value: number): void {
    this.ensure(LONGEST_VARINT);
    let rest = value << 1;
    while (rest > 0x7f) {
      this.bytes[this.at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[this.at++] = rest;
  }

  /** Bytes after their length as varint. */
  varintBytes(value: Uint8Array): void {
    this.varint(value.length);
    this.ensure(value.length);
    this.bytes.set(value, this.at);
    this.at += value.length;
  }

  /** UTF-8 after its length as varint. */
  varintText(text: string): void {
    const { length } = text;
    if (length <= SHORT_TEXT_MAX && this.shortAscii(text)) return;
    const bytes = Buffer.byteLength(text);
    this.varint(bytes);
    this.ensure(bytes);
    this.at += this.bytes.write(text, this.at);
  }

  /** Writes again what stands from `from` to before `to`. */
  again(from: number, to: number): void {
    this.ensure(to - from);
    this.bytes.copyWithin(this.at, from, to);
    this.at += to - from;
  }
}

/** How many bytes `varint` writes. */
export function varintLength(value: number): number {
  if (value < 1 << 6) return 1;
  if (value < 1 << 13) return 2;
  if (value < 1 << 20) return 3;
  return value < 1 << 27 ? 4 : LONGEST_VARINT;
}
