/**
 * Under which names is a fact of the registry filed? Under whatever a question may ask it by: its own id, the id of the
 * fact that it speaks of, the persons, dossier, conflict or source that it or its replacement is about.
 */
import type { HubEvent } from '#schemas/generated/events.ts';
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import { factIdOf } from '#shared/pure/hub-key.ts';

export const personName = (subjectKey: string): string => `person ${subjectKey}`;
export const dossierName = (dossierCode: string): string => `dossier ${dossierCode}`;
export const conflictName = (conflictId: string): string => `conflict ${conflictId}`;
export const sourceName = (source: string): string => `source ${source}`;
export const factName = (factId: string): string => `fact ${factId}`;

export interface FiledUnder {
  /** Ids of facts: whoever asks for one fact needs what carries its id or speaks of it, too. */
  readonly facts: readonly string[];
  /** Persons who may be one: whoever asks for one of them needs what is said of the others. */
  readonly persons: readonly string[];
  /** A dossier, a conflict, a source. */
  readonly topics: readonly string[];
  /** Catalogue or agencies, by which everything is understood. */
  readonly isCommon: boolean;
}

export function filedUnder(fact: Fact): FiledUnder {
  const events = fact.replacement === undefined ? [fact.event] : [fact.event, fact.replacement];
  return {
    facts: [fact.factId, ...targetsOf(fact)].map(factName),
    persons: events.flatMap(personsOf).map(personName),
    topics: events.flatMap(topicsOf),
    isCommon: events.some(({ eventName }) => !SCATTERED.has(eventName)),
  };
}

/** What is asked for by what it is about, or belongs to what it speaks of, or is no part of the registry. */
const SCATTERED: ReadonlySet<HubEvent['eventName']> = new Set([
  'SubjectsLinked',
  'SubjectsUnlinked',
  'ConflictDecided',
  'SourceTrustChanged',
  'FactCorrected',
  'FactRetracted',
  'AccessGranted',
  'AccessRevoked',
]);

function targetsOf(fact: Fact): string[] {
  if (!isFactOf(fact, 'FactCorrected', 'FactRetracted')) return [];
  const { source, id } = fact.event.target;
  return [factIdOf(source, id)];
}

function personsOf({ eventName, concerns }: HubEvent): string[] {
  const joins = eventName === 'SubjectsLinked' || eventName === 'SubjectsUnlinked';
  return joins ? concerns.map(({ subjectKey }) => subjectKey) : [];
}

function topicsOf(event: HubEvent): string[] {
  if (event.eventName === 'SourceTrustChanged') return [sourceName(event.trustedSource)];
  if (event.eventName !== 'ConflictDecided') return [];
  const conflict = conflictName(event.conflictId);
  return event.dossierCode === null ? [conflict] : [conflict, dossierName(event.dossierCode)];
}
