/**
 * What the CloudEvents doors take as `data` of an event, made of its registered schema: the event's own fields and
 * the personal text about its aggregate. Read once per event and kept.
 */
import { AVRO_SCHEMAS } from '#schemas/generated/avro.ts';
import type { EventType } from '#schemas/generated/events.ts';

/** What a member may be. */
export type DoorType =
  | { readonly kind: 'text' | 'boolean' | 'instant' | 'day' | 'bytes' }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly symbols: readonly string[] }
  | { readonly kind: 'list'; readonly item: DoorType }
  | { readonly kind: 'object'; readonly fields: readonly DoorField[] };

export interface DoorField {
  readonly name: string;
  readonly type: DoorType;
  /** May be null or absent. */
  readonly nullable: boolean;
  /** What stands in for an absent member; undefined means that it must be there. */
  readonly absent: { readonly value: unknown } | undefined;
  /** Sealed on the way to the log: nothing of it is ever said again. */
  readonly personal: boolean;
}

export interface DoorSchema {
  /** The event's own fields. */
  readonly data: readonly DoorField[];
  /** Personal text about the aggregate, as members of `data`. */
  readonly text: readonly DoorField[];
  /** What may be said of a person, as members of an entry of `concerns`. */
  readonly person: readonly DoorField[];
}

const schemas = new Map<EventType, DoorSchema>();

/** What the doors take as `data` of an event type. */
export function doorSchemaOf(type: EventType): DoorSchema {
  const known = schemas.get(type) ?? read(AVRO_SCHEMAS[type]);
  schemas.set(type, known);
  return known;
}

/** The last field of the envelope; the event's own ones follow it. */
const LAST_OF_ENVELOPE = 'sealed';
/** Said by `person`, not beside it. */
const IDENTITY = new Set(['personType', 'personId']);

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

function read(registered: string): DoorSchema {
  // Written by our own generator, which the drift check holds to these few forms.
  const record: AvroObject = JSON.parse(registered);
  const names = new Map<string, DoorType>();
  // Every field is read, for the envelope may define names that later fields refer to.
  const fields = (record.fields ?? []).map((field) => fieldOf(field, names, record.namespace ?? '', false));
  const own = fields.slice(fields.findIndex(({ name }) => name === LAST_OF_ENVELOPE) + 1);
  const personal = (record.personal?.fields ?? []).filter(({ name }) => !IDENTITY.has(name));
  const about = (whom: string): DoorField[] =>
    personal
      .filter((field) => field.about === whom)
      .map((field) => fieldOf(field, names, record.namespace ?? '', true));
  return { data: own, text: about('AGGREGATE'), person: about('PERSON') };
}

function fieldOf(
  field: AvroField,
  names: Map<string, DoorType>,
  namespace: string,
  personal: boolean,
): DoorField {
  const { type: stated } = field;
  const nullable = isUnion(stated);
  const type = typeOf(nullable ? (stated[1] ?? 'null') : stated, names, namespace);
  return { name: field.name, type, nullable, absent: absentOf(field, type, nullable), personal };
}

function absentOf(field: AvroField, type: DoorType, nullable: boolean): DoorField['absent'] {
  if (nullable) return { value: null };
  if (field.default !== undefined) return { value: field.default };
  return type.kind === 'list' ? { value: [] } : undefined;
}

function isUnion(type: Avro): type is readonly Avro[] {
  return Array.isArray(type);
}

function typeOf(type: Avro, names: Map<string, DoorType>, namespace: string): DoorType {
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

function define(type: AvroObject, names: Map<string, DoorType>, namespace: string, made: DoorType): DoorType {
  names.set(`${type.namespace ?? namespace}.${type.name ?? ''}`, made);
  return made;
}

function named(name: string, names: Map<string, DoorType>, namespace: string): DoorType {
  const found = names.get(name) ?? names.get(`${namespace}.${name}`);
  if (found === undefined) throw new Error(`the schema names ${name} before it is defined`);
  return found;
}

function primitive(name: string): DoorType | undefined {
  if (name === 'string') return { kind: 'text' };
  if (name === 'boolean') return { kind: 'boolean' };
  if (name === 'bytes') return { kind: 'bytes' };
  if (name === 'int') return { kind: 'integer', min: -(2 ** 31), max: 2 ** 31 - 1 };
  if (name === 'long') return { kind: 'integer', min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER };
  return undefined;
}
