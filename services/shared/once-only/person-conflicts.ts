/** Persons of whom it is in question who they are: two people under one personal number, until an operator decides. */
import { type Fact, isFactOf } from '#shared/pure/fact.ts';
import type { Instant } from '#shared/pure/time.ts';
import type { Agencies } from './agencies.ts';
import type { Decisions } from './decisions.ts';
import { standingFacts } from './standing.ts';

/** Subject keys of everybody whom an open conflict of kind PERSON concerns, from findings as known by then. */
export function foldPersonConflicts(
  findings: readonly Fact[],
  decisions: Decisions,
  agencies: Agencies,
  knownAt: Instant = Number.POSITIVE_INFINITY,
): ReadonlySet<string> {
  const open = standingFacts(findings, knownAt, agencies)
    .facts.map(({ fact }) => fact)
    .filter((fact) => isFactOf(fact, 'SubjectConflictDetected'))
    .filter(({ event }) => event.conflictKind === 'PERSON' && !decisions.isDecided(event.conflictId));
  return new Set(open.flatMap(({ event }) => event.concerns.map(({ subjectKey }) => subjectKey)));
}
