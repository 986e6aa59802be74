/**
 * The quick way in for an event in structured mode of which everything is plainly right: nearly all of them. Promises:
 * what it gives is what the readers that name faults would give; where anything is doubtful it gives nothing.
 */
import { EVENTS, type EventType, type Role } from '#schemas/generated/events.ts';
import type { Fault } from '#shared/pure/fault.ts';
import { SUBJECT_TYPES } from '#shared/pure/hub-key.ts';
import { aggregateForm, identifierFault, isPlaceholder } from '#shared/pure/identifiers.ts';
import { ROLES } from '#shared/pure/roles.ts';
import type { JsonObject, JsonValue } from '#shared/pure/strict-json.ts';
import { type Instant, parseInstant } from '#shared/pure/time.ts';
import { keyOfSubject } from './aggregate-key.ts';
import type { EventDoor } from './cloud-event.ts';
import { agencyOfSource, isExtension } from './cloud-event-attributes.ts';
import { CONCERNS_MAX, type ReadConcern } from './door-concerns.ts';
import { isJsonObject } from './door-data.ts';
import { compileMembers, saysSomething } from './door-reader.ts';
import { doorSchemaOf } from './door-type.ts';
import { ABOUT_FACTS, type EventBody, refuseIncompletePaper } from './event-body.ts';
import { isEventType, type Stream, streamOf } from './event-type.ts';
import { type StatedEvent, stateEvent } from './stated-event.ts';

interface TypeReader {
  readonly type: EventType;
  readonly stream: Stream;
  /** Data, and text about the aggregate. */
  readonly body: ReturnType<typeof compileMembers>;
  /** What is said of a person. */
  readonly said: ReturnType<typeof compileMembers>;
}

/** Undefined for types that are left to the slow readers: what is said about other facts. */
const typeReaders = new Map<string, TypeReader | undefined>();

function typeReaderOf(type: string): TypeReader | undefined {
  if (typeReaders.has(type) || !isEventType(type)) return typeReaders.get(type);
  const { data, text, person } = doorSchemaOf(type);
  const made = ABOUT_FACTS.has(EVENTS[type].eventName)
    ? undefined
    : {
        type,
        stream: streamOf(type),
        body: compileMembers([data, text], ['concerns']),
        said: compileMembers([person], ['person', 'role']),
      };
  typeReaders.set(type, made);
  return made;
}

/** The event that a door may take, or undefined. */
export function readSoundEvent(
  event: JsonObject,
  door: EventDoor,
  recordedAt: Instant,
): StatedEvent | undefined {
  if (!hasSoundAttributes(event)) return undefined;
  const { id, source, type, time, subject, sequence, traceparent, data } = event;
  const reader = typeof type === 'string' ? typeReaderOf(type) : undefined;
  if (reader === undefined || !door.streams.includes(reader.stream)) return undefined;
  if (!isPlain(id, 200) || !isPlain(source, 200) || typeof time !== 'string') return undefined;
  const occurredAt = parseInstant(time);
  const agency = soundAgency(source);
  if (occurredAt === undefined || time.length > 40 || agency === undefined) return undefined;
  if (door.agencyCheck(agency, occurredAt) !== undefined) return undefined;
  const body = readBody(data === undefined ? NO_MEMBERS : data, reader);
  if (body === undefined) return undefined;
  const envelope = { id, source, type: reader.type, agency, occurredAt, recordedAt, door: door.name };
  const isShared = reader.stream === 'shared';
  const key = isShared ? undefined : keyOf(subject, reader.type, body);
  if (isShared ? !body.concernsSomebody || !isPlainOrAbsent(subject, 200) : key === undefined)
    return undefined;
  if (sequence === undefined && traceparent === undefined) return stateEvent({ ...envelope, key }, body);
  if (!isPlainOrAbsent(sequence, 64) || !isPlainOrAbsent(traceparent, 100)) return undefined;
  return stateEvent({ ...envelope, key, sequence, traceparent }, body);
}

const NO_MEMBERS: JsonObject = {};

const READ_HERE: ReadonlySet<string> = new Set([
  'id',
  'source',
  'type',
  'time',
  'subject',
  'sequence',
  'traceparent',
  'data',
]);

