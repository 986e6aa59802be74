// Events are written by our own writer: the codec reads every one, and writes the very same bytes. The body hash covers
// the same text as before.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AVRO_SCHEMAS } from '#schemas/generated/avro.ts';
import type { EventType } from '#schemas/generated/events.ts';
import { compile, InvalidValueError } from '#shared/avro/codec.ts';
import { type EventField, eventFieldsOf, type FieldType, LONG_MAX } from '#shared/avro/event-fields.ts';
import { compileFields } from '#shared/avro/field-writer.ts';
import { parseSchema } from '#shared/avro/schema-tree.ts';
import { ValueWriter } from '#shared/avro/value-writer.ts';
import { canonicalBody } from '#shared/publishing/canonical-body.ts';
import { composeEvents } from '#shared/publishing/compose-event.ts';
import { STREAMS, typesOf } from '#shared/publishing/event-type.ts';
import { canonicalJson } from '#shared/pure/canonical-json.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import { HubKey } from '#shared/pure/hub-key.ts';
import { ThrowawayKeys } from '#shared/sealing/key-store.ts';
import { personalCodecOf } from '#shared/sealing/personal-codec.ts';
import { seedFrom } from '../../support/seeded.ts';

const seed = seedFrom('WRITTEN_EVENTS_SEED') | 0;
const TYPES = typesOf(STREAMS);
/** Of each event type; more with the variable. */
const RUNS = Number(process.env['WRITTEN_EVENTS_RUNS'] ?? 5);

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 80 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }),
  fc.constantFrom(
    'Nguyễn Thị Hoà',
    'x'.repeat(63),
    'x'.repeat(64),
    'é'.repeat(31),
    'é'.repeat(32),
    'ế'.repeat(21),
    '😀'.repeat(16),
    'x'.repeat(9_000),
  ),
);
const day = fc
  .integer({ min: -700_000, max: 2_900_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));

/** Values of a type. */
function valueOf(type: FieldType): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'text':
      return text;
    case 'boolean':
      return fc.boolean();
    case 'instant':
      return fc.integer({ min: -(2 ** 45), max: 2 ** 45 });
    case 'day':
      return day;
    case 'bytes':
      return fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes));
    case 'integer':
      return fc.oneof(
        fc.integer({ min: type.min, max: type.max }),
        fc.constantFrom(type.min, type.max, 0, -1, 63, 64, -64, -65),
      );
    case 'choice':
      return fc.constantFrom(...type.symbols);
    case 'list':
      return fc.array(valueOf(type.item), { maxLength: 3 });
    case 'object':
      return recordOf(type.fields);
    default:
      return type satisfies never;
  }
}

function recordOf(fields: readonly EventField[]): fc.Arbitrary<Record<string, unknown>> {
  const members = fields.map(({ name, type, nullable }): [string, fc.Arbitrary<unknown>] => [
    name,
    nullable ? fc.option(valueOf(type)) : valueOf(type),
  ]);
  return fc.record(Object.fromEntries(members));
}

const concern = (type: EventType) =>
  fc.record({
    person: fc.record({
      type: fc.constantFrom('PERSON', 'BUSINESS'),
      id: fc.constantFrom('012345678901', '000000001', '0100109106'),
    }),
    role: fc.constantFrom('HOLDER', 'APPLICANT'),
    personal: recordOf(
      eventFieldsOf(type).personal.filter(
        ({ about, name }) => about === 'PERSON' && !name.startsWith('person'),
      ),
    ),
  });

/** Drafts of a type; the generator follows the schema that the type belongs to. */
function draftOf(type: EventType): fc.Arbitrary<FactDraft> {
  const { data, personal } = eventFieldsOf(type);
  return fc
    .record({
      data: recordOf(data),
      text: recordOf(personal.filter(({ about }) => about === 'AGGREGATE')),
      concerns: fc.array(concern(type), { maxLength: 3 }),
      id: text,
      sequence: fc.option(text),
      occurredAt: fc.integer({ min: 0, max: 2 ** 42 }),
    })
    .map(({ sequence, ...rest }) => {
      const draft = {
        ...rest,
        type,
        eventName: 'any',
        source: '/agencies/H44/x',
        recordedAt: 1_790_000_000_000,
        agency: 'H44',
        door: 'events',
        key: 'key',
        ...(sequence === null ? {} : { sequence }),
      };
      assertDraft(draft);
      return draft;
    });
}

