/**
 * Checks `data` of a CloudEvent against its event's schema and turns it into what the log keeps: instants become
 * milliseconds, absent members their stand-ins. All faults are noted at once; nothing is coerced or dropped, and no
 * personal value is repeated in a hint.
 */
import type { Fault } from '#shared/pure/fault.ts';
import { meantOf, nearestOf } from '#shared/pure/nearest.ts';
import { below, isSayable } from '#shared/pure/pointer.ts';
import type { JsonObject, JsonValue } from '#shared/pure/strict-json.ts';
import { isDay, parseInstant } from '#shared/pure/time.ts';
import { agreedForm } from './agreed-forms.ts';
import { dayHint, instantHint } from './date-hints.ts';
import type { DoorField, DoorType } from './door-type.ts';

/** Longest text and list of a message; the body's limit comes first for most. */
export const TEXT_MAX = 20_000;
export const ITEMS_MAX = 1000;
/** Faults told of one event; whoever has more has enough to begin with. */
const FAULTS_MAX = 100;

/** Where a value stands and what may be said about it. */
interface Place {
  readonly pointer: string;
  readonly name: string;
  readonly personal: boolean;
  readonly faults: Fault[];
}

/** Whether a JSON value is an object. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The fields of an object, whole; members that the schema does not know are faults. */
export function readFields(
  value: JsonObject,
  fields: readonly DoorField[],
  pointer: string,
  faults: Fault[],
  alsoKnown: readonly string[] = [],
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const field of fields) {
    const place = { pointer: below(pointer, field.name), name: field.name, personal: field.personal, faults };
    read[field.name] = readField(memberOf(value, field.name), field, place);
  }
  refuseUnknown(value, fields, pointer, faults, alsoKnown);
  return read;
}

/** A name that cannot be repeated is told by its place among the members. */
function refuseUnknown(
  value: JsonObject,
  fields: readonly DoorField[],
  pointer: string,
  faults: Fault[],
  alsoKnown: readonly string[],
): void {
  for (const [at, name] of Object.keys(value).entries()) {
    if (fields.some((field) => field.name === name) || alsoKnown.includes(name)) continue;
    if (faults.length >= FAULTS_MAX) return;
    const known = [...fields.map((field) => field.name), ...alsoKnown];
    const here = known.length === 0 ? 'none is known here' : `known here: ${known.join(', ')}`;
    const sayable = isSayable(name);
    const near = sayable ? nearestOf(name, known) : undefined;
    const which = sayable ? here : `member ${at + 1} of this object; ${here}`;
    faults.push({
      pointer: sayable ? below(pointer, name) : pointer,
      code: 'UNKNOWN_MEMBER',
      expected: 'no such member',
      hint: near === undefined ? which : `did you mean ${near}? ${which}`,
    });
  }
}

