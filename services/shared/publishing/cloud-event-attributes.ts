/** The attributes of a CloudEvent (CloudEvents 1.0 §3), and the agency that its source names. */
import type { EventType } from '#schemas/generated/events.ts';
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import type { Fault } from '#shared/pure/fault.ts';
import { meantOf } from '#shared/pure/nearest.ts';
import { isSayable } from '#shared/pure/pointer.ts';
import type { JsonObject, JsonValue } from '#shared/pure/strict-json.ts';
import { textFault } from '#shared/pure/text.ts';
import { type Instant, parseInstant } from '#shared/pure/time.ts';
import { instantHint } from './date-hints.ts';
import { readEventType, type Stream } from './event-type.ts';
import type { SentEvent } from './sent-event.ts';

/** Attributes that mean something here; others are extensions, which CloudEvents lets anyone add and nobody keep. */
const KNOWN: ReadonlySet<string> = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'subject',
  'time',
  'datacontenttype',
  'dataschema',
  'sequence',
  'traceparent',
  'data',
  'data_base64',
]);
const ATTRIBUTE = /^[a-z0-9]+$/;
const SOURCE = /^\/agencies\/([^/\s]{1,40})\/([A-Za-z0-9._~-]{1,60})$/;

/** What an event says of itself; stand-ins where a fault was noted. */
export interface Attributes {
  readonly id: string;
  readonly source: string;
  readonly type: EventType | undefined;
  readonly agency: string;
  readonly occurredAt: Instant;
  readonly subject: string | undefined;
  readonly sequence: string | undefined;
  /** Of the Distributed Tracing extension: where the event began. */
  readonly traceparent: string | undefined;
}

/** The attributes of an event; everything wrong with them is noted. Null is as good as absent (JSON format 1.0, 2.2). */
export function readAttributes(sent: SentEvent, streams: readonly Stream[], faults: Fault[]): Attributes {
  const { attributes, attributesAt } = sent;
  checkExtensions(sent, faults);
  const text = (name: string, lengthMax: number): string | undefined =>
    readText(attributeOf(attributes, name), lengthMax, attributesAt + name, faults);
  const required = (name: string, lengthMax: number, expected: string): string => {
    const found = text(name, lengthMax);
    if (attributeOf(attributes, name) === undefined)
      faults.push({ pointer: attributesAt + name, code: 'REQUIRED', expected });
    return found ?? '';
  };
  refuseOtherContent(sent, faults);
  const id = required('id', 200, 'a name for the event, unique in its source');
  const source = required('source', 200, SOURCE_EXPECTED);
  const type = required('type', 200, 'an event type, e.g. vn.gov.one-stop-shop.dossier-accepted.v1');
  text('dataschema', 2000);
  return {
    id,
    source,
    type: type === '' ? undefined : readEventType(type, streams, `${attributesAt}type`, faults),
    agency: source === '' ? '' : readAgency(source, `${attributesAt}source`, faults),
    occurredAt: readTime(required('time', 40, INSTANT_EXPECTED), `${attributesAt}time`, faults),
    subject: text('subject', 200),
    sequence: text('sequence', 64),
    traceparent: text('traceparent', 100),
  };
}

export const SOURCE_EXPECTED = '/agencies/<agency code>/<system>, e.g. /agencies/H44.150/one-stop-shop';
const INSTANT_EXPECTED = 'an instant as RFC 3339, e.g. 2026-09-14T01:30:15.000Z';

/** An attribute that is set. */
function attributeOf(attributes: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(attributes, name) ? (attributes[name] ?? undefined) : undefined;
}

/** Extensions are scalars under names of lower-case letters and digits; what else is there would vanish unseen. */
function checkExtensions({ attributes, attributesAt }: SentEvent, faults: Fault[]): void {
  for (const name in attributes) {
    if (KNOWN.has(name)) continue;
    const value = attributes[name];
    const pointer = isSayable(name) ? attributesAt + name : attributesAt.slice(0, -1);
    if (!ATTRIBUTE.test(name)) {
      const expected = 'an attribute of lower-case letters and digits';
      faults.push({ pointer, code: 'UNKNOWN_MEMBER', expected, ...meantOf(name, [...KNOWN]) });
    } else if (!isScalar(value)) {
      const hint = 'only data holds lists, objects and fractions';
      faults.push({ pointer, code: 'TYPE', expected: 'a string, true, false or an integer', hint });
    }
    if (faults.length >= FAULTS_MAX) return;
  }
}

/** Faults told of one event; whoever has more has enough to begin with. */
const FAULTS_MAX = 100;

/** Whether an attribute is an extension that may be let pass. */
export function isExtension(name: string, value: JsonValue | undefined): boolean {
  return !KNOWN.has(name) && ATTRIBUTE.test(name) && isScalar(value);
}

/** String, Boolean, or Integer of 32 bits (CloudEvents 1.0 §3.1); null is no value. */
function isScalar(value: JsonValue | undefined): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value + 0.5) <= 2 ** 31;
  return value === null || typeof value === 'string' || typeof value === 'boolean';
}

function refuseOtherContent({ attributes, attributesAt, mode }: SentEvent, faults: Fault[]): void {
  if (attributeOf(attributes, 'specversion') !== '1.0') {
    faults.push({ pointer: `${attributesAt}specversion`, code: 'NOT_LISTED', expected: '1.0' });
  }
  if (mode === 'binary') return;
  const contentType = attributeOf(attributes, 'datacontenttype');
  if (contentType !== undefined && !isJsonType(contentType)) {
    const pointer = `${attributesAt}datacontenttype`;
    faults.push({ pointer, code: 'NOT_LISTED', expected: 'application/json' });
  }
  if (attributeOf(attributes, 'data_base64') === undefined) return;
  const [expected, hint] = ['no such member', 'send the object itself as data'];
  faults.push({ pointer: `${attributesAt}data_base64`, code: 'UNKNOWN_MEMBER', expected, hint });
}

function isJsonType(value: JsonValue): boolean {
  return typeof value === 'string' && /^application\/json\s*(;.*)?$/i.test(value);
}

/** What no attribute may hold (CloudEvents 1.0 §3.1, String); surrogates and NUL of JSON are refused before. */
const CONTROL = /[\p{Cc}\p{Noncharacter_Code_Point}]/u;

function readText(
  value: JsonValue | undefined,
  lengthMax: number,
  pointer: string,
  faults: Fault[],
): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value.length > lengthMax || value.trim() === '') {
    faults.push({ pointer, code: 'TYPE', expected: `a string of 1 to ${lengthMax} characters` });
    return undefined;
  }
  const wrong = textFault(value) ?? (CONTROL.test(value) ? 'CONTROL_CHARACTER' : undefined);
  if (wrong === undefined) return value;
  faults.push({ pointer, code: wrong, expected: 'text without control characters' });
  return undefined;
}

/** The agency that a source names; undefined where it is no source of a sender. */
export function agencyOfSource(source: string): string | undefined {
  const [, code = ''] = SOURCE.exec(source) ?? [];
  return normaliseAgencyCode(code);
}

function readAgency(source: string, pointer: string, faults: Fault[]): string {
  const agency = agencyOfSource(source);
  if (agency === undefined) faults.push({ pointer, code: 'FORM', expected: SOURCE_EXPECTED });
  return agency ?? '';
}

function readTime(text: string, pointer: string, faults: Fault[]): Instant {
  if (text === '') return 0;
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  const hint = instantHint(text);
  faults.push({ pointer, code: 'FORM', expected: INSTANT_EXPECTED, ...(hint === undefined ? {} : { hint }) });
  return 0;
}
