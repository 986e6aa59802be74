/** What operators state: which identifiers are one person, whose word is believed, what stands of a conflict. */
import type { EventData, EventName } from '#schemas/generated/events.ts';
import type { TopicName } from '#schemas/topics.ts';
import type { DraftOf } from '#shared/pure/draft.ts';
import type { Stated } from '../told.ts';
import type { Concerned, Person, Village } from './village.ts';

const OPERATORS = 'H44';

function say<N extends EventName>(
  village: Village,
  eventName: N,
  name: string,
  key: string,
  concerns: Concerned,
  data: EventData[N],
  topic: TopicName = 'gov.hub.registry.v1',
): Stated {
  const type = `vn.gov.hub.${name}.v1`;
  assertType<N>(type);
  return village.tell(eventName, {
    topic,
    type,
    key,
    agency: OPERATORS,
    at: village.moment(),
    concerns,
    data,
  });
}

/** The caller names a type that belongs to the event. */
function assertType<N extends EventName>(_type: string): asserts _type is DraftOf<N>['type'] {}

/** Identifiers that are one person, or not after all. */
export function linkPersons(village: Village): void {
  for (const [person, old] of village.oldIds) {
    if (village.sometimes(0.5)) joint(village, 'SubjectsLinked', [person, old]);
    if (village.sometimes(0.12)) joint(village, 'SubjectsUnlinked', [old, person]);
    if (village.sometimes(0.05)) joint(village, 'SubjectsLinked', [person, old]);
  }
  const [one, two] = village.people;
  if (one !== undefined && two !== undefined && village.sometimes(0.04)) {
    joint(village, 'SubjectsLinked', [one, two]);
  }
}

function joint(
  village: Village,
  eventName: 'SubjectsLinked' | 'SubjectsUnlinked',
  persons: readonly Person[],
): void {
  const concerns: Concerned = persons.map((person) => [person, 'HOLDER'] as const);
  const name = eventName === 'SubjectsLinked' ? 'subjects-linked' : 'subjects-unlinked';
  // Statements about two identifiers stand under the key of the first of them, whichever is named first.
  const key = persons.map((person) => person.key).sort()[0] ?? '';
  say(village, eventName, name, key, concerns, { legalBasis: null }, 'gov.hub.subject.v1');
}

/** Sources of this village whose bare "completed" is believed, or no more. */
export function trustSources(village: Village): void {
  const sources = village.stated.flatMap(({ fact: { event } }) =>
    event.eventName === 'DossierCompleted' && event.door === 'events' ? [event.source] : [],
  );
  if (sources.length === 0) return;
  while (village.sometimes(0.6)) {
    const trustedSource = village.chance.pick(sources);
    const data = { trustedSource, trusted: village.sometimes(0.7) };
    say(village, 'SourceTrustChanged', 'source-trust-changed', trustedSource, [], data);
  }
}

/** Decisions about dossiers with several submissions, and now and then about one without. */
export function decideConflicts(village: Village): void {
  const submitted = village.stated.filter(({ fact }) => fact.event.eventName === 'DossierSubmitted');
  const codes = submitted.map(({ key }) => key);
  const contested = [...new Set(codes)].filter((code) => codes.filter((each) => each === code).length > 1);
  for (const code of contested) if (village.sometimes(0.35)) decide(village, code, submitted);
  const [first] = codes;
  if (first !== undefined && village.sometimes(0.04)) decide(village, first, submitted);
}

function decide(village: Village, dossierCode: string, submitted: readonly Stated[]): void {
  const { event } = village.chance.pick(submitted.filter(({ key }) => key === dossierCode)).fact;
  if (event.eventName !== 'DossierSubmitted') return;
  const owners = village.people.filter(({ key }) =>
    event.concerns.some(({ subjectKey }) => subjectKey === key),
  );
  const applicants = village.sometimes(0.9) ? owners : [village.person()];
  const isAbout = village.chance.pick(['APPLICANT', 'PROCEDURE', 'BOTH']);
  const concerns: Concerned =
    isAbout === 'PROCEDURE' ? [] : applicants.map((person) => [person, 'APPLICANT'] as const);
  const procedureCode = isAbout === 'APPLICANT' ? null : event.procedureCode;
  const data = { conflictId: village.code('C'), dossierCode, procedureCode };
  say(village, 'ConflictDecided', 'conflict-decided', dossierCode, concerns, data);
}

/** Two people under one number: found, and perhaps decided. */
export function doubtPersons(village: Village): void {
  if (!village.sometimes(0.1)) return;
  const person = village.person();
  const conflictId = village.code('C');
  const found = {
    conflictId,
    conflictKind: 'PERSON',
    dossierCode: null,
    procedureCodes: [],
    proof: [],
  } as const;
  say(
    village,
    'SubjectConflictDetected',
    'subject-conflict-detected',
    person.key,
    [[person, 'HOLDER']],
    found,
    'gov.hub.finding.v1',
  );
  if (village.sometimes(0.4)) {
    const data = { conflictId, dossierCode: null, procedureCode: null };
    say(village, 'ConflictDecided', 'conflict-decided', conflictId, [], data);
  }
}
