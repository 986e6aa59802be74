/**
 * An event of the log as operators see it: decoded, instants as text, what is sealed only by the names of the fields
 * that may be inside. Nothing is opened.
 */
import type { Concern, EventType, HubEvent, Sealed } from '#schemas/generated/events.ts';
import { type DoorField, type DoorType, doorSchemaOf } from '#shared/publishing/door-type.ts';
import { type Fact, formatPosition } from '#shared/pure/fact.ts';
import { formatInstant } from '#shared/pure/time.ts';

export interface ShownEvent {
  /** Names the fact for `POST /v1/facts/{id}/correction`. */
  readonly factId: string;
  readonly bodyHash: string;
  readonly position: string;
  /** The aggregate's key. */
  readonly key: string;
  readonly id: string;
  readonly source: string;
  readonly type: EventType;
  readonly [more: string]: unknown;
}

/** The event of a fact that stands under a key. */
export function showEvent(fact: Fact, key: string): ShownEvent {
  const { event, factId, bodyHash, position, replacement } = fact;
  return {
    factId,
    bodyHash,
    position: formatPosition(position),
    key,
    ...envelopeOf(event),
    ...contentOf(event),
    ...(replacement !== undefined && { replacement: { type: replacement.type, ...contentOf(replacement) } }),
  };
}

function envelopeOf(event: HubEvent): Pick<ShownEvent, 'id' | 'source' | 'type'> & Record<string, unknown> {
  const { id, source, type, occurredAt, recordedAt, agency, door, snapshotVersion } = event;
  const { publisher, sender, sequence } = event;
  return {
    id,
    source,
    type,
    occurredAt: formatInstant(occurredAt),
    recordedAt: formatInstant(recordedAt),
    agency,
    ...present({ publisher, sender, sequence }),
    door,
    ...(snapshotVersion !== null && {
      snapshotVersion: {
        actualAt: formatInstant(snapshotVersion.actualAt),
        recordedAt: formatInstant(snapshotVersion.recordedAt),
      },
    }),
  };
}

interface Content {
  readonly concerns: readonly Concern[];
  readonly data: Readonly<Record<string, unknown>>;
  readonly masked: readonly { readonly keyOwner: string; readonly mayHold: readonly string[] }[];
}

function contentOf(event: HubEvent): Content {
  const { data } = doorSchemaOf(event.type);
  const own = new Map<string, unknown>(Object.entries(event));
  return {
    concerns: event.concerns,
    data: Object.fromEntries(
      data.flatMap((field) => {
        const value = own.get(field.name);
        // The bytes of a correction are shown as what they say.
        return field.type.kind === 'bytes' || value === null
          ? []
          : [[field.name, legible(value, field.type)]];
      }),
    ),
    masked: event.sealed.map((sealed) => maskOf(sealed, event)),
  };
}

/** A part whose owner is a person holds what is said of them; any other, text about the aggregate or somebody unknown. */
function maskOf({ keyOwner }: Sealed, { type, concerns }: HubEvent): Content['masked'][number] {
  const { person, text } = doorSchemaOf(type);
  const names = (fields: readonly DoorField[]): string[] => fields.map(({ name }) => name);
  const isPerson = concerns.some(({ subjectKey }) => subjectKey === keyOwner);
  const ofPerson = ['personType', 'personId', ...names(person)];
  return {
    keyOwner,
    mayHold: isPerson ? ofPerson : [...names(text), ...(person.length > 0 ? ofPerson : [])],
  };
}

function legible(value: unknown, type: DoorType): unknown {
  if (value === null) return null;
  if (type.kind === 'instant' && typeof value === 'number') return formatInstant(value);
  if (type.kind === 'list' && Array.isArray(value)) return value.map((item) => legible(item, type.item));
  if (type.kind !== 'object' || typeof value !== 'object') return value;
  const members = new Map<string, unknown>(Object.entries(value));
  return Object.fromEntries(
    type.fields.flatMap((field) => {
      const member = members.get(field.name);
      return member === null || member === undefined ? [] : [[field.name, legible(member, field.type)]];
    }),
  );
}

function present(fields: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}
