/**
 * An event as the value of a record, written in one pass: the wire format's header, the envelope, the event's own fields.
 * Promises: the very bytes that the codec would write; nothing but a copy of them is kept.
 */
import type { Concern, EventType, HubEvent, Sealed } from '#schemas/generated/events.ts';
import { InvalidValueError } from '#shared/avro/codec.ts';
import { eventFieldsOf } from '#shared/avro/event-fields.ts';
import { compileFields, type Write } from '#shared/avro/field-writer.ts';
import { ValueWriter } from '#shared/avro/value-writer.ts';
import { writeFrame } from '#shared/avro/wire-format.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import { encodeEvent } from './event-codec.ts';

/** What the hub adds to a draft. */
export interface Composition {
  readonly bodyHash: Buffer;
  readonly concerns: readonly Concern[];
  readonly sealed: readonly Sealed[];
}

/** Room for an event; more is made where it is needed. */
const SIZE = 64 * 1024;

const out = new ValueWriter(SIZE);
const writers = new Map<EventType, { readonly envelope: Write; readonly data: Write }>();

/**
 * The value of a draft's record.
 * @throws InvalidValueError with every member that does not fit the schema; never the value.
 */
export function writeEvent(draft: FactDraft, composition: Composition, schemaId: number): Buffer {
  const { envelope, data } = writersOf(draft.type);
  const around = envelopeOf(draft, composition);
  out.at = 0;
  writeFrame(out, schemaId);
  if (envelope(out, around) && data(out, draft.data)) return out.copyFrom(0);
  const event = { eventName: draft.eventName, ...around, ...draft.data };
  assertEvent(event);
  // The codec says what is wrong, member by member; what it would take all the same is still none of ours.
  encodeEvent(event);
  throw new InvalidValueError(draft.type, [
    { pointer: '', expected: 'what the hub can write and read again' },
  ]);
}

function writersOf(type: EventType): { readonly envelope: Write; readonly data: Write } {
  const found = writers.get(type);
  if (found !== undefined) return found;
  const { envelope, data } = eventFieldsOf(type);
  const made = { envelope: compileFields(envelope), data: compileFields(data) };
  writers.set(type, made);
  return made;
}

function envelopeOf(draft: FactDraft, { bodyHash, concerns, sealed }: Composition) {
  const { recordedAt, snapshotActualAt } = draft;
  return {
    id: draft.id,
    source: draft.source,
    type: draft.type,
    occurredAt: draft.occurredAt,
    recordedAt,
    agency: draft.agency,
    publisher: draft.publisher ?? null,
    door: draft.door,
    sender: draft.sender ?? null,
    sequence: draft.sequence ?? null,
    snapshotVersion: snapshotActualAt === undefined ? null : { actualAt: snapshotActualAt, recordedAt },
    bodyHash,
    concerns,
    sealed,
  };
}

/** A draft's data belong to its event name; the codec checks every member before anything is written. */
function assertEvent(_event: object): asserts _event is HubEvent {}
