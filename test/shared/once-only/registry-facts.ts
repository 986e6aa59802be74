/** What operators state: links of identifiers, decisions, trust; and conflicts that were found. */
import type { ConflictKind, Role } from '#schemas/generated/events.ts';
import type { Fact } from '#shared/pure/fact.ts';
import type { Day } from '#shared/pure/time.ts';
import { at, type FactOptions, fact } from '../../support/facts.ts';

const OPERATORS = { agency: 'H44', door: 'operations' } as const;

export function linked(day: Day, keys: readonly string[], more: Partial<FactOptions> = {}): Fact {
  return joint('SubjectsLinked', day, keys, more);
}

export function unlinked(day: Day, keys: readonly string[], more: Partial<FactOptions> = {}): Fact {
  return joint('SubjectsUnlinked', day, keys, more);
}

function joint(
  name: 'SubjectsLinked' | 'SubjectsUnlinked',
  day: Day,
  keys: readonly string[],
  more: Partial<FactOptions>,
): Fact {
  const concerns = keys.map((key): [string, Role] => [key, 'HOLDER']);
  return fact(name, { ...OPERATORS, at: at(day), concerns, ...more }, { legalBasis: null }, 'hub');
}

interface Decision {
  readonly conflictId?: string;
  readonly dossierCode?: string;
  readonly procedureCode?: string;
  readonly applicants?: readonly string[];
}

export function decided(day: Day, decision: Decision, more: Partial<FactOptions> = {}): Fact {
  const { conflictId = 'conflict', dossierCode = null, procedureCode = null, applicants = [] } = decision;
  const concerns = applicants.map((key): [string, Role] => [key, 'APPLICANT']);
  const options = { ...OPERATORS, at: at(day), concerns, ...more };
  return fact('ConflictDecided', options, { conflictId, dossierCode, procedureCode }, 'hub');
}

export function trust(day: Day, source: string, trusted: boolean, more: Partial<FactOptions> = {}): Fact {
  const options = { ...OPERATORS, at: at(day), ...more };
  return fact('SourceTrustChanged', options, { trustedSource: source, trusted }, 'hub');
}

export function conflictFound(
  day: Day,
  conflictId: string,
  conflictKind: ConflictKind,
  keys: readonly string[],
): Fact {
  const concerns = keys.map((key): [string, Role] => [key, 'HOLDER']);
  const options = { agency: 'H44', at: at(day), concerns };
  const data = { conflictId, conflictKind, dossierCode: null, procedureCodes: [], proof: [] };
  return fact('SubjectConflictDetected', options, data, 'hub');
}

/** A retraction of an operator's fact by an operator. */
export function takenBack(day: Day, target: Fact): Fact {
  const { id, source } = target.event;
  return fact(
    'FactRetracted',
    { ...OPERATORS, at: at(day) },
    { target: { id, source }, factType: null },
    'hub',
  );
}
