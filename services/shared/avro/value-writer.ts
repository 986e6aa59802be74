/** One growing buffer that Avro's primitive types are written into (Avro 1.12, "Binary Encoding"), each once. */

/** Up to here the length in bytes fits into one byte whatever the characters: 63 is the greatest of one zigzag byte. */
const SURELY_SHORT = 21;
const ONE_BYTE_MAX = 63;
const LONG_BYTES_MAX = 10;

/** Writes at `at`; what was written is `bytes.subarray(0, at)`. */
export class ValueWriter {
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
    if (length <= ONE_BYTE_MAX && this.#shortAscii(text, length)) return;
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

  /** Below some 60 characters a loop is faster than the call into native code. */
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
