/** What contradicts what in a dossier that is in IDENTITY_CONFLICT (rules.md 11). */
import type { ConflictKind } from '#schemas/generated/events.ts';
import { type FactOf, isFactOf } from '#shared/pure/fact.ts';
import { nationalCode } from './catalogue.ts';
import type { Dossier } from './dossier.ts';

export interface StatedConflict {
  readonly conflictKind: ConflictKind;
  /** Subject keys of everybody who is said to apply, in order. */
  readonly applicants: readonly string[];
  readonly procedureCodes: readonly string[];
  readonly agency: string;
  /** The submissions. */
  readonly facts: readonly FactOf<'DossierSubmitted'>[];
}

/** The contradiction; undefined if the dossier is in no conflict. */
export function statedConflict(dossier: Dossier): StatedConflict | undefined {
  const facts = dossier.facts.map(({ fact }) => fact).filter((fact) => isFactOf(fact, 'DossierSubmitted'));
  const [first] = facts;
  if (!dossier.conflict || first === undefined) return undefined;
  const procedureCodes = [...new Set(facts.map(({ event }) => nationalCode(event.procedureCode)))].sort();
  return {
    conflictKind: procedureCodes.length > 1 ? 'PROCEDURE' : 'APPLICANT',
    applicants: dossier.applicants.toSorted(),
    procedureCodes,
    agency: first.event.agency,
    facts,
  };
}
