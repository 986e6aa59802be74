// Values to Avro and back; what does not fit is named with its place.

import { describe, expect, test } from 'vitest';
import { AVRO_SCHEMAS } from '#schemas/generated/avro.ts';
import { compile, InvalidValueError, UnreadableAvroError } from '#shared/avro/codec.ts';
import { InvalidSchemaError, parseSchema, type SchemaJson } from '#shared/avro/schema-tree.ts';

const PAPER: SchemaJson = {
  type: 'record',
  name: 'vn.gov.test.Paper',
  fields: [
    { name: 'recordedAt', type: { type: 'long', logicalType: 'timestamp-millis' } },
    { name: 'issuedOn', type: ['null', { type: 'int', logicalType: 'date' }], default: null },
    {
      name: 'status',
      type: { type: 'enum', name: 'Status', symbols: ['UNKNOWN', 'VALID'], default: 'UNKNOWN' },
    },
    {
      name: 'concerns',
      type: {
        type: 'array',
        items: { type: 'record', name: 'Concern', fields: [{ name: 'role', type: 'string' }] },
      },
    },
    { name: 'hash', type: 'bytes' },
  ],
};
const VALUE = {
  recordedAt: 1_790_000_000_123,
  issuedOn: '2026-02-28',
  status: 'VALID',
  concerns: [{ role: 'HOLDER' }, { role: 'Hoà' }],
  hash: Buffer.from([0, 1, 255]),
};

describe('codec', () => {
  test('gives back what it was given: instants as milliseconds, days as text, unions without a wrapper', () => {
    const { encode, decode } = compile(PAPER);
    expect(decode(encode(VALUE))).toEqual(VALUE);
    expect(decode(encode({ ...VALUE, issuedOn: null }))).toEqual({ ...VALUE, issuedOn: null });
    expect(decode(encode({ ...VALUE, issuedOn: '0001-01-01' }))).toEqual({
      ...VALUE,
      issuedOn: '0001-01-01',
    });
  });

  test('names every fault of a value with its place, and repeats no value', () => {
    const wrong = {
      ...VALUE,
      recordedAt: 'yesterday',
      issuedOn: '2026-02-30',
      concerns: [{ role: 7 }],
      status: 'LOST',
    };
    const error = faultOf(() => compile(PAPER).encode(wrong));
    expect(error.faults.map(({ pointer }) => pointer).sort()).toEqual([
      '/concerns/0/role',
      '/issuedOn',
      '/recordedAt',
      '/status',
    ]);
    expect(error.message).not.toMatch(/yesterday|02-30|LOST/);
  });

  test('an undeclared field, a long beyond 2^53 and a fraction are faults', () => {
    const { encode } = compile(PAPER);
    expect(faultOf(() => encode({ ...VALUE, extra: 1 })).faults).toHaveLength(1);
    expect(faultOf(() => encode({ ...VALUE, recordedAt: 2 ** 60 })).faults[0]?.pointer).toBe('/recordedAt');
    expect(faultOf(() => encode({ ...VALUE, recordedAt: 1.5 })).faults[0]?.pointer).toBe('/recordedAt');
  });

  test('reads what an older or a newer schema wrote', () => {
    const newer = extended({ name: 'note', type: ['null', 'string'], default: null });
    const older = compile(PAPER);
    const now = compile(newer);
    expect(now.decode(older.encode(VALUE), PAPER)).toEqual({ ...VALUE, note: null });
    expect(older.decode(now.encode({ ...VALUE, note: 'x' }), newer)).toEqual(VALUE);
  });

  test('reads what another copy of its own schema wrote, and a day that was read before', () => {
    const copy: SchemaJson = structuredClone(PAPER);
    const { encode, decode } = compile(PAPER);
    for (const issuedOn of ['2026-02-28', '2024-02-29', '2026-02-28']) {
      expect(decode(encode({ ...VALUE, issuedOn }), copy)).toEqual({ ...VALUE, issuedOn });
    }
  });

  test('an enum symbol of a newer writer becomes UNKNOWN', () => {
    const newer = parseSchema(JSON.stringify(PAPER).replace('"VALID"', '"VALID","REVOKED"'));
    const bytes = compile(newer).encode({ ...VALUE, status: 'REVOKED' });
    expect(compile(PAPER).decode(bytes, newer)).toEqual({ ...VALUE, status: 'UNKNOWN' });
  });

  test('schemas without common ground and longs that JavaScript cannot hold are errors, not wrong values', () => {
    const other = extended({ name: 'needed', type: 'string' });
    expect(() => compile(other).decode(compile(PAPER).encode(VALUE), PAPER)).toThrow(UnreadableAvroError);
    expect(() => compile('long').decode(Buffer.from('ffffffffffffffffff01', 'hex'))).toThrow(
      UnreadableAvroError,
    );
  });

  test.each([
    ['{', ''],
    ['{"type":"record","name":"R","fields":[{"name":"a","type":"nothing"}]}', '/fields/0/type'],
    ['{"type":"record","name":"R","fields":[{"name":"__proto__","type":"int"}]}', '/fields/0/name'],
    ['["null",["int"]]', '/1'],
    ['{"type":"enum","name":"E","symbols":["A","A"]}', '/symbols'],
    ['['.repeat(5_000) + ']'.repeat(5_000), '/0'.repeat(65)],
  ])('what is no schema is refused with its place: %.40s', (text, pointer) => {
    const error = thrownBy(() => parseSchema(text));
    expect(error).toBeInstanceOf(InvalidSchemaError);
    expect(error instanceof InvalidSchemaError && error.pointer).toBe(pointer);
  });

  test('every event schema of the hub compiles, its personal part too', () => {
    for (const text of Object.values(AVRO_SCHEMAS)) {
      const schema = parseSchema(text);
      expect(() => compile(schema)).not.toThrow();
      const personal: unknown = Object(schema).personal ?? 'null';
      expect(() => parseSchema(JSON.stringify(personal))).not.toThrow();
    }
  });
});

function extended(field: object): SchemaJson {
  return parseSchema(JSON.stringify({ ...Object(PAPER), fields: [...Object(PAPER).fields, field] }));
}

function faultOf(work: () => unknown): InvalidValueError {
  const error = thrownBy(work);
  if (error instanceof InvalidValueError) return error;
  throw new Error('expected an InvalidValueError', { cause: error });
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
