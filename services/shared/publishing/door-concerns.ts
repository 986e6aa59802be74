/**
 * Reads `data.concerns` of a CloudEvent: `[{person: {type, id}, role, …what is said of them}]`. Placeholders are
 * kept here, for what was said of them is sealed, too; they never become a subject.
 */
import type { Role } from '#schemas/generated/events.ts';
import type { Fault } from '#shared/pure/fault.ts';
import { SUBJECT_TYPES, type Subject } from '#shared/pure/hub-key.ts';
import { identifierFault, isPlaceholder } from '#shared/pure/identifiers.ts';
import { meantOf } from '#shared/pure/nearest.ts';
import { below } from '#shared/pure/pointer.ts';
import { ROLES } from '#shared/pure/roles.ts';
import type { JsonObject, JsonValue } from '#shared/pure/strict-json.ts';
import { isJsonObject, memberOf, readFields } from './door-data.ts';
import type { DoorField } from './door-type.ts';

/** One entry, read. */
export interface ReadConcern {
  readonly person: Subject;
  readonly role: Role;
  readonly personal: Readonly<Record<string, unknown>>;
}

/** Persons of one event. */
export const CONCERNS_MAX = 100;

/** The persons of an event; entries that cannot be read are left out and noted. */
export function readConcerns(
  value: JsonValue | undefined,
  said: readonly DoorField[],
  pointer: string,
  faults: Fault[],
): ReadConcern[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) {
    faults.push({ pointer, code: 'TYPE', expected: 'a list of persons in roles' });
    return [];
  }
  if (value.length > CONCERNS_MAX) {
    faults.push({ pointer, code: 'TOO_MANY', expected: `at most ${CONCERNS_MAX} persons` });
    return [];
  }
  return value.flatMap(
    (entry: JsonValue, index) => readConcern(entry, said, below(pointer, index), faults) ?? [],
  );
}

function readConcern(
  value: JsonValue,
  said: readonly DoorField[],
  pointer: string,
  faults: Fault[],
): ReadConcern | undefined {
  if (!isJsonObject(value)) {
    faults.push({ pointer, code: 'TYPE', expected: 'an object with person and role' });
    return undefined;
  }
  const personal = readFields(value, said, pointer, faults, ['person', 'role']);
  const person = readPerson(memberOf(value, 'person'), `${pointer}/person`, faults);
  const role = readListed(value, 'role', ROLES, pointer, faults);
  return person === undefined || role === undefined ? undefined : { person, role, personal };
}

/** `{type, id}`; a placeholder is read as it is. */
export function readPerson(
  value: JsonValue | undefined,
  pointer: string,
  faults: Fault[],
): Subject | undefined {
  if (!isJsonObject(value)) {
    faults.push({ pointer, code: 'TYPE', expected: 'an object with type and id' });
    return undefined;
  }
  readFields(value, [], pointer, faults, ['type', 'id']);
  const type = readListed(value, 'type', SUBJECT_TYPES, pointer, faults);
  const id = readId(value, type, `${pointer}/id`, faults);
  return type === undefined || id === undefined ? undefined : { type, id };
}

/** A member that is one of a few words, which are nobody's data. */
function readListed<T extends string>(
  value: JsonObject,
  name: string,
  listed: readonly T[],
  pointer: string,
  faults: Fault[],
): T | undefined {
  const stated = memberOf(value, name);
  const found = listed.find((one) => one === stated);
  if (found !== undefined) return found;
  const near = typeof stated === 'string' ? meantOf(stated, listed) : {};
  const expected = `one of ${listed.join(', ')}`;
  faults.push({ pointer: `${pointer}/${name}`, code: 'NOT_LISTED', expected, ...near });
  return undefined;
}

function readId(
  value: JsonObject,
  type: Subject['type'] | undefined,
  pointer: string,
  faults: Fault[],
): string | undefined {
  const id = memberOf(value, 'id');
  if (typeof id !== 'string') {
    const hint = 'put identifiers in quotation marks: leading zeros count';
    faults.push({ pointer, code: id === undefined ? 'REQUIRED' : 'TYPE', expected: 'a string', hint });
    return undefined;
  }
  if (type === undefined || isPlaceholder({ id })) return id;
  const fault = identifierFault({ type, id });
  if (fault !== undefined) faults.push({ pointer, code: 'IDENTIFIER', ...fault });
  return id;
}
