/** One growing buffer that Kafka's primitive types are written into, each once. Big-endian, as the protocol is. */

const LONGEST_VARINT = 5;
/** Up to here a loop is faster than the call into native code, and the length fits into one byte. */
const SHORT_TEXT = 63;

/** Writes at `at`; what was written is `bytes.subarray(0, at)`. */
export class ByteWriter {
  bytes: Buffer;
  at = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafe(size);
  }

  /** Makes room for so many bytes from `at`. */
  ensure(length: number): void {
    const needed = this.at + length;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }

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
    if (length <= SHORT_TEXT && this.#shortAscii(text, length)) return;
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

  /** Whether the text was nothing but ASCII, and is written. */
  #shortAscii(text: string, length: number): boolean {
    this.ensure(length + 1);
    const { bytes } = this;
    let at = this.at + 1;
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return false;
      bytes[at++] = code;
    }
    bytes[this.at] = length << 1;
    this.at = at;
    return true;
  }
}

/** How many bytes `varint` writes. */
export function varintLength(value: number): number {
  if (value < 1 << 6) return 1;
  if (value < 1 << 13) return 2;
  if (value < 1 << 20) return 3;
  return value < 1 << 27 ? 4 : LONGEST_VARINT;
}
