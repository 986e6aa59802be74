/**
 * The hub's JSON reader (RFC 8259), stricter than `JSON.parse`: a message means one thing or it is refused.
 * Refused with pointer, line and byte: invalid UTF-8, duplicate names, NUL, lone surrogates, bidirectional
 * controls, integers beyond exact range, numbers beyond all range, depth over 32, text after the end.
 *
 * Two readers. `JSON.parse` makes the value, one pass over the bytes says whether it may be trusted; together that
 * costs about twice `JSON.parse` alone. Only where something looks wrong does the slow reader of
 * `json-faults.ts` go over the text again to name every place.
 */
import { isUtf8 } from 'node:buffer';
import { MessageFault } from './fault.ts';
import { findJsonFaults } from './json-faults.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
/** Own members only; a member named `__proto__` is one like any other. */
export type JsonObject = { readonly [name: string]: JsonValue };

/** Deepest nesting of arrays and objects that is read. */
export const MAX_DEPTH = 32;

/**
 * The value of a JSON text; `firstLine` is where it stands in a text of lines.
 * @throws MessageFault with status 400 and every fault that can be told.
 */
export function parseJson(bytes: Buffer, firstLine = 1): JsonValue {
  const names = countNames(bytes);
  if (names !== SUSPICIOUS && isUtf8(bytes)) {
    const value = parseNative(bytes);
    if (value !== undefined && countMembers(value) === names) return value;
  }
  const faults = findJsonFaults(bytes, MAX_DEPTH, firstLine);
  if (faults.length > 0) throw new MessageFault(400, faults);
  // Suspicious and yet sound: a surrogate pair written as escapes, say.
  const value: JsonValue = JSON.parse(bytes.toString('utf8'));
  return value;
}

function parseNative(bytes: Buffer): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(bytes.toString('utf8'));
    return value;
  } catch {
    return undefined;
  }
}

const SUSPICIOUS = -1;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const POINT = 0x2e;
const LETTER_U = 0x75;
/** First byte of U+2000 to U+2FFF in UTF-8: bidirectional controls are among them. */
const BIDI_LEAD = 0xe2;
/** Fewer digits than these are always exact. */
const EXACT_DIGITS = 15;

/** How many names of members a text has; SUSPICIOUS where the slow reader must look. */
function countNames(bytes: Buffer): number {
  let names = 0;
  let depth = 0;
  let digits = 0;
  const { length } = bytes;
  for (let at = 0; at < length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x30 && byte <= 0x39) {
      digits += 1;
      if (digits > EXACT_DIGITS) return SUSPICIOUS;
      continue;
    }
    // The digits before and after a point are of one number.
    if (byte === POINT) continue;
    digits = 0;
    if (byte === QUOTE) {
      at = endOfString(bytes, at + 1);
      if (at === SUSPICIOUS) return SUSPICIOUS;
    } else if (byte === 0x3a) {
      names += 1;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > MAX_DEPTH) return SUSPICIOUS;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
    } else if (byte === 0x45) {
      return SUSPICIOUS;
    } else if (byte === 0x65 && isExponent(bytes[at - 1])) {
      return SUSPICIOUS;
    }
  }
  return names;
}

/** An `e` after a digit; the others belong to `true` and `false`. */
function isExponent(before: number | undefined): boolean {
  return before !== undefined && before >= 0x30 && before <= 0x39;
}

/** Where the closing quote stands; SUSPICIOUS where the text inside needs a closer look. */
function endOfString(bytes: Buffer, from: number): number {
  const { length } = bytes;
  for (let at = from; at < length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) {
      at += 1;
      if (bytes[at] === LETTER_U && isDoubtfulEscape(bytes, at + 1)) return SUSPICIOUS;
    } else if (byte === BIDI_LEAD && isDoubtfulPunctuation(bytes, at + 1)) {
      return SUSPICIOUS;
    }
  }
  return SUSPICIOUS;
}

/** `\u0000`, `\ud8…` to `\udf…`, `\u202…`, `\u206…`. */
function isDoubtfulEscape(bytes: Buffer, at: number): boolean {
  const first = bytes[at] ?? 0;
  if (first === 0x64 || first === 0x44) return true;
  const second = bytes[at + 1] ?? 0;
  if (second !== 0x30) return false;
  const third = bytes[at + 2] ?? 0;
  if (first === 0x32) return third === 0x32 || third === 0x36;
  return first === 0x30 && third === 0x30 && bytes[at + 3] === 0x30;
}

/** U+2000 to U+207F. */
function isDoubtfulPunctuation(bytes: Buffer, at: number): boolean {
  const second = bytes[at] ?? 0;
  if (second === 0x80) return (bytes[at + 1] ?? 0) >= 0xaa;
  return second === 0x81 && (bytes[at + 1] ?? 0) >= 0xa6;
}

/** How many members the value kept: fewer than names in the text means that one name stood twice. */
function countMembers(value: JsonValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && item !== null) count += countMembers(item);
    return count;
  }
  for (const member of Object.values(value)) {
    count += 1;
    if (typeof member === 'object' && member !== null) count += countMembers(member);
  }
  return count;
}
