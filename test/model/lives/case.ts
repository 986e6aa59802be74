/** A case as a citizen lives it: what is asked for, by whom, with which papers, and what comes of it. */
import type { PaperObject, Role } from '#schemas/generated/events.ts';
import type { Day } from '#shared/pure/time.ts';
import type { Concerned, Person } from './village.ts';

/** How a case ends, as its sender tells it. */
export type Ending =
  | 'RETURNED'
  | 'COMPLETED'
  | 'COMPLETED_THEN_RETURNED'
  | 'RESULT_ONLY'
  | 'REFUSING_RESULT'
  | 'SUBMITTED_FILE_AS_RESULT'
  | 'REFUSED'
  | 'WITHDRAWN'
  | 'STOPPED'
  | 'REOPENED'
  | 'REOPENED_THEN_RETURNED'
  | 'OPEN';

export const ENDINGS: readonly Ending[] = [
  'RETURNED',
  'RETURNED',
  'RETURNED',
  'RETURNED',
  'COMPLETED',
  'COMPLETED_THEN_RETURNED',
  'RESULT_ONLY',
  'REFUSING_RESULT',
  'SUBMITTED_FILE_AS_RESULT',
  'REFUSED',
  'WITHDRAWN',
  'STOPPED',
  'REOPENED',
  'REOPENED_THEN_RETURNED',
  'OPEN',
];

/** A paper handed in. */
export interface HandedIn {
  readonly kind: string;
  readonly number: string | null;
  readonly issuedOn: Day | null;
  readonly validTo: Day | null;
  readonly object: PaperObject | null;
  readonly fileRef: string;
}

export interface Case {
  readonly procedureCode: string;
  /** Who answers for it: the agency in the dossier's code. */
  readonly agency: string;
  readonly owners: readonly Person[];
  readonly handedIn: readonly HandedIn[];
  readonly resultCode: string | undefined;
  /** Whom the result names, where a sender says so. */
  readonly named: Concerned;
  readonly object: PaperObject | null;
  readonly filedOn: Day;
  readonly endedOn: Day;
  readonly ending: Ending;
}

/** Everybody in one role. */
export function allAs(persons: readonly Person[], role: Role): Concerned {
  return persons.map((person) => [person, role] as const);
}
