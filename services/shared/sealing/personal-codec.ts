/** How the personal part of an event is written: the attribute `personal` of its registered schema. */
import { AVRO_SCHEMAS } from '#schemas/generated/avro.ts';
import type { EventType } from '#schemas/generated/events.ts';
import { type Codec, compile as compileCodec } from '#shared/avro/codec.ts';
import type { SchemaJson } from '#shared/avro/schema-tree.ts';

/** A field of a `<Event>Personal` record. */
export interface PersonalField {
  readonly name: string;
  /** Whose key seals it: the person's, or the aggregate's. */
  readonly about: 'PERSON' | 'AGGREGATE';
}

export interface PersonalCodec {
  readonly codec: Codec;
  readonly fields: readonly PersonalField[];
  /** The fields of a part that says nothing. */
  readonly empty: Readonly<Record<string, null>>;
}

const compiled = new Map<EventType, PersonalCodec | undefined>();

/** The codec of an event's personal part; undefined if the event has none. */
export function personalCodecOf(type: EventType): PersonalCodec | undefined {
  if (compiled.has(type)) return compiled.get(type);
  const made = compile(AVRO_SCHEMAS[type]);
  compiled.set(type, made);
  return made;
}

/** The schema of the personal part inside a registered schema; undefined if it has none. */
export function personalSchemaOf(registered: string): PersonalSchema | undefined {
  const schema: { readonly personal?: PersonalSchema } = JSON.parse(registered);
  return schema.personal;
}

type PersonalSchema = SchemaJson & { readonly fields: readonly PersonalField[] };

function compile(registered: string): PersonalCodec | undefined {
  const schema = personalSchemaOf(registered);
  if (schema === undefined) return undefined;
  const empty = Object.fromEntries(schema.fields.map(({ name }) => [name, null]));
  return { codec: compileCodec(schema), fields: schema.fields, empty };
}