/** Those that are not read by themselves: the version, the content type, extensions. */
function hasSoundAttributes(event: JsonObject): boolean {
  let hasVersion = false;
  for (const name in event) {
    if (READ_HERE.has(name)) continue;
    const value = event[name];
    if (name === 'specversion' && value === '1.0') hasVersion = true;
    else if (name === 'datacontenttype' && value === 'application/json') continue;
    else if (!isExtension(name, value)) return false;
  }
  return hasVersion;
}

/** Printable ASCII that begins with no blank. */
function isPlain(value: JsonValue | undefined, lengthMax: number): value is string {
  if (typeof value !== 'string' || value.length > lengthMax || value.length === 0) return false;
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code < 0x20 || code > 0x7e) return false;
  }
  return saysSomething(value);
}

function isPlainOrAbsent(value: JsonValue | undefined, lengthMax: number): value is string | undefined {
  return value === undefined || isPlain(value, lengthMax);
}

/** A sender has few sources, and sends by them again and again. */
const SOURCES_MAX = 1000;
const agencies = new Map<string, string>();

function soundAgency(source: string): string | undefined {
  const known = agencies.get(source);
  if (known !== undefined) return known;
  const agency = agencyOfSource(source);
  if (agency === undefined) return undefined;
  if (agencies.size >= SOURCES_MAX) agencies.clear();
  agencies.set(source, agency);
  return agency;
}

function keyOf(subject: JsonValue | undefined, type: EventType, body: EventBody): string | undefined {
  if (!isPlain(subject, 200)) return undefined;
  const found = keyOfSubject(EVENTS[type].topic, subject);
  if ('fault' in found) return undefined;
  return body.dossierKey === undefined || body.dossierKey === found.key ? found.key : undefined;
}

function readBody(value: JsonValue, { type, body, said }: TypeReader): EventBody | undefined {
  if (!isJsonObject(value)) return undefined;
  const [data, text] = body(value) ?? [];
  if (data === undefined || text === undefined) return undefined;
  const stated = Object.hasOwn(value, 'concerns') ? value['concerns'] : undefined;
  const concerns = stated === undefined ? [] : readConcerns(stated, said);
  if (concerns === undefined) return undefined;
  const concernsSomebody = concerns.some(({ person }) => !isPlaceholder(person));
  if (!isCompletePaper(value, type, concernsSomebody)) return undefined;
  if (EVENTS[type].eventName !== 'ResultIssued') return { data, text, concerns, concernsSomebody };
  const dossierKey = aggregateForm(String(data['dossierCode']));
  return { data, text, concerns, concernsSomebody, dossierKey };
}

function isCompletePaper(members: JsonObject, type: EventType, concernsSomebody: boolean): boolean {
  if (!EVENTS[type].bringsPaper) return true;
  const faults: Fault[] = [];
  refuseIncompletePaper(members, type, concernsSomebody, '', faults);
  return faults.length === 0;
}

const LISTED_ROLES: ReadonlySet<JsonValue | undefined> = new Set(ROLES);
const LISTED_TYPES: ReadonlySet<JsonValue | undefined> = new Set(SUBJECT_TYPES);

function readConcerns(stated: JsonValue, said: TypeReader['said']): ReadConcern[] | undefined {
  if (!Array.isArray(stated) || stated.length > CONCERNS_MAX) return undefined;
  const concerns: ReadConcern[] = [];
  for (const entry of stated) {
    const concern = isJsonObject(entry) ? readConcern(entry, said) : undefined;
    if (concern === undefined) return undefined;
    concerns.push(concern);
  }
  return concerns;
}

function readConcern(entry: JsonObject, said: TypeReader['said']): ReadConcern | undefined {
  const { person, role } = entry;
  const [personal] = said(entry) ?? [];
  if (personal === undefined || !isRole(role) || !isJsonObject(person)) return undefined;
  const { type, id } = person;
  if (!isSubjectType(type) || typeof id !== 'string' || Object.keys(person).length !== 2) return undefined;
  const subject = { type, id };
  if (!isPlaceholder(subject) && identifierFault(subject) !== undefined) return undefined;
  return { person: subject, role, personal };
}

function isRole(value: JsonValue | undefined): value is Role {
  return LISTED_ROLES.has(value);
}

function isSubjectType(value: JsonValue | undefined): value is (typeof SUBJECT_TYPES)[number] {
  return LISTED_TYPES.has(value);
}