function assertDraft(_draft: object): asserts _draft is FactDraft {}

const hubKey = new HubKey(Buffer.alloc(32, 9));
const composer = { hubKey, keys: new ThrowawayKeys(), schemaIdOf: () => 258 };
const compose = async (draft: FactDraft) => composeEvents([{ key: 'key', draft }], composer);

describe.each(TYPES)('%s', (type) => {
  const codec = compile(parseSchema(AVRO_SCHEMAS[type]));

  test('is written as the codec writes it, under the hash of what was stated', async () => {
    await fc.assert(
      fc.asyncProperty(draftOf(type), async (draft) => {
        const [composed] = await compose(draft);
        const value = composed?.value ?? Buffer.alloc(0);
        expect([...value.subarray(0, 5)]).toStrictEqual([0, 0, 0, 1, 2]);
        const avro = value.subarray(5);
        const event = codec.decode(avro);
        expect(codec.encode(event).equals(avro)).toBe(true);
        expect(event).toMatchObject({ id: draft.id, ...draft.data });
        const { data, text: said, concerns } = draft;
        const stated = { type, data, text: said, concerns };
        expect(canonicalBody(draft)).toBe(canonicalJson(stated));
        expect(Reflect.get(Object(event), 'bodyHash')).toStrictEqual(hubKey.bodyHash(stated));
      }),
      { numRuns: RUNS, seed },
    );
  });

  test('what does not fit is refused, and nothing else is', async () => {
    const { data } = eventFieldsOf(type);
    const wrong = fc.constantFrom(undefined, null, 7.5, 2 ** 53, {}, [1], 'x', '2026-02-30', Number.NaN);
    await fc.assert(
      fc.asyncProperty(draftOf(type), fc.nat(), wrong, async (draft, at, value) => {
        const { name } = data[at % Math.max(data.length, 1)] ?? { name: 'undeclared' };
        const spoilt = { ...draft, data: { ...draft.data, [name]: value } };
        assertDraft(spoilt);
        const written: unknown = await compose(spoilt).then(
          ([composed]) => composed?.value.subarray(5),
          (error: unknown) => error,
        );
        const isReadable = Buffer.isBuffer(written) && codec.encode(codec.decode(written)).equals(written);
        expect(written instanceof InvalidValueError || isReadable).toBe(true);
      }),
      { numRuns: RUNS, seed },
    );
  });
});

// avsc takes the sign from numbers below -2^52; nothing beyond 2^52 is written.
test.each([-(2 ** 52) - 1, 2 ** 52 + 1])('the long %d is refused', (long) => {
  const type = { kind: 'integer', min: -LONG_MAX, max: LONG_MAX } as const;
  const write = compileFields([{ name: 'n', type, nullable: false, absent: undefined, personal: false }]);
  expect(write(new ValueWriter(1), { n: long })).toBe(false);
  expect(write(new ValueWriter(1), { n: Math.sign(long) * LONG_MAX })).toBe(true);
});

test('an undeclared member is told with its place, never with its value', async () => {
  const type = 'vn.gov.one-stop-shop.dossier-accepted.v1';
  const draft = fc.sample(draftOf(type), { numRuns: 1, seed })[0];
  if (draft === undefined) throw new Error('no draft');
  const spoilt = { ...draft, data: { ...draft.data, colour: 'secret' } };
  assertDraft(spoilt);
  const failure = compose(spoilt);
  await expect(failure).rejects.toBeInstanceOf(InvalidValueError);
  await expect(failure).rejects.not.toThrow(/secret/);
});

test('personal parts are written as their codec writes them', () => {
  for (const type of TYPES) {
    const personal = personalCodecOf(type);
    if (personal === undefined) continue;
    fc.assert(
      fc.property(recordOf(eventFieldsOf(type).personal), (fields) => {
        const out = new ValueWriter(16);
        expect(personal.write(out, fields)).toBe(true);
        expect(personal.codec.encode({ ...personal.empty, ...fields }).equals(out.copyFrom(0))).toBe(true);
      }),
      { numRuns: RUNS, seed },
    );
  }
});
