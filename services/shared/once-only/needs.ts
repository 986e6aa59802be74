/** What must be read for a question: persons and evidences first, then the documents and signers that papers name. */
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import type { Day } from '#shared/pure/time.ts';
import { type Catalogue, type Procedure, rowsOn } from './catalogue.ts';
import type { Question } from './question.ts';
import { RELATION_KINDS } from './relation.ts';
import type { SubjectLinks } from './subject-links.ts';
import type { World } from './world.ts';

export interface FirstNeeds {
  readonly subjectKeys: readonly string[];
  /** What `read.paper_statement` is asked for; ALL where any kind may matter. */
  readonly evidences: readonly string[] | 'ALL';
}

/** The persons asked about and every evidence that can mean a wanted kind; nothing for an unknown procedure. */
export function firstNeeds(
  question: Question,
  { catalogue, links }: Pick<World, 'catalogue' | 'links'>,
): FirstNeeds {
  const subjectKeys = keysOfAll(
    question.subjects.map(({ subjectKey }) => subjectKey),
    links,
  );
  const procedure = catalogue.procedureOn(question.procedureCode, question.on);
  if (procedure === undefined) return { subjectKeys, evidences: [] };
  if (procedure.avoidableBy.includes('*')) return { subjectKeys, evidences: 'ALL' };
  return { subjectKeys, evidences: catalogue.evidencesOfAny(wantedKinds(procedure, question.on, catalogue)) };
}

/** Every key of these persons: facts stand under each identifier that somebody stated. */
export function keysOfAll(subjectKeys: readonly string[], links: SubjectLinks): readonly string[] {
  return [...new Set(subjectKeys.flatMap((subjectKey) => links.keysOf(subjectKey)))];
}

/** Kinds that satisfy a row, prove a relation or make the procedure needless, and those that supersede one of them. */
function wantedKinds(procedure: Procedure, on: Day, catalogue: Catalogue): ReadonlySet<string> {
  const wanted = rowsOn(procedure, on)
    .filter((row) => row.condition !== 'NEVER')
    .flatMap((row) => row.satisfiedBy)
    .concat(procedure.avoidableBy, RELATION_KINDS);
  const superseding = catalogue.supersessions
    .filter((rule) => wanted.includes(rule.superseded))
    .map((rule) => rule.trigger);
  return new Set([...wanted, ...superseding]);
}

export interface SecondNeeds {
  readonly documentKeys: readonly string[];
  readonly civilServantCodes: readonly string[];
  /** Other persons whom shared papers name: what is said of a paper may travel under the key of each. */
  readonly remarkedUnder: readonly string[];
}

/** The official documents, the signers and the persons that the papers at hand name. */
export function secondNeeds(world: Pick<World, 'dossiers' | 'sharedPapers' | 'links'>): SecondNeeds {
  const documentKeys = new Set<string>();
  const civilServantCodes = new Set<string>();
  for (const facts of [...world.dossiers.values(), ...world.sharedPapers.values()]) {
    for (const fact of facts.flatMap(withReplacement)) {
      if (!isFactOf(fact, 'ComponentSubmitted', 'ResultIssued', 'ElectronicCopyCertified', 'PaperShared'))
        continue;
      const { documentKey, signer } = fact.event.paper;
      if (documentKey !== null) documentKeys.add(documentKey);
      if (signer?.civilServantCode != null) civilServantCodes.add(signer.civilServantCode);
    }
  }
  return {
    documentKeys: [...documentKeys],
    civilServantCodes: [...civilServantCodes],
    remarkedUnder: namedBeside(world.sharedPapers, world.links),
  };
}

/** Whom shared papers name besides the persons under whose keys they travel. */
function namedBeside(sharedPapers: World['sharedPapers'], links: SubjectLinks): string[] {
  const named = [...sharedPapers.values()]
    .flat()
    .flatMap(withReplacement)
    .flatMap(({ event }) => event.concerns.map(({ subjectKey }) => subjectKey));
  return keysOfAll(named, links).filter((subjectKey) => !sharedPapers.has(subjectKey));
}

function withReplacement(fact: Fact): Fact[] {
  return fact.replacement === undefined ? [fact] : [fact, { ...fact, event: fact.replacement }];
}
