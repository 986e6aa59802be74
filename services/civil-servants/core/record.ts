/**
 * The personnel record of circular 06/2023/TT-BNV (form 2C) as JSON, read (formats.md 7). What the format does not
 * mark as optional is required; a list may be left out, and then states nothing. Unknown members are faults.
 */
import type { CivilServantRegisteredData } from '#schemas/generated/events.ts';
import { type Fault, MessageFault } from '#shared/pure/fault.ts';
import { identifierFault, isPlaceholder } from '#shared/pure/identifiers.ts';
import { type ObjectReader, readerOf } from '#shared/pure/object-reader.ts';
import { type Day, type Instant, isDay, parseInstant, startOfDay } from '#shared/pure/time.ts';
import { readDay, requireAgency, requireDay, requireListed, requireText } from './record-fields.ts';
import { type RecordLists, readLists } from './record-lists.ts';

export interface PersonnelRecord extends RecordLists {
  /** civilServantCode, trimmed: the aggregate's key. */
  readonly code: string;
  readonly personalId: string;
  readonly name: string;
  readonly birthDate: Day;
  readonly socialInsuranceNumber: string;
  /** agencyCode in the hub's one form. */
  readonly unit: string;
  readonly position: string;
  readonly kind: CivilServantRegisteredData['kind'];
  readonly recruitedOn: Day;
  readonly status: CivilServantRegisteredData['status'];
  readonly statusFrom: Day | undefined;
  /** As of when the record states all this. */
  readonly asOf: Instant | undefined;
}

/**
 * Reads a parsed JSON body.
 * @throws MessageFault with every fault and its pointer.
 */
export function readRecord(body: unknown): PersonnelRecord {
  const faults: Fault[] = [];
  const item = readerOf(body, faults);
  const record = item === undefined ? undefined : readMembers(item);
  if (record === undefined || faults.length > 0) throw new MessageFault(422, faults);
  return record;
}

function readMembers(item: ObjectReader): PersonnelRecord {
  const record = {
    code: requireCode(item),
    personalId: requirePersonalId(item),
    name: requireText(item, 'name'),
    birthDate: requireDay(item, 'birthDate'),
    socialInsuranceNumber: requireText(item, 'socialInsuranceNumber'),
    unit: requireAgency(item, 'unit'),
    position: requireText(item, 'position'),
    kind: requireListed(item, 'kind', ['OFFICIAL', 'CIVIL_SERVANT', 'PUBLIC_EMPLOYEE']),
    recruitedOn: requireDay(item, 'recruitedOn'),
    status: requireListed(item, 'status', ['WORKING', 'ON_LEAVE', 'LONG_LEAVE', 'RESIGNED', 'RETIRED']),
    statusFrom: readDay(item, 'statusFrom'),
    asOf: readAsOf(item),
    ...readLists(item),
  };
  item.refuseUnasked();
  return record;
}

function requireCode(item: ObjectReader): string {
  const code = requireText(item, 'code').trim();
  if (code.length > 100) item.fault('code', { code: 'TOO_LONG', expected: 'at most 100 characters' });
  return code;
}

function requirePersonalId(item: ObjectReader): string {
  const expected = '12 digits, as a string';
  if (typeof item.get('personalId') === 'number') {
    item.fault('personalId', { code: 'TYPE', expected, hint: 'a number loses its leading zeros' });
    return '';
  }
  const id = item.text('personalId', 100);
  if (id === undefined) return item.required('personalId', undefined, '', expected);
  const fault = identifierFault({ type: 'PERSON', id });
  if (fault !== undefined) item.fault('personalId', { code: 'FORM', ...fault });
  else if (isPlaceholder({ id })) {
    item.fault('personalId', {
      code: 'FORM',
      expected,
      hint: 'a placeholder is nobody: send the real number',
    });
  }
  return id;
}

/** A day, which means its first instant in Vietnam, or an instant. */
function readAsOf(item: ObjectReader): Instant | undefined {
  const text = item.text('asOf', 100);
  if (text === undefined) return undefined;
  const asOf = isDay(text) ? startOfDay(text) : parseInstant(text);
  if (asOf === undefined) {
    item.fault('asOf', { code: 'FORM', expected: 'a day yyyy-MM-dd or an instant (RFC 3339)' });
  }
  return asOf;
}
