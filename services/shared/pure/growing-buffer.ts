/** A buffer that grows while it is written; Avro's and Kafka's writers add their own types. */

/** Up to here a loop is faster than the call into native code, and the length fits into one zigzag byte. */
export const SHORT_TEXT_MAX = 63;

/** Writes at `at`; what was written is `bytes.subarray(0, at)`. */
export class GrowingBuffer {
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

  /** Writes a text of at most `SHORT_TEXT_MAX` units after its zigzag length; false, and nothing written, if it is not all ASCII. */
  protected shortAscii(text: string): boolean {
    const { length } = text;
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
