// What a new schema may change, checked against every former version, with every reason.

import { describe, expect, test } from 'vitest';
import { AVRO_SCHEMAS } from '#schemas/generated/avro.ts';
import { checkBackwardTransitive } from '#shared/avro/compatibility.ts';
import { parseSchema, type SchemaJson } from '#shared/avro/schema-tree.ts';

type Json = { readonly [name: string]: unknown };

function recordOf(fields: readonly Json[], more: Json = {}): SchemaJson {
  return { type: 'record', name: 'vn.gov.test.Fact', fields, ...more };
}

function codes(next: SchemaJson, ...former: readonly SchemaJson[]): string[] {
  const versions = former.map((schema, index) => ({ version: index + 1, schema }));
  return checkBackwardTransitive(next, versions).map(
    ({ version, code, pointer }) => `${version} ${code} ${pointer}`,
  );
}

const ID = { name: 'id', type: 'string' };
const KIND = { name: 'kind', type: { type: 'enum', name: 'Kind', symbols: ['A', 'B'] } };

describe('BACKWARD_TRANSITIVE', () => {
  test.each<[string, SchemaJson, SchemaJson, string[]]>([
    [
      'a field with a default is added',
      recordOf([ID, { name: 'n', type: ['null', 'int'], default: null }]),
      recordOf([ID]),
      [],
    ],
    ['a field is dropped', recordOf([]), recordOf([ID]), []],
    [
      'a field is renamed with an alias',
      recordOf([{ ...ID, name: 'key', aliases: ['id'] }]),
      recordOf([ID]),
      [],
    ],
    ['an int grows', 'long', 'int', []],
    ['a type becomes optional', ['null', 'string'], 'string', []],
    [
      'a symbol is added',
      { type: 'enum', name: 'E', symbols: ['A', 'B'] },
      { type: 'enum', name: 'E', symbols: ['A'] },
      [],
    ],
    [
      'a symbol goes, but there is a default',
      { type: 'enum', name: 'E', symbols: ['A'], default: 'A' },
      { type: 'enum', name: 'E', symbols: ['A', 'B'] },
      [],
    ],
    [
      'a record moves to another namespace',
      { type: 'record', name: 'other.Fact', fields: [ID] },
      recordOf([ID]),
      [],
    ],
    [
      'a field without a default is added',
      recordOf([ID, { name: 'n', type: 'int' }]),
      recordOf([ID]),
      ['1 READER_FIELD_MISSING_DEFAULT_VALUE /fields/1'],
    ],
    [
      'a long shrinks',
      recordOf([{ name: 'id', type: 'int' }]),
      recordOf([{ name: 'id', type: 'long' }]),
      ['1 TYPE_MISMATCH /fields/0/type'],
    ],
    [
      'an optional becomes required',
      'string',
      ['null', 'string'],
      ['1 MISSING_UNION_BRANCH ', '1 TYPE_MISMATCH '],
    ],
    ['a branch goes', ['null', 'int'], ['null', 'string'], ['1 MISSING_UNION_BRANCH ']],
    [
      'a symbol goes',
      recordOf([{ ...KIND, type: { ...KIND.type, symbols: ['A'] } }]),
      recordOf([KIND]),
      ['1 MISSING_ENUM_SYMBOLS /fields/0/type/symbols'],
    ],
    [
      'a fixed changes its size',
      { type: 'fixed', name: 'F', size: 4 },
      { type: 'fixed', name: 'F', size: 8 },
      ['1 FIXED_SIZE_MISMATCH /size'],
    ],
    [
      'a record changes its name',
      { type: 'record', name: 'Other', fields: [] },
      { type: 'record', name: 'Fact', fields: [] },
      ['1 NAME_MISMATCH /name'],
    ],
    [
      'items change',
      { type: 'array', items: 'int' },
      { type: 'array', items: 'string' },
      ['1 TYPE_MISMATCH /items'],
    ],
  ])('%s', (_name, next, former, expected) => {
    expect(codes(next, former)).toEqual(expected);
  });

  test('every former version counts, and all reasons are listed with a hint', () => {
    const first = recordOf([{ name: 'amount', type: 'string' }]);
    const second = recordOf([{ name: 'amount', type: 'string' }, KIND]);
    const next = recordOf([
      { name: 'amount', type: 'long' },
      { ...KIND, type: { ...KIND.type, symbols: ['B'] } },
    ]);
    expect(codes(next, first, second)).toEqual([
      '1 TYPE_MISMATCH /fields/0/type',
      '1 READER_FIELD_MISSING_DEFAULT_VALUE /fields/1',
      '2 TYPE_MISMATCH /fields/0/type',
      '2 MISSING_ENUM_SYMBOLS /fields/1/type/symbols',
    ]);
    const reasons = checkBackwardTransitive(next, [{ version: 1, schema: first }]);
    for (const { message, hint } of reasons) expect(message.length * hint.length).toBeGreaterThan(0);
  });

  test('a field that went and comes back must still be able to read what it once was', () => {
    const withText = recordOf([{ name: 'note', type: 'string' }]);
    const again = recordOf([{ name: 'note', type: 'int', default: 0 }]);
    expect(codes(again, recordOf([]))).toEqual([]);
    expect(codes(again, withText, recordOf([]))).toEqual(['1 TYPE_MISMATCH /fields/0/type']);
  });

  test('a nearly matching branch of a union says what in it is wrong', () => {
    const inner = (fields: readonly Json[]): SchemaJson => ({ type: 'record', name: 'Inner', fields });
    const next = ['null', inner([ID])];
    expect(codes(next, ['null', inner([])])).toEqual(['1 READER_FIELD_MISSING_DEFAULT_VALUE /1/fields/0']);
  });

  test('recursive schemas end', () => {
    const tree = (more: readonly Json[]): SchemaJson =>
      recordOf([{ name: 'children', type: { type: 'array', items: 'vn.gov.test.Fact' } }, ...more]);
    expect(codes(tree([]), tree([]))).toEqual([]);
    expect(codes(tree([ID]), tree([]))).toEqual(['1 READER_FIELD_MISSING_DEFAULT_VALUE /fields/1']);
  });

  test('types that are used twice at every level take no longer for it', () => {
    const wide = (last: string): SchemaJson => {
      let type: SchemaJson = { type: 'record', name: 'R0', fields: [{ name: 'x', type: last }] };
      for (let level = 1; level < 15; level += 1) {
        const fields: readonly Json[] = [
          { name: 'a', type },
          { name: 'b', type: `R${level - 1}` },
        ];
        type = { type: 'record', name: `R${level}`, fields };
      }
      return type;
    };
    expect(codes(wide('int'), wide('string'))).toHaveLength(1);
    expect(codes(wide('int'), wide('int'))).toEqual([]);
  });

  test('the schema of the sealed parts is held to the same', () => {
    const personal = (fields: readonly Json[]): Json => ({
      personal: { type: 'record', name: 'FactPersonal', fields },
    });
    const name = { name: 'name', type: 'string' };
    const former = recordOf([ID], personal([name]));
    expect(codes(recordOf([ID], personal([name])), former)).toEqual([]);
    expect(codes(recordOf([ID]), former)).toEqual(['1 PERSONAL_SCHEMA_MISSING ']);
    expect(codes(recordOf([ID], personal([name, { name: 'born', type: 'int' }])), former)).toEqual([
      '1 READER_FIELD_MISSING_DEFAULT_VALUE /personal/fields/1',
    ]);
    expect(codes(former, recordOf([ID]))).toEqual([]);
  });

  test('every event schema of the hub can read itself', () => {
    for (const schema of Object.values(AVRO_SCHEMAS).map(parseSchema))
      expect(codes(schema, schema)).toEqual([]);
  });
});
