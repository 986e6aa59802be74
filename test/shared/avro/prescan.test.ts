// Bytes from outside: what would fill the memory or change a text is refused before it is decoded.

import {
  array,
  assert,
  boolean,
  constantFrom,
  integer,
  option,
  property,
  record,
  string,
  uint8Array,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, UnreadableAvroError } from '#shared/avro/codec.ts';
import { compilePrescan, MalformedAvroError } from '#shared/avro/prescan.ts';
import { readSchema, type SchemaJson } from '#shared/avro/schema-tree.ts';

const TREE: SchemaJson = {
  type: 'record',
  name: 'Tree',
  fields: [
    { name: 'text', type: 'string' },
    { name: 'count', type: 'long' },
    { name: 'flag', type: ['null', 'boolean'] },
    { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['A', 'B', 'C'] } },
    { name: 'children', type: { type: 'array', items: 'Tree' } },
    { name: 'data', type: 'bytes' },
    { name: 'words', type: { type: 'map', values: 'double' } },
  ],
};

const leaf = {
  text: string({ unit: 'grapheme' }),
  count: integer(),
  flag: option(boolean()),
  kind: constantFrom('A', 'B', 'C'),
  data: uint8Array().map((bytes) => Buffer.from(bytes)),
};
const inner = record(leaf).map((values) => ({ ...values, children: [], words: { one: 1.5 } }));
const trees = record({ ...leaf, children: array(inner, { maxLength: 4 }) }).map((values) => ({
  ...values,
  words: {},
}));

describe('prescan', () => {
  test.each([
    ['null', '{"type":"array","items":"null"}'],
    ['string', '{"type":"array","items":"string"}'],
    ['map', '{"type":"map","values":"long"}'],
  ])('five bytes that claim 10^8 items of %s are refused at once', (_name, schema) => {
    const bytes = Buffer.from([0x80, 0x84, 0xaf, 0x5f, 0x00]);
    const scan = compilePrescan(readSchema(JSON.parse(schema)));
    for (let n = 0; n < 1_000; n += 1) expect(() => scan(bytes)).toThrow(MalformedAvroError);
  });

  test('a huge claim in many small blocks, or in a negative block, is refused as well', () => {
    const scan = compilePrescan(readSchema({ type: 'array', items: 'null' }));
    const block = Buffer.from([0x14]);
    expect(() => scan(Buffer.concat([...Array.from({ length: 50 }, () => block), Buffer.from([0])]))).toThrow(
      'items',
    );
    expect(() => scan(Buffer.from([0xff, 0x83, 0xaf, 0x5f, 0x00, 0x00]))).toThrow(MalformedAvroError);
  });

  test.each([
    ['a text with invalid UTF-8', '"string"', [0x04, 0xc3, 0x28]],
    ['a length beyond the end', '"bytes"', [0x10, 0x00]],
    ['a negative length', '"bytes"', [0x01]],
    ['a number without an end', '"long"', Array.from({ length: 12 }, () => 0xff)],
    ['an int of six bytes', '"int"', [0x80, 0x80, 0x80, 0x80, 0x80, 0x01]],
    ['an unknown branch', '["null","int"]', [0x04]],
    ['an unknown symbol', '{"type":"enum","name":"E","symbols":["A"]}', [0x02]],
    ['a boolean of 2', '"boolean"', [0x02]],
    ['bytes after the value', '"boolean"', [0x01, 0x00]],
    ['no bytes', '"int"', []],
    [
      'a map key __proto__',
      '{"type":"map","values":"null"}',
      [0x02, 0x12, ...Buffer.from('__proto__'), 0x00],
    ],
  ])('%s is refused', (_name, schema, bytes) => {
    expect(() => compilePrescan(readSchema(JSON.parse(schema)))(Buffer.from(bytes))).toThrow(
      MalformedAvroError,
    );
  });

  test('values nested without end are refused, not a stack overflow', () => {
    const list: SchemaJson = { type: 'record', name: 'L', fields: [{ name: 'next', type: ['null', 'L'] }] };
    const scan = compilePrescan(readSchema(list));
    expect(() => scan(Buffer.concat([Buffer.alloc(100_000, 2), Buffer.from([0])]))).toThrow('levels');
  });

  test('whatever the codec writes passes and comes back', () => {
    const { encode, decode } = compile(TREE);
    assert(
      property(trees, (tree) => {
        expect(decode(encode(tree))).toEqual(tree);
      }),
    );
  });

  test('any bytes are either a value or an error that says so', () => {
    const { encode, decode } = compile(TREE);
    const isAnswered = (bytes: Buffer): boolean => {
      try {
        decode(bytes);
        return true;
      } catch (error) {
        return error instanceof MalformedAvroError || error instanceof UnreadableAvroError;
      }
    };
    assert(
      property(trees, integer({ min: 0 }), integer({ min: 0, max: 255 }), (tree, at, byte) => {
        const bytes = encode(tree);
        bytes[at % bytes.length] = byte;
        return isAnswered(bytes);
      }),
      { numRuns: 2_000 },
    );
    assert(
      property(uint8Array({ maxLength: 40 }), (bytes) => isAnswered(Buffer.from(bytes))),
      { numRuns: 2_000 },
    );
  });
});
