// Confluent's wire format.

import { expect, test } from 'vitest';
import { frame, unframe, WireFormatError } from '#shared/avro/wire-format.ts';

test('byte 0, the id big-endian, then the value', () => {
  const framed = frame(0x01020304, Buffer.from('avro'));
  expect(framed.toString('hex')).toBe(`0001020304${Buffer.from('avro').toString('hex')}`);
  expect(unframe(framed)).toEqual({ schemaId: 0x01020304, avro: Buffer.from('avro') });
});

test.each([[[]], [[0, 0, 0, 0]], [[1, 0, 0, 0, 1, 2]]])('%j is not in the wire format', (bytes) => {
  expect(() => unframe(Buffer.from(bytes))).toThrow(WireFormatError);
});
