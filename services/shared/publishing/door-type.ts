/**
 * What the CloudEvents doors take as `data` of an event: the event's own fields, the personal text about its aggregate,
 * and what may be said of its persons. Read once per event and kept.
 */
import type { EventType } from '#schemas/generated/events.ts';
import { type EventField, eventFieldsOf, type FieldType } from '#shared/avro/event-fields.ts';

export type DoorType = FieldType;
export type DoorField = EventField;

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
  const known = schemas.get(type) ?? read(type);
  schemas.set(type, known);
  return known;
}

/** Said by `person`, not beside it. */
const IDENTITY = new Set(['personType', 'personId']);

function read(type: EventType): DoorSchema {
  const { data, personal } = eventFieldsOf(type);
  const about = (whom: string): DoorField[] =>
    personal.filter((field) => field.about === whom && !IDENTITY.has(field.name));
  return { data, text: about('AGGREGATE'), person: about('PERSON') };
}
