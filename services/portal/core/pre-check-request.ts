/** What a caller of the pre-check asks (contract.md 3), read strictly and with all its faults at once. */
import type { Role } from '#schemas/generated/events.ts';
import { normaliseAgencyCode } from '#shared/pure/agency-code.ts';
import { MessageFault } from '#shared/pure/fault.ts';
import type { Subject } from '#shared/pure/hub-key.ts';
import type { Day } from '#shared/pure/time.ts';
import { readSubject } from './asked-subject.ts';
import { MemberReader, type Members } from './member-reader.ts';
import { readTimes, type Times } from './times.ts';

/** The roles in which persons can be asked about. */
export const ASKED_ROLES = [
  'APPLICANT',
  'FATHER',
  'MOTHER',
  'CHILD',
  'SPOUSE',
  'DECEASED',
  'SELLER',
  'BUYER',
  'OWNER',
  'HOLDER',
  'REPRESENTATIVE',
] as const satisfies readonly Role[];

export interface AskedPerson {
  readonly role: Role;
  readonly subject: Subject;
}

export interface PreCheckRequest extends Times {
  readonly procedureCode: string;
  readonly subjects: readonly AskedPerson[];
  readonly object?: { readonly type: string; readonly key: string };
  /** Which agency handles the dossier, in the hub's one form. */
  readonly agency?: string;
  readonly legalBasis?: string;
  /** Ordinals of rows whose case the caller says applies. */
  readonly applies: readonly number[];
}

const MEMBERS = ['procedureCode', 'subjects', 'object', 'agency', 'on', 'knownAt', 'legalBasis', 'applies'];
const SUBJECTS_MAX = 10;
const ROWS_MAX = 100;

/**
 * The request that a body states.
 * @throws MessageFault (422) with every fault of it.
 */
export function readPreCheckRequest(body: unknown, today: Day): PreCheckRequest {
  const reader = new MemberReader();
  const members = reader.object(body, '', MEMBERS);
  if (reader.faults.length > 0 && Object.keys(members).length === 0)
    throw new MessageFault(422, reader.faults);
  const procedureCode = reader.text(members['procedureCode'], '/procedureCode', 60)?.trim();
  const subjects = readSubjects(reader, members['subjects']);
  const object = readObject(reader, members['object']);
  const agency = readAgency(reader, members['agency']);
  const times = readTimes(reader, '', members['on'], members['knownAt'], today);
  const legalBasis = reader.optionalText(members['legalBasis'], '/legalBasis', 500);
  const applies = readApplies(reader, members['applies']);
  if (reader.faults.length > 0 || procedureCode === undefined) throw new MessageFault(422, reader.faults);
  return {
    procedureCode,
    subjects,
    applies,
    ...times,
    ...(object !== undefined && { object }),
    ...(agency !== undefined && { agency }),
    ...(legalBasis !== undefined && { legalBasis }),
  };
}

function readSubjects(reader: MemberReader, value: unknown): readonly AskedPerson[] {
  const seen = new Set<string>();
  return reader.list(value, '/subjects', { min: 1, max: SUBJECTS_MAX }).flatMap((item, index) => {
    const at = `/subjects/${index}`;
    const members = reader.object(item, at, ['role', 'type', 'id']);
    const role = readRole(reader, `${at}/role`, members);
    const subject = readSubject(reader, at, members['type'], members['id']);
    if (role === undefined || subject === undefined) return [];
    const name = `${role} ${subject.type}:${subject.id}`;
    if (seen.has(name)) reader.fault(at, 'DUPLICATE', 'each person once in a role');
    else if (role === 'APPLICANT' && seen.has(role))
      reader.fault(at, 'DUPLICATE', 'one applicant', 'name the others in their own roles, such as SPOUSE');
    seen.add(name).add(role);
    return [{ role, subject }];
  });
}

function readRole(reader: MemberReader, pointer: string, members: Members): Role | undefined {
  const text = reader.text(members['role'], pointer, 32);
  if (text === undefined) return undefined;
  const role = ASKED_ROLES.find((known) => known === text);
  if (role === undefined) reader.fault(pointer, 'NOT_LISTED', `one of ${ASKED_ROLES.join(', ')}`);
  return role;
}

function readObject(reader: MemberReader, value: unknown): PreCheckRequest['object'] {
  if (value === undefined) return undefined;
  const members = reader.object(value, '/object', ['type', 'key']);
  const type = reader.text(members['type'], '/object/type', 60);
  const key = reader.text(members['key'], '/object/key', 200);
  return type === undefined || key === undefined ? undefined : { type, key };
}

function readAgency(reader: MemberReader, value: unknown): string | undefined {
  const text = reader.optionalText(value, '/agency', 40);
  if (text === undefined) return undefined;
  const code = normaliseAgencyCode(text);
  if (code === undefined) reader.fault('/agency', 'FORM', 'an agency code such as H44 or H44.150');
  return code;
}

/**
 * Refuses ordinals in `applies` that are none of the procedure's.
 * @throws MessageFault (422) with every one of them.
 */
export function refuseUnknownOrdinals(applies: readonly number[], ordinals: readonly number[]): void {
  const expected = ordinals.length === 0 ? 'none: it has no papers' : `one of ${ordinals.join(', ')}`;
  const faults = applies.flatMap((ordinal, index) =>
    ordinals.includes(ordinal) ? [] : [{ pointer: `/applies/${index}`, code: 'NOT_LISTED', expected }],
  );
  if (faults.length > 0) throw new MessageFault(422, faults);
}

function readApplies(reader: MemberReader, value: unknown): readonly number[] {
  if (value === undefined) return [];
  return reader.list(value, '/applies', { min: 0, max: ROWS_MAX }).flatMap((item, index) => {
    if (typeof item === 'number' && Number.isInteger(item) && item > 0) return [item];
    reader.fault(`/applies/${index}`, 'TYPE', 'the ordinal of a required paper');
    return [];
  });
}
