/**
 * One CloudEvent (CloudEvents 1.0, contract.md 2) as a draft of a fact. All faults at once, each with
 * its pointer; nothing personal is repeated. A correction also gives the whole replacement, which the publisher
 * encodes.
 */
import { EVENTS, type EventType } from '#schemas/generated/events.ts';
import type { Fault } from '#shared/pure/fault.ts';
import type { JsonValue } from '#shared/pure/strict-json.ts';
import { formatInstant, type Instant } from '#shared/pure/time.ts';
import { keyOfSubject } from './aggregate-key.ts';
import { type Attributes, readAttributes } from './cloud-event-attributes.ts';
import { isJsonObject, memberOf } from './door-data.ts';
import { type EventBody, readEventBody } from './event-body.ts';
import { type Stream, streamOf } from './event-type.ts';
import { type SentEvent, structuredEvent } from './sent-event.ts';
import { readSoundEvent } from './sound-event.ts';
import { type StatedEvent, stateEvent } from './stated-event.ts';

/** Who had closed when the event occurred. */
export type AgencyCheck = (agency: string, occurredAt: Instant) => ClosedAgency | undefined;

export interface ClosedAgency {
  /** Its last day, `yyyy-MM-dd`. */
  readonly lastDay: string;
  readonly successor?: string;
}

export interface EventDoor {
  /** `events`, `shared-papers`. */
  readonly name: string;
  readonly streams: readonly Stream[];
  readonly agencyCheck: AgencyCheck;
}

/** An event that can be taken, or why not; with the names it goes by, as far as they could be read. */
export type ReadEvent = {
  readonly id: string;
  readonly source: string;
  /** Where it stands in the message, or in its line. */
  readonly pointer: string;
  /** Of a message of lines: the line, counted from 1. */
  readonly line?: number;
} & ({ readonly event: StatedEvent } | { readonly faults: readonly Fault[] });

/** Reads one event in structured mode; `pointer` is where it stands in the message, `line` its line. */
export function readCloudEvent(
  value: JsonValue,
  door: EventDoor,
  recordedAt: Instant,
  pointer = '',
  line?: number,
): ReadEvent {
  const read = readValue(value, door, recordedAt, pointer);
  return line === undefined ? read : { ...read, line };
}

function readValue(value: JsonValue, door: EventDoor, recordedAt: Instant, pointer: string): ReadEvent {
  if (!isJsonObject(value)) {
    const faults = [{ pointer, code: 'TYPE', expected: 'a CloudEvent as an object' }];
    return { id: '', source: '', pointer, faults };
  }
  const event = readSoundEvent(value, door, recordedAt);
  if (event === undefined) return readSentEvent(structuredEvent(value, pointer), pointer, door, recordedAt);
  return { id: event.draft.id, source: event.draft.source, pointer, event };
}

/** Reads one event in any mode; `faults` are what was wrong with it before. */
export function readSentEvent(
  sent: SentEvent,
  pointer: string,
  door: EventDoor,
  recordedAt: Instant,
  faults: Fault[] = [],
): ReadEvent {
  const attributes = readAttributes(sent, door.streams, faults);
  const { id, source, type } = attributes;
  if (type === undefined) return { id, source, pointer, faults };
  const body = readEventBody(sent.data, type, sent.dataAt, faults);
  const key = readKey(sent, type, attributes.subject, body, faults);
  refuseClosedAgency(attributes, door, sent, faults);
  if (faults.length > 0) return { id, source, pointer, faults };
  const { agency, occurredAt, sequence, traceparent } = attributes;
  const envelope = { id, source, type, agency, occurredAt, recordedAt, sequence, traceparent, key };
  return { id, source, pointer, event: stateEvent({ ...envelope, door: door.name }, body) };
}

/** Shared papers have no key of their own: the first of `concerns` gives it. */
function readKey(
  { attributes, attributesAt, dataAt }: SentEvent,
  type: EventType,
  subject: string | undefined,
  body: EventBody,
  faults: Fault[],
): string | undefined {
  if (streamOf(type) === 'shared') {
    if (body.concernsSomebody) return undefined;
    const hint = 'the first person gives the key of a shared paper; a placeholder is nobody';
    faults.push({ pointer: `${dataAt}/concerns`, code: 'REQUIRED', expected: 'at least one person', hint });
    return undefined;
  }
  const pointer = `${attributesAt}subject`;
  const topic = body.topic ?? EVENTS[type].topic;
  if (subject === undefined) {
    const expected = `the key of the aggregate: ${SUBJECTS[topic] ?? 'a key'}`;
    // One that is there and no text has been told already.
    if ((memberOf(attributes, 'subject') ?? null) === null)
      faults.push({ pointer, code: 'REQUIRED', expected });
    return undefined;
  }
  const found = keyOfSubject(topic, subject);
  if ('fault' in found) {
    faults.push({ pointer, code: 'FORM', ...found.fault });
    return undefined;
  }
  if (body.dossierKey !== undefined && body.dossierKey !== found.key) {
    faults.push({ pointer: `${dataAt}/dossierCode`, code: 'CONTRADICTION', expected: 'the same as subject' });
  }
  return found.key;
}

const SUBJECTS: Readonly<Record<string, string>> = {
  'gov.one-stop-shop.dossier.v1': 'the dossier code',
  'gov.document-management.document.v1': 'agency, day and notation of the document',
  'gov.civil-servants.record.v1': 'the civil servant code',
  'gov.one-stop-shop.petition.v1': 'the petition code',
  'gov.document-management.work-file.v1': 'the work file code',
  'gov.civil-servants.establishment.v1': 'the code of the agency whose posts they are',
};

function refuseClosedAgency(
  attributes: Attributes,
  door: EventDoor,
  { attributesAt }: SentEvent,
  faults: Fault[],
): void {
  if (faults.length > 0) return;
  const closed = door.agencyCheck(attributes.agency, attributes.occurredAt);
  if (closed === undefined) return;
  faults.push({
    pointer: `${attributesAt}source`,
    code: 'AGENCY_CLOSED',
    expected: `an agency in office at ${formatInstant(attributes.occurredAt)}; this one's last day was ${closed.lastDay}`,
    ...(closed.successor === undefined ? {} : { hint: `its successor is ${closed.successor}` }),
  });
}
