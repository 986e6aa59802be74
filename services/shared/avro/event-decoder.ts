/**
 * Values of the log to events: the writer's schema from the registry, the reader's from this version of the hub.
 * Promises: what can never be understood is told apart from what cannot be understood now, which is thrown.
 */
import { AVRO_SCHEMAS } from '#schemas/generated/avro.ts';
import { EVENTS, type EventType, type HubEvent } from '#schemas/generated/events.ts';
import { type Codec, compile, UnreadableAvroError } from './codec.ts';
import { MalformedAvroError } from './prescan.ts';
import { type SchemaRegistryClient, SchemaRegistryError } from './registry-client.ts';
import { InvalidSchemaError, parseSchema, type SchemaJson } from './schema-tree.ts';
import { unframe, WireFormatError } from './wire-format.ts';

/** What a value of the log turned out to be. */
export type DecodedValue =
  /** `writerSchema` is the same object for all values written with one schema. */
  | { readonly kind: 'event'; readonly event: HubEvent; readonly writerSchema: SchemaJson }
  /** Sound, but of a type that this version does not know. */
  | { readonly kind: 'unknown-type'; readonly recordName: string }
  /** Wrong magic byte, unknown schema, cut short: will never be understood. */
  | { readonly kind: 'broken'; readonly code: string; readonly reason: string };

/**
 * Decodes a value in the Confluent wire format: at once where its schema is known already. Throws or rejects only for
 * what may pass by itself: a registry that does not answer.
 */
export type DecodeValue = (value: Buffer) => DecodedValue | Promise<DecodedValue>;

/** A decoder that asks the registry once for each schema. */
export function createEventDecoder(registry: Pick<SchemaRegistryClient, 'schemaById'>): DecodeValue {
  const codecs = new Map<EventType, Codec>();
  const readers = new Map<number, Reader>();

  function codecOf(type: EventType): Codec {
    const known = codecs.get(type) ?? compile(parseSchema(AVRO_SCHEMAS[type]));
    codecs.set(type, known);
    return known;
  }

  async function ask(schemaId: number): Promise<Reader> {
    const writerSchema = await registry.schemaById(schemaId);
    const recordName = recordNameOf(writerSchema);
    const type = TYPES.get(recordName);
    const codec = type === undefined ? undefined : { type, codec: codecOf(type) };
    const reader: Reader = { recordName, writerSchema, ...codec };
    readers.set(schemaId, reader);
    return reader;
  }

  return (value) => {
    try {
      const { schemaId, avro } = unframe(value);
      const reader = readers.get(schemaId);
      if (reader !== undefined) return read(avro, reader);
      return ask(schemaId)
        .then((asked) => read(avro, asked))
        .catch(brokenBy);
    } catch (error) {
      return brokenBy(error);
    }
  };
}

/** How values of one schema are read. */
interface Reader {
  readonly recordName: string;
  readonly writerSchema: SchemaJson;
  /** Absent where this version does not know the type. */
  readonly type?: EventType;
  readonly codec?: Codec;
}

function read(avro: Buffer, { recordName, writerSchema, type, codec }: Reader): DecodedValue {
  if (type === undefined || codec === undefined) return { kind: 'unknown-type', recordName };
  const decoded = codec.decode(avro, writerSchema);
  // The other way round (a name, then the fields put beside it) costs four times as much.
  const event = typeof decoded === 'object' ? { ...decoded, eventName: EVENTS[type].eventName } : undefined;
  if (isEventOf(type, event)) return { kind: 'event', event, writerSchema };
  return { kind: 'broken', code: 'TYPE', reason: `a ${recordName} that says it is another type` };
}

/** @throws the error itself where the same value may be understood later. */
function brokenBy(error: unknown): DecodedValue {
  const code = permanentCodeOf(error);
  if (code === undefined || !(error instanceof Error)) throw error;
  return { kind: 'broken', code, reason: error.message };
}

const TYPES: ReadonlyMap<string, EventType> = new Map(
  Object.keys(EVENTS)
    .filter((type) => isEventType(type))
    .map((type) => [EVENTS[type].recordName, type]),
);

function isEventType(text: string): text is EventType {
  return Object.hasOwn(EVENTS, text);
}

/** The rest of the value is as the reader's schema says, which is generated from the same file as the type. */
function isEventOf(type: EventType, value: unknown): value is HubEvent {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === type;
}

function recordNameOf(schema: SchemaJson): string {
  if (typeof schema !== 'object' || !('name' in schema)) return '(not a record)';
  const { name, namespace } = schema;
  return typeof namespace === 'string' ? `${namespace}.${String(name)}` : String(name);
}

/** Undefined for what may succeed when it is tried again. */
function permanentCodeOf(error: unknown): string | undefined {
  if (error instanceof SchemaRegistryError) return error.transient ? undefined : `SCHEMA_${error.code}`;
  const permanent =
    error instanceof WireFormatError ||
    error instanceof MalformedAvroError ||
    error instanceof UnreadableAvroError ||
    error instanceof InvalidSchemaError;
  return permanent ? error.code : undefined;
}
