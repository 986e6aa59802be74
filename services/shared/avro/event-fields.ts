/**
 * The fields of an event's registered schema in the few forms that formats.md 1 allows. Doors read by them, writers
 * write by them; read once per event type and kept.
 */
import { AVRO_SCHEMAS } from '#schemas/generated/avro.ts';
import type { EventType } from '#schemas/generated/events.ts';

/** What a member may be. */
export type FieldType =
  | { readonly kind: 'text' | 'boolean' | 'instant' | 'day' | 'bytes' }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly symbols: readonly string[] }
  | { readonly kind: 'list'; readonly item: FieldType }
  | { readonly kind: 'object'; readonly fields: readonly EventField[] };

export interface EventField {
  readonly name: string;
  readonly type: FieldType;
  /** May be null or absent. */
  readonly nullable: boolean;
  /** What stands in for an absent member; undefined means that it must be there. */
  readonly absent: { readonly value: unknown } | undefined;
  /** Sealed on the way to the log: nothing of it is ever said again. */
  readonly personal: boolean;
}

export interface PersonalEventField extends EventField {
  /** Whose key seals it. */
  readonly about: 'PERSON' | 'AGGREGATE';
}

/** In the order of the schema, which is the order of the bytes. */
export interface EventFields {
  readonly envelope: readonly EventField[];
  /** The event's own. */
  readonly data: readonly EventField[];
  /** Of `<Event>Personal`. */
  readonly personal: readonly PersonalEventField[];
}

const known = new Map<EventType, EventFields>();

/** The fields of an event type. */
export function eventFieldsOf(type: EventType): EventFields {
  const fields = known.get(type) ?? read(AVRO_SCHEMAS[type]);
  known.set(type, fields);
  return fields;
}

/** The last field of the envelope; the event's own ones follow it. */
const LAST_OF_ENVELOPE = 'sealed';

type Avro = string | readonly Avro[] | AvroObject;
interface AvroObject {
  readonly type: Avro;
  readonly name?: string;
  readonly namespace?: string;
  readonly logicalType?: string;
  readonly symbols?: readonly string[];
  readonly items?: Avro;
  readonly fields?: readonly AvroField[];
  readonly personal?: AvroObject;
}
interface AvroField {
  readonly name: string;
  readonly type: Avro;
  readonly default?: unknown;
  readonly about?: 'PERSON' | 'AGGREGATE';
}

function read(registered: string): EventFields {
  // Written by our own generator, which the drift check holds to these few forms.
  const record: AvroObject = JSON.parse(registered);
  const names = new Map<string, FieldType>();
  const space = record.namespace ?? '';
  // In one go, for the envelope may define names that later fields refer to.
  const fields = (record.fields ?? []).map((field) => fieldOf(field, names, space, false));
  const ownFrom = fields.findIndex(({ name }) => name === LAST_OF_ENVELOPE) + 1;
  const personal = (record.personal?.fields ?? []).map((field) => ({
    ...fieldOf(field, names, space, true),
    about: field.about ?? 'AGGREGATE',
  }));
  return { envelope: fields.slice(0, ownFrom), data: fields.slice(ownFrom), personal };
}

function fieldOf(
  field: AvroField,
  names: Map<string, FieldType>,
  namespace: string,
  personal: boolean,
): EventField {
  const { type: stated } = field;
  const nullable = isUnion(stated);
  const type = typeOf(nullable ? (stated[1] ?? 'null') : stated, names, namespace);
  return { name: field.name, type, nullable, absent: absentOf(field, type, nullable), personal };
}

function absentOf(field: AvroField, type: FieldType, nullable: boolean): EventField['absent'] {
  if (nullable) return { value: null };
  if (field.default !== undefined) return { value: field.default };
  return type.kind === 'list' ? { value: [] } : undefined;
}

function isUnion(type: Avro): type is readonly Avro[] {
  return Array.isArray(type);
}

function typeOf(type: Avro, names: Map<string, FieldType>, namespace: string): FieldType {
  if (typeof type === 'string') return primitive(type) ?? named(type, names, namespace);
  if (isUnion(type)) throw new Error('a union inside a type is not of the hub');
  if (type.logicalType === 'timestamp-millis') return { kind: 'instant' };
  if (type.logicalType === 'date') return { kind: 'day' };
  if (type.type === 'array') return { kind: 'list', item: typeOf(type.items ?? 'string', names, namespace) };
  if (type.type === 'enum')
    return define(type, names, namespace, { kind: 'choice', symbols: type.symbols ?? [] });
  if (type.type !== 'record') return typeOf(type.type, names, namespace);
  const space = type.namespace ?? namespace;
  const fields = (type.fields ?? []).map((field) => fieldOf(field, names, space, false));
  return define(type, names, namespace, { kind: 'object', fields });
}

function define(
  type: AvroObject,
  names: Map<string, FieldType>,
  namespace: string,
  made: FieldType,
): FieldType {
  names.set(`${type.namespace ?? namespace}.${type.name ?? ''}`, made);
  return made;
}

function named(name: string, names: Map<string, FieldType>, namespace: string): FieldType {
  const found = names.get(name) ?? names.get(`${namespace}.${name}`);
  if (found === undefined) throw new Error(`the schema names ${name} before it is defined`);
  return found;
}

/** avsc 5.7.9 reads and writes longs below -2⁵² with another sign; none beyond is let in, on either side. */
export const LONG_MAX = 2 ** 52;

function primitive(name: string): FieldType | undefined {
  if (name === 'string') return { kind: 'text' };
  if (name === 'boolean') return { kind: 'boolean' };
  if (name === 'bytes') return { kind: 'bytes' };
  if (name === 'int') return { kind: 'integer', min: -(2 ** 31), max: 2 ** 31 - 1 };
  if (name === 'long') return { kind: 'integer', min: -LONG_MAX, max: LONG_MAX };
  return undefined;
}
