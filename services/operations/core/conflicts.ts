/** Contradictions that were found, and what operators decided about them (rules.md 11, 27). Pure. */
import type { Agencies } from '#shared/once-only/agencies.ts';
import { nationalCode } from '#shared/once-only/catalogue.ts';
import { standingFacts } from '#shared/once-only/standing.ts';
import { type Fact, type FactOf, isFactOf } from '#shared/pure/fact.ts';
import type { Fault } from '#shared/pure/fault.ts';
import { formatInstant } from '#shared/pure/time.ts';

export type Conflict = FactOf<'SubjectConflictDetected'>;
export type Decision = FactOf<'ConflictDecided'>;

/** OPEN until somebody decides; ENDED where the statements no longer contradict each other. */
export type ConflictState = 'OPEN' | 'DECIDED' | 'ENDED';

export interface ShownConflict {
  readonly id: string;
  readonly kind: string;
  readonly state: ConflictState;
  readonly dossierCode?: string;
  readonly procedureCodes: readonly string[];
  /** Subject keys of the persons in question. */
  readonly persons: readonly string[];
  readonly agency: string;
  readonly at: string;
  /** Facts by source and id. */
  readonly proof: readonly { readonly source: string; readonly id: string }[];
  readonly decision?: {
    readonly eventId: string;
    readonly at: string;
    readonly persons: readonly string[];
    readonly procedureCode?: string;
  };
}

/** The last decision about each conflict, by its id. */
export function lastDecisions(facts: readonly Fact[], agencies: Agencies): ReadonlyMap<string, Decision> {
  const made = standingFacts(facts, Number.POSITIVE_INFINITY, agencies)
    .facts.map(({ fact }) => fact)
    .filter((fact) => isFactOf(fact, 'ConflictDecided'));
  return new Map(made.map((decision) => [decision.event.conflictId, decision]));
}

/** `contradicts`: whether its dossier's submissions still contradict each other; true for a person. */
export function showConflict(
  { event }: Conflict,
  decision: Decision | undefined,
  contradicts: boolean,
): ShownConflict {
  const { conflictId, conflictKind, dossierCode, procedureCodes, agency, occurredAt, proof } = event;
  const undecided = contradicts ? 'OPEN' : 'ENDED';
  return {
    id: conflictId,
    kind: conflictKind,
    state: decision === undefined ? undecided : 'DECIDED',
    ...(dossierCode !== null && { dossierCode }),
    procedureCodes,
    persons: personsIn(event),
    agency,
    at: formatInstant(occurredAt),
    proof,
    ...(decision !== undefined && { decision: showDecision(decision) }),
  };
}

function showDecision({ event }: Decision): NonNullable<ShownConflict['decision']> {
  return {
    eventId: event.id,
    at: formatInstant(event.occurredAt),
    persons: personsIn(event),
    ...(event.procedureCode !== null && { procedureCode: event.procedureCode }),
  };
}

/** Subject keys of whom a fact concerns, each once. */
export function personsIn({ concerns }: Pick<Conflict['event'], 'concerns'>): readonly string[] {
  return [...new Set(concerns.map(({ subjectKey }) => subjectKey))];
}

/** What a decision names, as far as it could be read. */
export interface Deciding {
  readonly applicant: string | undefined;
  /** Something was stated as applicant, readable or not. */
  readonly isApplicantStated: boolean;
  readonly procedureCode: string | undefined;
}

/** What a decision must say, and what it may not: of a dossier who applies and for what, where that is in question. */
export function decisionFaults({ event }: Conflict, deciding: Deciding): Fault[] {
  const persons = personsIn(event);
  const faults: Fault[] = [];
  if (deciding.applicant !== undefined && !persons.includes(deciding.applicant)) {
    faults.push({ pointer: '/applicant', code: 'NOT_LISTED', expected: 'one of the persons in question' });
  }
  if (event.conflictKind === 'APPLICANT' && !deciding.isApplicantStated) {
    faults.push({ pointer: '/applicant', code: 'REQUIRED', expected: 'the person whose dossier it is' });
  }
  return [...faults, ...procedureFaults(event.procedureCodes, deciding.procedureCode)];
}

function procedureFaults(inQuestion: readonly string[], stated: string | undefined): Fault[] {
  const pointer = '/procedureCode';
  if (stated === undefined) {
    if (inQuestion.length < 2) return [];
    return [{ pointer, code: 'REQUIRED', expected: `one of ${inQuestion.join(', ')}` }];
  }
  if (inQuestion.includes(nationalCode(stated))) return [];
  const expected =
    inQuestion.length === 0 ? 'nothing: no procedure is in question' : `one of ${inQuestion.join(', ')}`;
  return [{ pointer, code: 'NOT_LISTED', expected }];
}
