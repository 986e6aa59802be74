/** Kept values as facts, with the schema by which the sealed parts of each event were written. */
import type { HubEvent } from '#schemas/generated/events.ts';
import type { DecodeValue as DecodeAny } from '#shared/avro/event-decoder.ts';
import type { SchemaJson } from '#shared/avro/schema-tree.ts';
import type { DecodedValue } from './fact-rows.ts';

export class WrittenValues {
  readonly #decode: DecodeAny;
  /** Forgotten with the event. */
  readonly #schemas = new WeakMap<HubEvent, SchemaJson>();

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

  /** The schema of an event's personal parts as it was when they were written. */
  personalSchemaOf(event: HubEvent): SchemaJson | undefined {
    const schema = this.#schemas.get(event);
    if (schema === undefined || typeof schema === 'string' || !('personal' in schema)) return undefined;
    return isComposed(schema['personal']) ? schema['personal'] : undefined;
  }

  #event(value: Buffer): HubEvent | Promise<HubEvent> {
    const decoded = this.#decode(value);
    return decoded instanceof Promise
      ? decoded.then((later) => this.#understood(later))
      : this.#understood(decoded);
  }

  #understood(decoded: Decoded): HubEvent {
    if (decoded.kind !== 'event') throw new Error(`a kept value cannot be read: ${reasonOf(decoded)}`);
    this.#schemas.set(decoded.event, decoded.writerSchema);
    return decoded.event;
  }
}

type Decoded = Awaited<ReturnType<DecodeAny>>;

function reasonOf(value: Exclude<Decoded, { kind: 'event' }>): string {
  return value.kind === 'broken' ? value.reason : `${value.recordName} is not known`;
}

/** The attribute is composed by the hub itself, and the codec refuses what is no schema. */
function isComposed(personal: unknown): personal is SchemaJson {
  return typeof personal === 'object' && personal !== null;
}
