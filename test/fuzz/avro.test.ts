// Spoilt Avro of every event: it is refused as malformed, or read as a value that encodes and reads back as itself.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { membersOf } from '#infra/client/members.ts';
import { AVRO_SCHEMAS } from '#schemas/generated/avro.ts';
import { compile, UnreadableAvroError } from '#shared/avro/codec.ts';
import { MalformedAvroError } from '#shared/avro/prescan.ts';
import { parseSchema, type SchemaJson } from '#shared/avro/schema-tree.ts';
import { type Mutation, mutation, spoil } from './mutations.ts';

const CASES = Number(process.env['FUZZ_AVRO_CASES'] ?? '4000');
const SEED = Number(process.env['FUZZ_SEED'] ?? String(Date.now() % 1_000_000));

/** A value of a schema with something in every place. */
function valueOf(schema: unknown, named = new Map<string, unknown>()): unknown {
  if (Array.isArray(schema)) return valueOf(schema.at(-1), named);
  if (typeof schema === 'string') {
    const definition = named.get(lastPart(schema));
    return definition === undefined ? PRIMITIVES[schema] : valueOf(definition, named);
  }
  const { type, name, fields, items, symbols, logicalType } = membersOf(schema);
  if (typeof name === 'string') named.set(lastPart(name), schema);
  if (Array.isArray(fields))
    return Object.fromEntries(
      fields.map(membersOf).map((field) => [field['name'], valueOf(field['type'], named)]),
    );
  if (items !== undefined) return [valueOf(items, named), valueOf(items, named)];
  if (Array.isArray(symbols)) return symbols[0];
  if (logicalType === 'date') return '2026-01-05';
  return valueOf(type, named);
}

/** A named type is referred to with its namespace or without. */
function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

const PRIMITIVES: Readonly<Record<string, unknown>> = {
  string: 'Người Thử',
  boolean: true,
  int: 7,
  long: 1_767_600_000_000,
  bytes: Buffer.from([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
  null: null,
};

/** Counts that claim far more than the bytes hold, at every place. */
const CLAIMS = [
  Buffer.from([0x80, 0x84, 0xaf, 0x5f]),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
];

function outcomeOf(codec: ReturnType<typeof compile>, bytes: Buffer): 'refused' | 'read' {
  let value: unknown;
  try {
    value = codec.decode(bytes);
  } catch (error) {
    if (error instanceof MalformedAvroError || error instanceof UnreadableAvroError) return 'refused';
    throw error;
  }
  expect(codec.decode(codec.encode(value))).toEqual(value);
  return 'read';
}

test('of every event', () => {
  console.log(`fuzzing Avro with FUZZ_SEED=${SEED}, ${CASES} cases`);
  const codecs = Object.values(AVRO_SCHEMAS).map((text) => compile(parseSchema(text)));
  const messages = Object.values(AVRO_SCHEMAS).map((text, at) => {
    const schema: SchemaJson = parseSchema(text);
    return codecs[at]?.encode(valueOf(schema)) ?? Buffer.alloc(0);
  });
  const counts = { refused: 0, read: 0 };
  const tryOne = (change: Mutation, bytes: Buffer): void => {
    const codec = codecs[change.message % codecs.length];
    if (codec !== undefined) counts[outcomeOf(codec, bytes)] += 1;
  };
  fc.assert(
    fc.property(mutation, (change) => tryOne(change, spoil(messages, change, 'json'))),
    { numRuns: CASES, seed: SEED },
  );
  for (const [at, message] of messages.entries()) {
    for (const claim of CLAIMS) {
      for (let place = 0; place < message.length; place += 7) {
        const bytes = Buffer.concat([message.subarray(0, place), claim, message.subarray(place)]);
        tryOne({ message: at, steps: [] }, bytes);
      }
    }
  }
  console.log(`Avro: ${JSON.stringify(counts)}`);
  expect(counts.refused).toBeGreaterThan(0);
  expect(counts.read).toBeGreaterThan(0);
}, 600_000);
