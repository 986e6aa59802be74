/**
 * The slow reader: goes over a JSON text (RFC 8259) and names what is wrong with it, place by place. It goes on
 * after faults that do not hide the structure (a name twice, NUL, a surrogate, a number too big) and stops at those
 * that do. It makes no value; `strict-json.ts` does.
 */
import { isUtf8 } from 'node:buffer';
import type { Fault } from './fault.ts';
import { JsonText } from './json-text.ts';
import { pointerAlong } from './pointer.ts';
import { textFault } from './text.ts';

/** Faults told of one message; whoever has more has enough to begin with. */
const MOST_FAULTS = 100;

/** The faults of a text in the order of their places; none means that `JSON.parse` takes it as it is. */
export function findJsonFaults(bytes: Buffer, maxDepth: number, firstLine = 1): Fault[] {
  if (!isUtf8(bytes)) return [invalidUtf8(bytes, firstLine)];
  const reader = new FaultReader(new JsonText(bytes, firstLine), maxDepth);
  reader.readAll();
  return reader.faults;
}

function invalidUtf8(bytes: Buffer, firstLine: number): Fault {
  // What comes before the first bad sequence is itself good UTF-8: halve the text until the place is found.
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8(completeCharacters(bytes.subarray(0, middle)))) good = middle;
    else bad = middle;
  }
  const place = new JsonText(bytes, firstLine).placeOf(completeCharacters(bytes.subarray(0, good)).length);
  const hint = `${place}: save the text as UTF-8 and send it again`;
  return { pointer: '', code: 'INVALID_UTF8', expected: 'UTF-8', hint };
}

/** Without a last character that the cut split. */
function completeCharacters(bytes: Buffer): Buffer {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) return back < sequenceLength(byte) ? bytes.subarray(0, bytes.length - back) : bytes;
  }
  return bytes;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
}

const BYTE_ORDER_MARK = '\uFEFF';

/** Thrown inside to leave a text whose structure is lost; never leaves this file. */
class StructureLost extends Error {}

class FaultReader {
  readonly faults: Fault[] = [];
  readonly #text: JsonText;
  readonly #maxDepth: number;
  readonly #path: (string | number)[] = [];

  constructor(text: JsonText, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  readAll(): void {
    try {
      if (this.#text.peek() === BYTE_ORDER_MARK)
        this.#lost('BOM', 'no byte order mark', 'save as UTF-8 without it');
      this.#text.skipBlanks();
      this.#value();
      this.#text.skipBlanks();
      if (!this.#text.atEnd())
        this.#lost('TRAILING_TEXT', 'the end of the text', 'one value only; several need NDJSON or an array');
    } catch (error) {
      if (!(error instanceof StructureLost)) throw error;
    }
  }

  #value(): void {
    const next = this.#text.peek();
    if (next === '{') this.#object();
    else if (next === '[') this.#array();
    else if (next === '"') this.#checkText(this.#string());
    else if (next === '-' || (next >= '0' && next <= '9')) this.#number();
    else if (!this.#text.takeWord('true') && !this.#text.takeWord('false') && !this.#text.takeWord('null')) {
      this.#lost('SYNTAX', 'a value', this.#text.atEnd() ? 'the text ends too early' : undefined);
    }
  }

  #object(): void {
    this.#enter();
    const names = new Set<string>();
    if (!this.#text.takeAfterBlanks('}')) {
      do {
        this.#text.skipBlanks();
        this.#member(names);
      } while (this.#text.takeAfterBlanks(','));
      if (!this.#text.takeAfterBlanks('}')) this.#lost('SYNTAX', '"," or "}"');
    }
  }

  #member(names: Set<string>): void {
    const at = this.#text.at;
    if (this.#text.peek() !== '"') this.#lost('SYNTAX', 'a name in double quotes');
    const name = this.#string();
    this.#path.push(name);
    this.#checkText(name, at);
    if (names.has(name))
      this.#note('DUPLICATE_KEY', 'each name once in an object', 'remove one of the two', at);
    names.add(name);
    if (!this.#text.takeAfterBlanks(':')) this.#lost('SYNTAX', '":"');
    this.#text.skipBlanks();
    this.#value();
    this.#path.pop();
  }

  #array(): void {
    this.#enter();
    if (this.#text.takeAfterBlanks(']')) return;
    let index = 0;
    do {
      this.#text.skipBlanks();
      this.#path.push(index);
      this.#value();
      this.#path.pop();
      index += 1;
    } while (this.#text.takeAfterBlanks(','));
    if (!this.#text.takeAfterBlanks(']')) this.#lost('SYNTAX', '"," or "]"');
  }

  #enter(): void {
    this.#text.at += 1;
    // Counted by the path: every open array or object but the first has a segment.
    if (this.#path.length >= this.#maxDepth) this.#lost('TOO_DEEP', `at most ${this.#maxDepth} levels`);
  }

  #string(): string {
    const read = this.#text.takeString();
    if (typeof read === 'string') return read;
    return this.#lost(read.code, read.expected, read.hint);
  }

  #checkText(text: string, at?: number): void {
    const fault = textFault(text);
    if (fault !== undefined) this.#note(fault, TEXT_EXPECTED[fault], undefined, at);
  }

  #number(): void {
    const at = this.#text.at;
    const digits = this.#text.takeNumber();
    if (digits === undefined) {
      this.#lost('SYNTAX', 'a number (no leading zero, no plus sign, digits after the point)');
    }
    const value = Number(digits);
    if (!Number.isFinite(value)) this.#note('NUMBER_TOO_BIG', 'a number below 1.8e308', undefined, at);
    else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      const hint = 'send identifiers as strings; larger integers cannot be kept exactly';
      this.#note('INTEGER_TOO_BIG', 'an integer between -9007199254740991 and 9007199254740991', hint, at);
    } else if (Number.isInteger(value) && isRounded(digits)) {
      this.#note('NUMBER_NOT_EXACT', 'a number that can be kept as it is', 'send fewer digits', at);
    }
  }

  #note(code: string, expected: string, hint?: string, at = this.#text.at): void {
    if (this.faults.length >= MOST_FAULTS) throw new StructureLost();
    const place = this.#text.placeOf(this.#text.byteOf(at));
    this.faults.push({
      pointer: pointerAlong(this.#path),
      code,
      expected,
      hint: hint === undefined ? place : `${place}: ${hint}`,
    });
  }

  #lost(code: string, expected: string, hint?: string): never {
    this.#note(code, expected, hint);
    throw new StructureLost();
  }
}

/** Whether digits name another number than the integer that they were read as: 1.00000000000000001, 1e-400. */
function isRounded(digits: string): boolean {
  const [mantissa = '', exponent = '0'] = digits.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const behindPoint = fraction.length - Number(exponent);
  return behindPoint > 0 && /[1-9]/.test((whole + fraction).slice(-behindPoint));
}

const TEXT_EXPECTED = {
  NUL: 'text without the character U+0000',
  LONE_SURROGATE: 'text whose surrogates come in pairs',
  BIDI_CONTROL: 'text without bidirectional controls (U+202A–U+202E, U+2066–U+2069)',
} as const;
