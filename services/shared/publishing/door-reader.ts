/**
 * The quick reader of members: one closure a field, made once. It takes what is plainly right, as `door-data.ts` would
 * take it; of anything else it says DOUBTFUL, and that slower reader looks again and names every fault.
 */

import type { JsonObject, JsonValue } from '#shared/pure/strict-json.ts';
import { daysOfDay, parseInstant } from '#shared/pure/time.ts';
import { formOf } from './agreed-forms.ts';
import { ITEMS_MAX, isJsonObject, TEXT_MAX } from './door-data.ts';
import type { DoorField, DoorType } from './door-type.ts';

/** Not plainly right. */
export const DOUBTFUL = Symbol('doubtful');

type Read = (value: JsonValue) => unknown;
type Members = Record<string, unknown>;
/** The members of an object, a record for each group of fields; undefined where something is doubtful. */
type ReadMembers = (value: JsonObject) => Members[] | undefined;

interface Place {
  readonly group: number;
  readonly read: Read;
  readonly isRequired: boolean;
}

/** Reads objects of these fields. `passed` are members that the caller reads itself. */
export function compileMembers(
  groups: readonly (readonly DoorField[])[],
  passed: readonly string[] = [],
): ReadMembers {
  const places = new Map<string, Place | null>(passed.map((name) => [name, null]));
  for (const [group, fields] of groups.entries()) {
    for (const field of fields)
      places.set(field.name, { group, read: compileField(field), isRequired: field.absent === undefined });
  }
  const required = groups.flat().filter(({ absent }) => absent === undefined).length;
  const blanks = groups.map(
    (fields): Members => Object.fromEntries(fields.map(({ name, absent }) => [name, absent?.value])),
  );
  return (value) => {
    const records = blanks.map((blank) => ({ ...blank }));
    let missing = required;
    for (const name in value) {
      const place = places.get(name);
      if (place === undefined) return undefined;
      if (place === null) continue;
      const read = place.read(value[name] ?? null);
      const record = records[place.group];
      if (read === DOUBTFUL || record === undefined) return undefined;
      record[name] = read;
      if (place.isRequired) missing -= 1;
    }
    return missing === 0 ? records : undefined;
  };
}

function compileField({ name, type, nullable, absent }: DoorField): Read {
  const read = compileType(type, name);
  return (value) => {
    if (value === null) return nullable ? null : DOUBTFUL;
    return absent !== undefined && absent.value === value ? value : read(value);
  };
}

function compileType(type: DoorType, name: string): Read {
  switch (type.kind) {
    case 'text':
      return compileText(name);
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? value : DOUBTFUL);
    case 'integer':
      return compileInteger(type.min, type.max);
    case 'instant':
      return (value) => (typeof value === 'string' ? (parseInstant(value) ?? DOUBTFUL) : DOUBTFUL);
    case 'day':
      return (value) => (typeof value === 'string' && daysOfDay(value) !== undefined ? value : DOUBTFUL);
    case 'choice':
      return compileChoice(type.symbols);
    case 'list':
      return compileList(compileType(type.item, name));
    case 'object':
      return compileObject(type.fields);
    case 'bytes':
      return () => DOUBTFUL;
    default:
      return type satisfies never;
  }
}

function compileText(name: string): Read {
  const form = formOf(name);
  return (value) => {
    if (typeof value !== 'string' || value.length > TEXT_MAX || !saysSomething(value)) return DOUBTFUL;
    return form === undefined ? value : (form(value) ?? DOUBTFUL);
  };
}

/** Whether a text is more than blanks; nearly always its first character tells. */
export function saysSomething(text: string): boolean {
  const first = text.charCodeAt(0);
  return (first > 0x20 && first < 0x7f) || text.trim() !== '';
}

function compileInteger(min: number, max: number): Read {
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? value : DOUBTFUL;
}

function compileChoice(symbols: readonly string[]): Read {
  const listed = new Set<JsonValue>(symbols.filter((symbol) => symbol !== 'UNKNOWN'));
  return (value) => (listed.has(value) ? value : DOUBTFUL);
}

function compileList(item: Read): Read {
  return (value) => {
    if (!Array.isArray(value) || value.length > ITEMS_MAX) return DOUBTFUL;
    const items: unknown[] = [];
    for (const one of value) {
      const read = item(one);
      if (read === DOUBTFUL) return DOUBTFUL;
      items.push(read);
    }
    return items;
  };
}

function compileObject(fields: readonly DoorField[]): Read {
  const read = compileMembers([fields]);
  return (value) => (isJsonObject(value) ? (read(value)?.[0] ?? DOUBTFUL) : DOUBTFUL);
}
