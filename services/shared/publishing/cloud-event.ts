/**
 * One structured CloudEvent (CloudEvents 1.0, contract.md 2) as a draft of a fact. All faults at once, each with
 * its pointer; nothing personal is repeated. A correction also gives the whole replacement, which the publisher
 * encodes.
 */
import { EVENTS, type EventType } from '#schemas/generated/events.ts';
import type { FactDraft } from '#shared/pure/draft.ts';
import type { Fault } from '#shared/pure/fault.ts';
import type { JsonObject, JsonValue } from '#shared/pure/strict-json.ts';
import { formatInstant, type Instant } from '#shared/pure/time.ts';
import { keyOfSubject } from './aggregate-key.ts';
import { type Attributes, readAttributes } from './cloud-event-attributes.ts';
import { isJsonObject, memberOf } from './door-data.ts';
import { type EventBody, readEventBody } from './event-body.ts';
import { type Stream, streamOf } from './event-type.ts';

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

/** A fact as it was stated at a CloudEvents door. */
export interface StatedEvent {
  readonly draft: FactDraft;
  /** Of a correction: the whole fact that takes its target's place. */
  readonly replacement?: FactDraft;
}

/** An event that can be taken, or why not; with the names it goes by, as far as they could be read. */
export type ReadEvent = { readonly id: string; readonly source: string } & (
  | { readonly event: StatedEvent }
  | { readonly faults: readonly Fault[] }
);

/** Reads one event; `pointer` is where it stands in the message. */
export function readCloudEvent(
  value: JsonValue,
  door: EventDoor,
  recordedAt: Instant,
  pointer = '',
): ReadEvent {
  const faults: Fault[] = [];
  if (!isJsonObject(value)) {
    return { id: '', source: '', faults: [{ pointer, code: 'TYPE', expected: 'a CloudEvent as an object' }] };
  }
  const attributes = readAttributes(value, door.streams, pointer, faults);
  const { id, source, type } = attributes;
  if (type === undefined) return { id, source, faults };
  const body = readEventBody(memberOf(value, 'data'), type, `${pointer}/data`, faults);
  const key = readKey(value, type, body, pointer, faults);
  refuseClosedAgency(attributes, door, pointer, faults);
  if (faults.length > 0) return { id, source, faults };
  return { id, source, event: stated({ ...attributes, type, key, recordedAt, door: door.name }, body) };
}

/** Shared papers have no key of their own: the first of `concerns` gives it. */
function readKey(
  value: JsonObject,
  type: EventType,
  body: EventBody,
  pointer: string,
  faults: Fault[],
): string | undefined {
  if (streamOf(type) === 'shared') {
    if (body.concernsSomebody) return undefined;
    const hint = 'the first person gives the key of a shared paper; a placeholder is nobody';
    faults.push({
      pointer: `${pointer}/data/concerns`,
      code: 'REQUIRED',
      expected: 'at least one person',
      hint,
    });
    return undefined;
  }
  const at = `${pointer}/subject`;
  const subject = memberOf(value, 'subject');
  if (typeof subject !== 'string' || subject.length > 200) {
    const code = subject === undefined ? 'REQUIRED' : 'TYPE';
    faults.push({
      pointer: at,
      code,
      expected: `the key of the aggregate: ${SUBJECTS[EVENTS[type].topic] ?? 'a key'}`,
    });
    return undefined;
  }
  const found = keyOfSubject(EVENTS[type].topic, subject);
  if ('fault' in found) {
    faults.push({ pointer: at, code: 'FORM', ...found.fault });
    return undefined;
  }
  if (body.dossierKey !== undefined && body.dossierKey !== found.key) {
    faults.push({
      pointer: `${pointer}/data/dossierCode`,
      code: 'CONTRADICTION',
      expected: 'the same as subject',
    });
  }
  return found.key;
}

const SUBJECTS: Readonly<Record<string, string>> = {
  'gov.one-stop-shop.dossier.v1': 'the dossier code',
  'gov.document-management.document.v1': 'agency, day and notation of the document',
  'gov.civil-servants.record.v1': 'the civil servant code',
};

function refuseClosedAgency(attributes: Attributes, door: EventDoor, pointer: string, faults: Fault[]): void {
  if (faults.length > 0) return;
  const closed = door.agencyCheck(attributes.agency, attributes.occurredAt);
  if (closed === undefined) return;
  faults.push({
    pointer: `${pointer}/source`,
    code: 'AGENCY_CLOSED',
    expected: `an agency in office at ${formatInstant(attributes.occurredAt)}; this one's last day was ${closed.lastDay}`,
    ...(closed.successor === undefined ? {} : { hint: `its successor is ${closed.successor}` }),
  });
}

interface Envelope {
  readonly id: string;
  readonly source: string;
  readonly type: EventType;
  readonly agency: string;
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  readonly sequence: string | undefined;
  readonly key: string | undefined;
  readonly door: string;
}

/** A correction's replacement goes by its target's name: it takes the target's place. */
function stated(envelope: Envelope, body: EventBody): StatedEvent {
  const draft = draftOf(envelope, body);
  if (body.replacement === undefined) return { draft };
  const { type, target, body: corrected } = body.replacement;
  return { draft, replacement: draftOf({ ...envelope, ...target, type }, corrected) };
}

function draftOf({ key, sequence, type, ...envelope }: Envelope, body: EventBody): FactDraft {
  const draft = {
    ...envelope,
    eventName: EVENTS[type].eventName,
    type,
    ...(key === undefined ? {} : { key }),
    ...(sequence === undefined ? {} : { sequence }),
    concerns: body.concerns,
    text: body.text,
    data: body.data,
    ...(body.hashed === undefined ? {} : { hashed: body.hashed }),
  };
  assertChecked(draft);
  return draft;
}

/** `readEventBody` has checked data, text and concerns against the schema that belongs to the type. */
function assertChecked(_draft: object): asserts _draft is FactDraft {}
