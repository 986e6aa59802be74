/** `POST /v1/subject-links`: two identifiers are one person, or are not after all (domain.md 3). */
import type { FastifyInstance } from 'fastify';
import type { ReadConcern } from '#shared/publishing/door-concerns.ts';
import { memberOf } from '#shared/publishing/door-data.ts';
import type { Subject } from '#shared/pure/hub-key.ts';
import type { DoorDocs } from './operator-docs.ts';
import { PERSON, REASON, TEXT } from './operator-docs.ts';
import { addOperatorDoor, type OperatorDoors, type OperatorRequest } from './operator-door.ts';
import { readMembers, readSomebody } from './own-members.ts';

const DOCS: DoorDocs = {
  summary: 'Two identifiers are one person, or are not',
  description: 'Of the statements about two identifiers the last one counts.',
  body: {
    required: ['subjects', 'reason'],
    properties: {
      subjects: { type: 'array', minItems: 2, maxItems: 2, items: PERSON },
      linked: { type: 'boolean', description: 'default true; false parts them again' },
      legalBasis: TEXT,
      reason: REASON,
    },
  },
};

export function addSubjectLinks(app: FastifyInstance, doors: OperatorDoors): void {
  addOperatorDoor(app, doors, {
    method: 'POST',
    path: '/v1/subject-links',
    name: 'subject-link',
    docs: DOCS,
    state: (request) => {
      const keyOf = (person: Subject): string => doors.hubKey.subjectKey(person);
      const concerns = readBoth(request, keyOf);
      const [first] = concerns;
      const type = isLinked(request) ? 'vn.gov.hub.subjects-linked.v1' : 'vn.gov.hub.subjects-unlinked.v1';
      const body = readMembers(request, type, { own: ['subjects', 'linked'], concerns });
      return { type, key: first === undefined ? '' : keyOf(first.person), body };
    },
  });
}

function isLinked({ members, faults }: OperatorRequest): boolean {
  const linked = memberOf(members, 'linked') ?? true;
  if (typeof linked === 'boolean') return linked;
  faults.push({ pointer: '/linked', code: 'TYPE', expected: 'true or false' });
  return true;
}

/** Both persons, in one order whichever was named first: so what is said of a pair has one key. */
function readBoth({ members, faults }: OperatorRequest, keyOf: (person: Subject) => string): ReadConcern[] {
  const listed = memberOf(members, 'subjects');
  if (!Array.isArray(listed) || listed.length !== 2) {
    const code = listed === undefined ? 'REQUIRED' : 'TYPE';
    faults.push({ pointer: '/subjects', code, expected: 'a list of two persons, each with type and id' });
    return [];
  }
  const persons = listed.flatMap((item, index) => readSomebody(item, `/subjects/${index}`, faults) ?? []);
  const byKey = new Map(persons.map((person) => [keyOf(person), person]));
  if (byKey.size < persons.length) {
    faults.push({ pointer: '/subjects/1', code: 'DUPLICATE', expected: 'another identifier than the first' });
  }
  return [...byKey]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([, person]) => ({ person, role: 'HOLDER', personal: {} }));
}
