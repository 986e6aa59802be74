/** The attributes of a structured CloudEvent (CloudEvents 1.0 §3), and the agency that its source names. */
import type { EventType } from '#schemas/generated/events.ts';
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import type { Fault } from '#shared/pure/fault.ts';
import type { JsonObject, JsonValue } from '#shared/pure/strict-json.ts';
import { type Instant, parseInstant } from '#shared/pure/time.ts';
import { instantHint } from './date-hints.ts';
import { below, memberOf } from './door-data.ts';
import { readEventType, type Stream } from './event-type.ts';

/** Attributes that mean something here; others are extensions, which CloudEvents lets anyone add. */
const ATTRIBUTE = /^[a-z0-9]{1,20}$/;
const SOURCE = /^\/agencies\/([^/\s]{1,40})\/([A-Za-z0-9._~-]{1,60})$/;

/** What an event says of itself; stand-ins where a fault was noted. */
export interface Attributes {
  readonly id: string;
  readonly source: string;
  readonly type: EventType | undefined;
  readonly agency: string;
  readonly occurredAt: Instant;
  readonly sequence: string | undefined;
}

/** The attributes of a structured CloudEvent; everything wrong with them is noted. */
export function readAttributes(
  value: JsonObject,
  streams: readonly Stream[],
  pointer: string,
  faults: Fault[],
): Attributes {
  for (const name of Object.keys(value)) {
    if (ATTRIBUTE.test(name) || name === 'data_base64') continue;
    const expected = 'an attribute of lower-case letters and digits';
    faults.push({ pointer: below(pointer, name), code: 'UNKNOWN_MEMBER', expected });
  }
  const text = (name: string, lengthMax: number): string | undefined =>
    readText(memberOf(value, name), lengthMax, `${pointer}/${name}`, faults);
  const required = (name: string, lengthMax: number, expected: string): string => {
    const found = text(name, lengthMax);
    if (memberOf(value, name) === undefined)
      faults.push({ pointer: `${pointer}/${name}`, code: 'REQUIRED', expected });
    return found ?? '';
  };
  refuseOtherContent(value, pointer, faults);
  const id = required('id', 200, 'a name for the event, unique in its source');
  const source = required('source', 200, SOURCE_EXPECTED);
  const type = required('type', 200, 'an event type, e.g. vn.gov.one-stop-shop.dossier-accepted.v1');
  return {
    id,
    source,
    type: type === '' ? undefined : readEventType(type, streams, `${pointer}/type`, faults),
    agency: source === '' ? '' : readAgency(source, `${pointer}/source`, faults),
    occurredAt: readTime(required('time', 40, INSTANT_EXPECTED), `${pointer}/time`, faults),
    sequence: text('sequence', 64),
  };
}

export const SOURCE_EXPECTED = '/agencies/<agency code>/<system>, e.g. /agencies/H44.150/one-stop-shop';
const INSTANT_EXPECTED = 'an instant as RFC 3339, e.g. 2026-09-14T01:30:15.000Z';

function refuseOtherContent(value: JsonObject, pointer: string, faults: Fault[]): void {
  if (memberOf(value, 'specversion') !== '1.0') {
    faults.push({ pointer: `${pointer}/specversion`, code: 'NOT_LISTED', expected: '1.0' });
  }
  const contentType = memberOf(value, 'datacontenttype');
  if (contentType !== undefined && !isJsonType(contentType)) {
    faults.push({ pointer: `${pointer}/datacontenttype`, code: 'NOT_LISTED', expected: 'application/json' });
  }
  if (memberOf(value, 'data_base64') !== undefined) {
    const hint = 'send the object itself as data';
    faults.push({
      pointer: `${pointer}/data_base64`,
      code: 'UNKNOWN_MEMBER',
      expected: 'no such member',
      hint,
    });
  }
}

function isJsonType(value: JsonValue): boolean {
  return typeof value === 'string' && /^application\/json\s*(;.*)?$/i.test(value);
}

function readText(
  value: JsonValue | undefined,
  lengthMax: number,
  pointer: string,
  faults: Fault[],
): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.trim() !== '' && value.length <= lengthMax) return value;
  faults.push({ pointer, code: 'TYPE', expected: `a string of 1 to ${lengthMax} characters` });
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
