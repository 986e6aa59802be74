// The strict reader: the same value as JSON.parse where a text means one thing, and every place where it does not.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MessageFault } from '#shared/pure/fault.ts';
import { findJsonFaults } from '#shared/pure/json-faults.ts';
import { MAX_DEPTH, parseJson } from '#shared/pure/strict-json.ts';

function faultsOf(text: string | Buffer): readonly (readonly [string, string])[] {
  try {
    parseJson(Buffer.from(text));
  } catch (error) {
    if (!(error instanceof MessageFault) || error.status !== 400) throw error;
    return error.faults.map((fault) => [fault.pointer, fault.code]);
  }
  return [];
}

/** JSON values that the hub takes: sound text, exact integers, bounded depth. */
const taken = fc
  .jsonValue({ maxDepth: 6 })
  .filter((value) => findJsonFaults(asJson(value), MAX_DEPTH).length === 0);

function asJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

/** The same text with every character of its strings as an escape: another spelling of the same value. */
function escaped(text: string): string {
  return text.replace(/[^ -~]/gu, (character) =>
    [...Array(character.length).keys()]
      .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

describe('what is taken', () => {
  test('is what JSON.parse makes of it, in any spelling', () => {
    fc.assert(
      fc.property(taken, fc.nat(4), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const expected: unknown = JSON.parse(text);
        expect(parseJson(Buffer.from(text))).toStrictEqual(expected);
        expect(parseJson(Buffer.from(escaped(JSON.stringify(value))))).toStrictEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('both readers agree on any text about what is sound', () => {
    const near = fc
      .tuple(
        fc.json({ maxDepth: 4 }),
        fc.nat(),
        fc.constantFrom('', '"', '\\', '{', '}', ',', '0', '\u0000', 'é', ':'),
      )
      .map(([text, at, put]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + 1);
      });
    fc.assert(
      fc.property(near, (text) => {
        let parsed = true;
        try {
          JSON.parse(text);
        } catch {
          parsed = false;
        }
        const faults = faultsOf(text);
        // Stricter than JSON.parse, never laxer.
        expect(parsed || faults.length > 0).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('a member named __proto__ is an own member and changes no prototype', () => {
    const value = parseJson(Buffer.from('{"__proto__":{"polluted":true}}'));
    expect(Object.keys(value ?? {})).toStrictEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });

  test('depth 32 is read, and Vietnamese in either normal form stays as sent', () => {
    expect(faultsOf('['.repeat(32) + ']'.repeat(32))).toStrictEqual([]);
    const name = 'Nguyễn Thị Hoà '.normalize('NFD');
    expect(parseJson(asJson(name))).toBe(name);
  });
});

const REFUSED: readonly (readonly [string, string | Buffer, readonly (readonly [string, string])[]])[] = [
  ['nothing', '', [['', 'SYNTAX']]],
  ['a cut text', '{"a":[1,2', [['/a', 'SYNTAX']]],
  ['a trailing comma', '[1,]', [['/1', 'SYNTAX']]],
  ['single quotes', "{'a':1}", [['', 'SYNTAX']]],
  ['NaN', '[NaN]', [['/0', 'SYNTAX']]],
  ['a leading zero', '{"id":0251}', [['/id', 'SYNTAX']]],
  ['a number with a plus sign', '[+1]', [['/0', 'SYNTAX']]],
  ['a second value', '{} {}', [['', 'TRAILING_TEXT']]],
  ['a byte order mark', '\uFEFF{}', [['', 'BOM']]],
  ['a raw line break in a string', '{"a":"x\ny"}', [['/a', 'CONTROL_CHARACTER']]],
  ['a raw NUL', '{"a":"x\u0000"}', [['/a', 'NUL']]],
  ['an escaped NUL', '{"a":"x\\u0000y"}', [['/a', 'NUL']]],
  ['a lone high surrogate', '{"a":"\\ud800"}', [['/a', 'LONE_SURROGATE']]],
  ['surrogates the wrong way round', '["\\ude00\\ud83d"]', [['/0', 'LONE_SURROGATE']]],
  ['a bidirectional control, raw', '{"a":"\u202Etxt"}', [['/a', 'BIDI_CONTROL']]],
  ['a bidirectional control, escaped', '{"a":"\\u2066"}', [['/a', 'BIDI_CONTROL']]],
  ['a bad escape', '["\\x41"]', [['/0', 'SYNTAX']]],
  ['an integer beyond exact range', '{"n":9007199254740993}', [['/n', 'INTEGER_TOO_BIG']]],
  ['an integer beyond exact range, with exponent', '{"n":1e20}', [['/n', 'INTEGER_TOO_BIG']]],
  ['a number beyond all range', '{"n":1E400}', [['/n', 'NUMBER_TOO_BIG']]],
  ['a fraction that would be rounded away', '{"n":1.00000000000000001}', [['/n', 'NUMBER_NOT_EXACT']]],
  ['one of fifteen digits', '{"n":123456789012345.999999999999999}', [['/n', 'NUMBER_NOT_EXACT']]],
  ['one with its point moved', '{"n":10000000000000001e-16}', [['/n', 'NUMBER_NOT_EXACT']]],
  ['a number that is nearly nothing', '{"n":1e-400}', [['/n', 'NUMBER_NOT_EXACT']]],
  ['an identity number as a name', '{"012345678901":"\\u0000"}', [['', 'NUL']]],
  ['a name of somebody as a name', '{"people":{"Nguyễn Văn A":"\\u0000"}}', [['/people', 'NUL']]],
  ['depth 33', '['.repeat(33) + ']'.repeat(33), [['/0'.repeat(32), 'TOO_DEEP']]],
  ['one name twice', '{"a":1,"b":{"c":1,"c":2}}', [['/b/c', 'DUPLICATE_KEY']]],
  ['one name twice in two spellings', '{"a":1,"\\u0061":2}', [['/a', 'DUPLICATE_KEY']]],
  ['__proto__ twice', '{"__proto__":1,"__proto__":2}', [['/__proto__', 'DUPLICATE_KEY']]],
  ['invalid UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), [['', 'INVALID_UTF8']]],
  ['an overlong form', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), [['', 'INVALID_UTF8']]],
  ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), [['', 'INVALID_UTF8']]],
  [
    'everything at once',
    '{"a":"\\u0000","a":9007199254740993,"b~/":["\\ud800"]}',
    [
      ['/a', 'NUL'],
      ['/a', 'DUPLICATE_KEY'],
      ['/a', 'INTEGER_TOO_BIG'],
      ['/b~0~1/0', 'LONE_SURROGATE'],
    ],
  ],
];

describe('what is refused, with its place', () => {
  test.each(REFUSED)('%s', (_what, text, faults) => {
    expect(faultsOf(text)).toStrictEqual(faults);
  });

  test('the hint counts lines and bytes', () => {
    const [fault] = findJsonFaults(Buffer.from('{\n "tên": 1,\n "tên": 2}'), MAX_DEPTH);
    expect(fault?.hint).toBe('line 3, byte 15: remove one of the two');
  });

  test('the byte of invalid UTF-8 is found wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (before, after) => {
        const start = Buffer.from(before.toWellFormed());
        const [fault] = findJsonFaults(
          Buffer.concat([start, Buffer.from([0xff]), Buffer.from(after)]),
          MAX_DEPTH,
        );
        expect(fault?.code).toBe('INVALID_UTF8');
        expect(fault?.hint).toContain(`byte ${start.length}:`);
      }),
    );
  });

  test('eight million brackets are refused at the thirty-third', () => {
    expect(faultsOf('['.repeat(8_000_000))).toStrictEqual([['/0'.repeat(32), 'TOO_DEEP']]);
  });

  test('no more than a hundred faults are told', () => {
    expect(faultsOf(`[${'"\\ud800",'.repeat(500)}1]`)).toHaveLength(100);
  });
});
