/** How the personal part of an event is written: the attribute `personal` of its registered schema. */
import { AVRO_SCHEMAS } from '#schemas/generated/avro.ts';
import type { EventType } from '#schemas/generated/events.ts';
import { type Codec, compile as compileCodec } from '#shared/avro/codec.ts';
import { eventFieldsOf } from '#shared/avro/event-fields.ts';
import { compileFields, type Write } from '#shared/avro/field-writer.ts';
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
  /** Whether anything is said of persons. */
  readonly namesPersons: boolean;
  /** The same bytes as the codec gives, quicker; members that are left out are null. */
  readonly write: Write;
  /** The fields of a part that says nothing. */
  readonly empty: Readonly<Record<string, null>>;
}

const compiled = new Map<EventType, PersonalCodec | undefined>();

/** The codec of an event's personal part; undefined if the event has none. */
export function personalCodecOf(type: EventType): PersonalCodec | undefined {
  if (compiled.has(type)) return compiled.get(type);
  const made = compile(type);
  compiled.set(type, made);
  return made;
}

/** The schema of the personal part inside a registered schema; undefined if it has none. */
export function personalSchemaOf(registered: string): PersonalSchema | undefined {
  const schema: { readonly personal?: PersonalSchema } = JSON.parse(registered);
  return schema.personal;
}

type PersonalSchema = SchemaJson & { readonly fields: readonly PersonalField[] };

function compile(type: EventType): PersonalCodec | undefined {
  const schema = personalSchemaOf(AVRO_SCHEMAS[type]);
  if (schema === undefined) return undefined;
  const { fields } = schema;
  const namesPersons = fields.some(({ about }) => about === 'PERSON');
  const write = compileFields(eventFieldsOf(type).personal);
  const empty = Object.fromEntries(fields.map(({ name }) => [name, null]));
  return { codec: compileCodec(schema), fields, namesPersons, write, empty };
}
