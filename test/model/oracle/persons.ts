/** Who is who (domain.md 3): identifiers joined by SubjectsLinked until SubjectsUnlinked; doubts about a person. */
import type { HubEvent } from '#schemas/generated/events.ts';
import type { Standing } from './facts.ts';

/** Gives the one name of the person whom a subject key names. */
export type NameOf = (subjectKey: string) => string;

/** Two keys are joined while the last word about the two says so. */
function areJoined(one: string, other: string, facts: readonly Standing[]): boolean {
  const words = facts.filter(({ event }) => {
    if (event.eventName !== 'SubjectsLinked' && event.eventName !== 'SubjectsUnlinked') return false;
    return [one, other].every((key) => event.concerns.some(({ subjectKey }) => subjectKey === key));
  });
  return words.at(-1)?.event.eventName === 'SubjectsLinked';
}

/** Every key of a person; `asked` come first, so that a person goes by the key that the question knows. */
export function namesOf(facts: readonly Standing[], asked: readonly string[]): NameOf {
  const linked = facts.filter(({ event }) => event.eventName === 'SubjectsLinked');
  const keys = [
    ...new Set(linked.flatMap(({ event }) => event.concerns.map(({ subjectKey }) => subjectKey))),
  ];
  return (subjectKey) => {
    const group = [subjectKey];
    for (const one of group) {
      for (const other of keys) {
        if (!group.includes(other) && areJoined(one, other, facts)) group.push(other);
      }
    }
    return asked.find((key) => group.includes(key)) ?? [...group].sort()[0] ?? subjectKey;
  };
}

/** The same event about persons, each named once in a role. */
export function aboutPersons(event: HubEvent, nameOf: NameOf): HubEvent {
  const concerns = event.concerns.map((each) => ({ ...each, subjectKey: nameOf(each.subjectKey) }));
  const isFirst = (nth: number): boolean =>
    concerns.findIndex(
      ({ subjectKey, role }) => subjectKey === concerns[nth]?.subjectKey && role === concerns[nth].role,
    ) === nth;
  return { ...event, concerns: concerns.filter((_, nth) => isFirst(nth)) };
}

/** Rule 11 and domain.md 5: two persons under one number, found and not decided. */
export function rule11PersonsInDoubt(facts: readonly Standing[]): readonly string[] {
  const isDecided = (conflictId: string): boolean =>
    facts.some(({ event }) => event.eventName === 'ConflictDecided' && event.conflictId === conflictId);
  return facts.flatMap(({ event }) =>
    event.eventName === 'SubjectConflictDetected' &&
    event.conflictKind === 'PERSON' &&
    !isDecided(event.conflictId)
      ? event.concerns.map(({ subjectKey }) => subjectKey)
      : [],
  );
}
