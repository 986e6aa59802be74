/** What operators decided where statements contradict each other (rules.md 11): who applies, and for what. */
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { Agencies } from './agencies.ts';
import { standingFacts } from './standing.ts';

/** What stands of one dossier. */
export interface Decided {
  /** Subject keys; absent where who applies was not in question. */
  readonly applicants?: readonly string[];
  readonly procedureCode?: string;
  /** The decisions that say so. */
  readonly proof: readonly Fact[];
}

export interface Decisions {
  /** What stands of a dossier; undefined if nothing was decided. */
  ofDossier(dossierCode: string): Decided | undefined;
  /** Whether the conflict that was found under this id is decided. */
  isDecided(conflictId: string): boolean;
}

export const NOTHING_DECIDED: Decisions = { ofDossier: () => undefined, isDecided: () => false };

/**
 * The decisions as known by then, from the registry's facts. A dossier may be decided more than once, about its
 * applicants and about its procedure: of each the last decision counts.
 */
export function foldDecisions(
  facts: readonly Fact[],
  agencies: Agencies,
  knownAt: Instant = Number.POSITIVE_INFINITY,
): Decisions {
  const made = standingFacts(facts, knownAt, agencies)
    .facts.map(({ fact }) => fact)
    .filter((fact) => isFactOf(fact, 'ConflictDecided'));
  if (made.length === 0) return NOTHING_DECIDED;
  const ofDossiers = Map.groupBy(made, ({ event }) => event.dossierCode ?? '');
  ofDossiers.delete('');
  const byDossier = new Map([...ofDossiers].map(([code, decisions]) => [code, decidedBy(decisions)]));
  const conflictIds = new Set(made.map(({ event }) => event.conflictId));
  return {
    ofDossier: (code) => byDossier.get(code),
    isDecided: (conflictId) => conflictIds.has(conflictId),
  };
}

function decidedBy(decisions: readonly FactOf<'ConflictDecided'>[]): Decided {
  const aboutApplicants = decisions.findLast(({ event }) => event.concerns.length > 0);
  const aboutProcedure = decisions.findLast(({ event }) => event.procedureCode !== null);
  const procedureCode = aboutProcedure?.event.procedureCode;
  return {
    ...(aboutApplicants !== undefined && {
      applicants: aboutApplicants.event.concerns.map(({ subjectKey }) => subjectKey),
    }),
    ...(procedureCode != null && { procedureCode }),
    proof: [aboutApplicants, aboutProcedure].filter((fact) => fact !== undefined),
  };
}
