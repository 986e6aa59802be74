/** The persons whom a paper names, each by one key, whichever of their identifiers was stated. */
import type { Fact } from '#shared/pure/fact.ts';
import type { PaperHolder } from './paper.ts';
import type { SubjectLinks } from './subject-links.ts';

/** Holders by the persons that they are; who is named twice in a role is named once. */
export function personsNamed(holders: readonly PaperHolder[], links: SubjectLinks): PaperHolder[] {
  const named = new Map<string, PaperHolder>();
  for (const { subjectKey, role } of holders) {
    const person = links.personOf(subjectKey);
    named.set(`${person} ${role}`, { subjectKey: person, role });
  }
  return [...named.values()];
}

/** The links by which these facts are about the persons whom a question knows by another identifier. */
export function linksOf(facts: readonly Fact[], links: SubjectLinks): Fact[] {
  return facts.flatMap(({ event }) => event.concerns.flatMap(({ subjectKey }) => links.proofOf(subjectKey)));
}