/** An own member; undefined where it is absent. */
export function memberOf(value: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function readField(value: JsonValue | undefined, field: DoorField, place: Place): unknown {
  if (value === null && field.nullable) return null;
  if (value === undefined || value === null) {
    if (value === undefined && field.absent !== undefined) return field.absent.value;
    return fault(place, 'REQUIRED', expectedOf(field.type));
  }
  // Saying the stand-in is as good as saying nothing, even where it is UNKNOWN.
  if (field.absent !== undefined && field.absent.value === value) return value;
  return readValue(value, field.type, place);
}

function readValue(value: JsonValue, type: DoorType, place: Place): unknown {
  switch (type.kind) {
    case 'text':
      return readText(value, place);
    case 'boolean':
      return typeof value === 'boolean' ? value : fault(place, 'TYPE', 'true or false', quoted(value));
    case 'integer':
      return readInteger(value, type, place);
    case 'instant':
      return readInstant(value, place);
    case 'day':
      return readDay(value, place);
    case 'choice':
      return readChoice(value, type.symbols, place);
    case 'list':
      return readList(value, type.item, place);
    case 'object':
      if (!isJsonObject(value)) return fault(place, 'TYPE', 'an object');
      return readFields(value, type.fields, place.pointer, place.faults);
    case 'bytes':
      return fault(place, 'TYPE', 'nothing: this member is made by the hub');
    default:
      return type satisfies never;
  }
}

function readText(value: JsonValue, place: Place): unknown {
  if (typeof value !== 'string') {
    return fault(place, 'TYPE', 'a string', 'put identifiers in quotation marks: leading zeros count');
  }
  if (value.trim() === '') return fault(place, 'EMPTY', 'text', 'leave the member out where there is none');
  if (value.length > TEXT_MAX) return fault(place, 'TOO_LONG', `at most ${TEXT_MAX} characters`);
  const form = agreedForm(place.name, value);
  return form.fault === undefined ? form.text : fault(place, 'FORM', form.fault.expected, form.fault.hint);
}

function readInteger(value: JsonValue, { min, max }: { min: number; max: number }, place: Place): unknown {
  if (typeof value !== 'number') return fault(place, 'TYPE', 'an integer', quoted(value));
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  return fault(place, 'RANGE', `an integer between ${min} and ${max}`);
}

function readInstant(value: JsonValue, place: Place): unknown {
  const expected = 'an instant as RFC 3339, e.g. 2026-09-14T01:30:15.000Z';
  if (typeof value !== 'string') return fault(place, 'TYPE', expected);
  const instant = parseInstant(value);
  if (instant !== undefined) return instant;
  const hint = place.personal ? 'with seconds and an offset: Z or +07:00' : instantHint(value);
  return fault(place, 'FORM', expected, hint);
}

function readDay(value: JsonValue, place: Place): unknown {
  const expected = 'a day as yyyy-MM-dd';
  if (typeof value !== 'string') return fault(place, 'TYPE', expected);
  if (isDay(value)) return value;
  return fault(place, 'FORM', expected, place.personal ? PERSONAL_DAY : dayHint(value));
}

/** Helps without repeating the day. */
const PERSONAL_DAY = 'year, month and date in this order, with hyphens and leading zeros';

function readChoice(value: JsonValue, symbols: readonly string[], place: Place): unknown {
  const listed = symbols.filter((symbol) => symbol !== 'UNKNOWN');
  if (typeof value === 'string' && listed.includes(value)) return value;
  const near = typeof value === 'string' && !place.personal ? meantOf(value, listed).hint : undefined;
  return fault(place, 'NOT_LISTED', `one of ${listed.join(', ')}`, near);
}

function readList(value: JsonValue, item: DoorType, place: Place): unknown {
  if (!Array.isArray(value)) return fault(place, 'TYPE', 'a list');
  if (value.length > ITEMS_MAX) return fault(place, 'TOO_MANY', `at most ${ITEMS_MAX} items`);
  return value.map((one: JsonValue, index) =>
    readValue(one, item, { ...place, pointer: below(place.pointer, index) }),
  );
}

/** Notes a fault; the value that stands in is never used, for the message is refused. */
function fault(place: Place, code: string, expected: string, hint?: string): undefined {
  if (place.faults.length >= FAULTS_MAX) return;
  place.faults.push({ pointer: place.pointer, code, expected, ...(hint === undefined ? {} : { hint }) });
}

function quoted(value: JsonValue): string | undefined {
  return typeof value === 'string' ? 'without quotation marks' : undefined;
}

function expectedOf(type: DoorType): string {
  switch (type.kind) {
    case 'text':
      return 'a string';
    case 'choice':
      return `one of ${type.symbols.filter((symbol) => symbol !== 'UNKNOWN').join(', ')}`;
    case 'day':
      return 'a day as yyyy-MM-dd';
    case 'instant':
      return 'an instant as RFC 3339';
    case 'boolean':
      return 'true or false';
    case 'integer':
      return 'an integer';
    case 'list':
      return 'a list';
    case 'object':
      return 'an object';
    case 'bytes':
      return 'nothing';
    default:
      return type satisfies never;
  }
}
