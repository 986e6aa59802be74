/** Events to Avro and back, by event type; compiled when first used. */
import { AVRO_SCHEMAS } from '#schemas/generated/avro.ts';
import { EVENTS, type EventType, type HubEvent } from '#schemas/generated/events.ts';
import { type Codec, compile } from '#shared/avro/codec.ts';
import { parseSchema } from '#shared/avro/schema-tree.ts';

const codecs = new Map<EventType, Codec>();

function codecOf(type: EventType): Codec {
  const known = codecs.get(type) ?? compile(parseSchema(AVRO_SCHEMAS[type]));
  codecs.set(type, known);
  return known;
}

/**
 * An event as Avro, without the schema's id.
 * @throws InvalidValueError with every member that does not fit; never the value.
 */
export function encodeEvent({ eventName: _named, ...record }: HubEvent): Buffer {
  return codecOf(record.type).encode(record);
}

/** What was encoded by this version of the program for that type. */
export function decodeEvent(type: EventType, avro: Buffer): HubEvent {
  const event: unknown = Object.assign({ eventName: EVENTS[type].eventName }, codecOf(type).decode(avro));
  assertEvent(event);
  return event;
}

/** The codec's schema and the type are generated from one file. */
function assertEvent(_event: unknown): asserts _event is HubEvent {}
