/** A person or body as a caller names them (domain.md 3). A placeholder is nobody and is refused. */
import { SUBJECT_TYPES, type Subject, type SubjectType } from '#shared/pure/hub-key.ts';
import { identifierFault, isPlaceholder } from '#shared/pure/identifiers.ts';
import type { MemberReader } from './member-reader.ts';

/** The subject that type and id name; undefined, with faults at `<at>/type` and `<at>/id`, where they name none. */
export function readSubject(
  reader: MemberReader,
  at: string,
  type: unknown,
  id: unknown,
): Subject | undefined {
  const readType = subjectType(reader, `${at}/type`, type);
  const readId = reader.text(id, `${at}/id`, 32);
  if (readType === undefined || readId === undefined) return undefined;
  const subject = { type: readType, id: readId };
  if (isPlaceholder(subject)) {
    reader.fault(
      `${at}/id`,
      'PLACEHOLDER',
      'the identifier of somebody',
      'A placeholder such as 000000001 is nobody: nothing is held for it.',
    );
    return undefined;
  }
  const wrong = identifierFault(subject);
  if (wrong === undefined) return subject;
  reader.fault(`${at}/id`, 'FORM', wrong.expected, wrong.hint);
  return undefined;
}

function subjectType(reader: MemberReader, pointer: string, type: unknown): SubjectType | undefined {
  const text = reader.text(type, pointer, 32);
  if (text === undefined) return undefined;
  const found = SUBJECT_TYPES.find((known) => known === text);
  if (found === undefined) reader.fault(pointer, 'NOT_LISTED', `one of ${SUBJECT_TYPES.join(', ')}`);
  return found;
}
