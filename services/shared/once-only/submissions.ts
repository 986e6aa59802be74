/** Who applies with a dossier and for what, and whether its submissions contradict each other (rules.md 11). */
import type { Fact, FactOf } from '#shared/pure/fact.ts';
import type { Agencies } from './agencies.ts';
import { nationalCode } from './catalogue.ts';
import type { Decided, Decisions } from './decisions.ts';
import type { SubjectLinks } from './subject-links.ts';

export type Submission = FactOf<'DossierSubmitted'>;

export interface SubmissionContext {
  readonly agencies: Agencies;
  readonly links: SubjectLinks;
  readonly decisions: Decisions;
}

export interface Application {
  /** The first submission that stands; the first of all where a decision leaves none. */
  readonly submission?: Submission;
  readonly applicants: readonly string[];
  readonly procedureCode?: string;
  /** IDENTITY_CONFLICT: two submissions that stand differ in who applies or for what. */
  readonly conflict: boolean;
  /** Who applied by submissions that do not stand, and by no other: the dossier's papers are not theirs. */
  readonly setAside: ReadonlySet<string>;
  /** The decisions by which a submission does not stand. */
  readonly decidedBy: readonly Fact[];
}

/** The submissions of a dossier, in order, with what an operator decided about them. */
export function foldSubmissions(
  dossierCode: string,
  submissions: readonly Submission[],
  { agencies, links, decisions }: SubmissionContext,
): Application {
  const decided = decisions.ofDossier(dossierCode);
  const stated = submissions.map((fact) => ({ fact, applicants: applicantsOf(fact, links) }));
  const standing = decided === undefined ? stated : stated.filter((each) => stands(each, decided, links));
  const submission = (standing[0] ?? stated[0])?.fact;
  const procedureCode = decided?.procedureCode ?? submission?.event.procedureCode;
  const applicants = new Set(
    standing.length > 0
      ? standing.flatMap((each) => each.applicants)
      : (decided?.applicants ?? []).map((key) => links.personOf(key)),
  );
  const others = stated.filter((each) => !standing.includes(each)).flatMap((each) => each.applicants);
  return {
    ...(submission !== undefined && { submission }),
    applicants: [...applicants],
    ...(procedureCode !== undefined && { procedureCode }),
    conflict: isConflict(standing, agencies),
    setAside: new Set(others.filter((key) => !applicants.has(key))),
    decidedBy: standing.length < stated.length ? (decided?.proof ?? []) : [],
  };
}

interface Stated {
  readonly fact: Submission;
  readonly applicants: readonly string[];
}

/** Those who apply, whoever represents them; everybody named where no role says who applies. */
function applicantsOf({ event }: Submission, links: SubjectLinks): string[] {
  const applying = event.concerns.filter(({ role }) => role === 'APPLICANT');
  const named = applying.length > 0 ? applying : event.concerns;
  return [...new Set(named.map(({ subjectKey }) => links.personOf(subjectKey)))];
}

function stands({ fact, applicants }: Stated, decided: Decided, links: SubjectLinks): boolean {
  const { procedureCode } = decided;
  if (procedureCode !== undefined && !isSameProcedure(fact.event.procedureCode, procedureCode)) return false;
  if (decided.applicants === undefined) return true;
  return areCompatible(
    applicants,
    decided.applicants.map((key) => links.personOf(key)),
  );
}

function isConflict(submissions: readonly Stated[], agencies: Agencies): boolean {
  return submissions.some((one, index) =>
    submissions
      .slice(index + 1)
      .some((other) => mayConflict(one.fact, other.fact, agencies) && differ(one, other)),
  );
}

/** Only statements that do not replace one another: of different senders, or through the CloudEvents doors. */
function mayConflict(one: Submission, other: Submission, agencies: Agencies): boolean {
  const isNative = (fact: Submission): boolean => fact.event.snapshotVersion !== null;
  if (!isNative(one) || !isNative(other)) return true;
  return !agencies.isSameOffice(
    one.event.sender ?? one.event.agency,
    other.event.sender ?? other.event.agency,
  );
}

function differ(one: Stated, other: Stated): boolean {
  return (
    !isSameProcedure(one.fact.event.procedureCode, other.fact.event.procedureCode) ||
    !areCompatible(one.applicants, other.applicants)
  );
}

function isSameProcedure(one: string, other: string): boolean {
  return nationalCode(one) === nationalCode(other);
}

/** A list of owners that grows is no contradiction. */
function areCompatible(one: readonly string[], other: readonly string[]): boolean {
  const contains = (outer: readonly string[], inner: readonly string[]): boolean =>
    inner.every((subject) => outer.includes(subject));
  return contains(one, other) || contains(other, one);
}
