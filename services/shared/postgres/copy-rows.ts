/**
 * Rows in the binary format of COPY (PostgreSQL manual, COPY, "Binary Format"), written one field after another into
 * one buffer. Promises: PostgreSQL reads exactly the values that were put in; what it would refuse in a parameter it
 * refuses here as well.
 */

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
/** Of the message that the rows travel in: its letter and its length. */
const MESSAGE_HEAD = 5;
const COPY_DATA = 'd'.charCodeAt(0);
const COPY_DONE = Buffer.from([0x63, 0, 0, 0, 4]);
/** PostgreSQL counts microseconds from 2000-01-01. */
const EPOCH_MS = 946_684_800_000;
const UUID_LENGTH = 36;
const HYPHEN = '-'.charCodeAt(0);
const HEX = hexDigits();

/** Takes rows field by field, in the order of the statement's columns. */
export class CopyRows {
  readonly #columns: number;
  #bytes: Buffer;
  #end: number;

  /** Each row has this many fields; `sizeHint` in bytes spares the copying of a buffer that grows. */
  constructor(columns: number, sizeHint = 65_536) {
    this.#columns = columns;
    this.#bytes = Buffer.allocUnsafe(Math.max(sizeHint, 1024));
    this.#end = MESSAGE_HEAD + SIGNATURE.copy(this.#bytes, MESSAGE_HEAD);
  }

  /** Begins a row; as many fields as there are columns must follow. */
  row(): this {
    this.#reserve(2);
    this.#end = this.#bytes.writeInt16BE(this.#columns, this.#end);
    return this;
  }

  text(value: string): this {
    // A character of UTF-16 takes three bytes of UTF-8 at most.
    this.#reserve(4 + value.length * 3);
    const length = this.#bytes.write(value, this.#end + 4, 'utf8');
    this.#bytes.writeInt32BE(length, this.#end);
    this.#end += 4 + length;
    return this;
  }

  /** @throws RangeError unless it is 32 hexadecimal digits, grouped by hyphens as 8-4-4-4-12. */
  uuid(value: string): this {
    this.#reserve(20);
    const bytes = this.#bytes;
    let end = bytes.writeInt32BE(16, this.#end);
    if (value.length !== UUID_LENGTH) throw new RangeError('not a uuid');
    for (let at = 0; at < UUID_LENGTH; at += 2) {
      if (at === 8 || at === 13 || at === 18 || at === 23) {
        if (value.charCodeAt(at) !== HYPHEN) throw new RangeError('not a uuid');
        at += 1;
      }
      const byte = ((HEX[value.charCodeAt(at)] ?? -1) << 4) | (HEX[value.charCodeAt(at + 1)] ?? -1);
      if (byte < 0) throw new RangeError('not a uuid');
      bytes[end++] = byte;
    }
    this.#end = end;
    return this;
  }

  /** For a column of type int. */
  integer(value: number): this {
    this.#reserve(8);
    this.#end = this.#bytes.writeInt32BE(4, this.#end);
    this.#end = this.#bytes.writeInt32BE(value, this.#end);
    return this;
  }

  /** For a column of type bigint; the value is a whole number. */
  bigint(value: number): this {
    return this.#int64(value);
  }

  /** For a column of type timestamptz: whole milliseconds since 1970. */
  instant(value: number): this {
    const micros = (value - EPOCH_MS) * 1000;
    return this.#int64(Number.isSafeInteger(micros) ? micros : (BigInt(value) - BigInt(EPOCH_MS)) * 1000n);
  }

  bytes(value: Uint8Array): this {
    this.#reserve(4 + value.length);
    this.#end = this.#bytes.writeInt32BE(value.length, this.#end);
    this.#bytes.set(value, this.#end);
    this.#end += value.length;
    return this;
  }

  /**
   * Everything that was put in, with the format's beginning and end, as the messages CopyData and CopyDone. Nothing may
   * be put in afterwards.
   */
  asMessages(): Buffer {
    this.#reserve(2 + COPY_DONE.length);
    this.#end = this.#bytes.writeInt16BE(-1, this.#end);
    this.#bytes[0] = COPY_DATA;
    this.#bytes.writeInt32BE(this.#end - 1, 1);
    this.#end += COPY_DONE.copy(this.#bytes, this.#end);
    return this.#bytes.subarray(0, this.#end);
  }

  #int64(value: number | bigint): this {
    this.#reserve(12);
    this.#end = this.#bytes.writeInt32BE(8, this.#end);
    if (typeof value === 'bigint') {
      this.#end = this.#bytes.writeBigInt64BE(value, this.#end);
      return this;
    }
    const high = Math.floor(value / 2 ** 32);
    this.#end = this.#bytes.writeInt32BE(high, this.#end);
    this.#end = this.#bytes.writeUInt32BE(value - high * 2 ** 32, this.#end);
    return this;
  }

  #reserve(size: number): void {
    const needed = this.#end + size;
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}

/** By character code; -1 for what is no hexadecimal digit. */
function hexDigits(): Int8Array {
  const digits = new Int8Array(128).fill(-1);
  for (let value = 0; value < 16; value += 1) {
    const digit = value.toString(16);
    digits[digit.charCodeAt(0)] = value;
    digits[digit.toUpperCase().charCodeAt(0)] = value;
  }
  return digits;
}
