/** One growing buffer that Avro's primitive types are written into (Avro 1.12, "Binary Encoding"), each once. */

import { GrowingBuffer, SHORT_TEXT_MAX } from '#shared/pure/growing-buffer.ts';

/** Up to here the length in bytes fits into one zigzag byte whatever the characters. */
const SURELY_SHORT = 21;
const LONG_BYTES_MAX = 10;

export class ValueWriter extends GrowingBuffer {
  byte(value: number): void {
    this.ensure(1);
    this.bytes[this.at++] = value;
  }

  /** int and long: zigzag, then seven bits a byte. An integer of at most 2⁵², whose zigzag a double holds. */
  long(value: number): void {
    this.ensure(LONG_BYTES_MAX);
    let rest = value < 0 ? -value * 2 - 1 : value * 2;
    const { bytes } = this;
    while (rest > 0x7fffffff) {
      bytes[this.at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    while (rest > 0x7f) {
      bytes[this.at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[this.at++] = rest;
  }

  /** string: UTF-8 after its length. */
  text(text: string): void {
    const { length } = text;
    if (length <= SHORT_TEXT_MAX && this.shortAscii(text)) return;
    if (length <= SURELY_SHORT) {
      this.ensure(1 + length * 3);
      const written = this.bytes.write(text, this.at + 1);
      this.bytes[this.at] = written << 1;
      this.at += 1 + written;
      return;
    }
    const bytes = Buffer.byteLength(text);
    this.long(bytes);
    this.ensure(bytes);
    this.at += this.bytes.write(text, this.at);
  }

  /** bytes: as they are after their length. */
  raw(value: Uint8Array): void {
    this.long(value.length);
    this.ensure(value.length);
    this.bytes.set(value, this.at);
    this.at += value.length;
  }

  /** What was written since `from`, in memory of its own. */
  copyFrom(from: number): Buffer {
    return Buffer.from(this.bytes.subarray(from, this.at));
  }
}
