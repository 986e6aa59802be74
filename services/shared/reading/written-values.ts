/** Kept values as facts, with the schema by which the sealed parts of each event were written. */
import { isDeepStrictEqual } from 'node:util';
import { AVRO_SCHEMAS } from '#schemas/generated/avro.ts';
import type { EventType, HubEvent } from '#schemas/generated/events.ts';
import type { DecodeValue as DecodeAny } from '#shared/avro/event-decoder.ts';
import { parseSchema, type SchemaJson } from '#shared/avro/schema-tree.ts';
import type { DecodedValue } from './fact-rows.ts';

export class WrittenValues {
  readonly #decode: DecodeAny;
  /** Of events whose personal parts were written otherwise than this version writes them. Forgotten with the event. */
  readonly #schemas = new WeakMap<HubEvent, SchemaJson>();
  /** What differs in the schemas that were met: undefined where nothing does. */
  readonly #other = new Map<SchemaJson, SchemaJson | undefined>();

  constructor(decode: DecodeAny) {
    this.#decode = decode;
  }

  /**
   * The event in a value that the projector has kept and, for a correction, the fact inside.
   * @throws Error if it is none: the projector keeps only what this version of the hub understands.
   */
  decode(value: Buffer): DecodedValue | Promise<DecodedValue> {
    const event = this.#event(value);
    return event instanceof Promise
      ? event.then((later) => this.#withReplacement(later))
      : this.#withReplacement(event);
  }

  #withReplacement(event: HubEvent): DecodedValue | Promise<DecodedValue> {
    if (event.eventName !== 'FactCorrected') return { event };
    const replacement = this.#event(event.fact);
    return replacement instanceof Promise
      ? replacement.then((later) => ({ event, replacement: later }))
      : { event, replacement };
  }

  /** The schema of an event's personal parts as it was when they were written; undefined where it is this version's. */
  personalSchemaOf(event: HubEvent): SchemaJson | undefined {
    return this.#schemas.get(event);
  }

  #event(value: Buffer): HubEvent | Promise<HubEvent> {
    const decoded = this.#decode(value);
    return decoded instanceof Promise
      ? decoded.then((later) => this.#understood(later))
      : this.#understood(decoded);
  }

  #understood(decoded: Decoded): HubEvent {
    if (decoded.kind !== 'event') throw new Error(`a kept value cannot be read: ${reasonOf(decoded)}`);
    const { event, writerSchema } = decoded;
    if (!this.#other.has(writerSchema))
      this.#other.set(writerSchema, otherPersonal(event.type, writerSchema));
    const other = this.#other.get(writerSchema);
    if (other !== undefined) this.#schemas.set(event, other);
    return event;
  }
}

type Decoded = Awaited<ReturnType<DecodeAny>>;

function reasonOf(value: Exclude<Decoded, { kind: 'event' }>): string {
  return value.kind === 'broken' ? value.reason : `${value.recordName} is not known`;
}

function otherPersonal(type: EventType, writerSchema: SchemaJson): SchemaJson | undefined {
  const written = personalIn(writerSchema);
  const own = personalIn(parseSchema(AVRO_SCHEMAS[type]));
  return isDeepStrictEqual(written, own) ? undefined : written;
}

function personalIn(schema: SchemaJson): SchemaJson | undefined {
  if (typeof schema === 'string' || !('personal' in schema)) return undefined;
  return isComposed(schema['personal']) ? schema['personal'] : undefined;
}

/** The attribute is composed by the hub itself, and the codec refuses what is no schema. */
function isComposed(personal: unknown): personal is SchemaJson {
  return typeof personal === 'object' && personal !== null;
}
